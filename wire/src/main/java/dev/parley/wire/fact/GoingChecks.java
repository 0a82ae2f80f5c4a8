package dev.parley.wire.fact;

import dev.parley.wire.fact.Outcome.Failure;
import dev.parley.wire.http.Connection;
import dev.parley.wire.http.End;
import dev.parley.wire.http.Head;
import dev.parley.wire.http.Request;
import dev.parley.wire.hub.Follower.Visit;
import dev.parley.wire.hub.Hub;
import dev.parley.wire.hub.Means.Deed;
import dev.parley.wire.hub.Met;
import dev.parley.wire.hub.NotTried;
import dev.parley.wire.hub.Readiness;
import dev.parley.wire.hub.Series;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Facts 6 and 23 to 27: how an instance goes, and what it says when it does not want a stream. */
final class GoingChecks {
    private static final int STREAMS = 4;
    private static final int FLOOD = 60;
    private static final Duration SPREAD = Duration.ofMillis(100); // below that it is one moment
    private static final Duration STORE_IS_MISSED = Duration.ofSeconds(5);

    private GoingChecks() {}

    static void visibleCut(Hub hub, Findings findings) throws IOException, NotTried {
        hub.awaitProxy();
        Series series = hub.newSeries();
        List<Connection> streams = new ArrayList<>();
        try {
            for (int i = 0; i < STREAMS; i++) {
                streams.add(hub.live(0, series));
            }
            if (!findings.expect(
                    streams.get(0).head().orElseThrow().isChunked(),
                    "a stream over HTTP/1.1",
                    () -> "a body without chunks: its end looks the same whether it is whole or cut")) {
                return;
            }
            hub.means().require(Deed.KILL);
            hub.means().require(Deed.RESTART);
            hub.means().run(Deed.KILL);
            cut(hub, streams, findings);
            hub.means().run(Deed.RESTART);
            findings.expect(Readiness.await(hub, 0), Deed.RESTART.option(), () -> "it takes no streams");
        } finally {
            streams.forEach(Connection::close);
        }
    }

    private static void cut(Hub hub, List<Connection> streams, Findings findings) throws IOException, NotTried {
        int ended = 0;
        for (Connection stream : streams) {
            stream.await(
                    any -> false,
                    ended == 0 ? hub.pace().patience() : hub.pace().quiet());
            if (stream.end() != End.OPEN) {
                ended++;
                findings.expect(
                        stream.end() != End.WHOLE,
                        "kill -9 while a stream is open",
                        () -> stream.end() + ", as if that were all");
            }
        }
        if (ended == 0) {
            throw new NotTried(
                    "no stream ended when " + Deed.KILL.option() + " was run: does it end the first instance?");
        }
    }

    static void farewell(Hub hub, Findings findings, Departure departure) {
        String sent = "SIGTERM, with " + departure.listeners() + " streams open and messages going on";
        List<Visit> ends = departure.ends();
        findings.expect(
                hub.isProxied() ? !ends.isEmpty() : ends.size() == departure.listeners(),
                sent,
                () -> ends.size() + " streams ended within "
                        + hub.pace().going().toSeconds() + " s");
        for (Visit end : ends) {
            boolean isBye = end.last().filter(hub.dialect()::saysFarewell).isPresent();
            if (!findings.expect(end.isWhole(), sent, () -> "a stream that ended within an event")
                    || !findings.expect(isBye, sent, () -> "no farewell; the last event was " + last(end))
                    || !findings.expect(
                            end.last().orElseThrow().retry().isPresent(),
                            sent,
                            () -> "a farewell without `retry:`: " + last(end))) {
                break;
            }
        }
        long spread = spread(ends) / 1_000_000;
        findings.expect(
                ends.size() < 2 || spread >= SPREAD.toMillis(),
                sent,
                () -> "all streams ended within " + spread + " ms");
        if (departure.readyAfter().isPresent()) {
            findings.expect(
                    !departure.readyAfter().get(),
                    sent,
                    () -> "it still said that it is ready after streams had ended");
        } else if (!hub.isProxied()) {
            findings.notApplicable("readiness: it has no path for that, or was gone at once");
        }
        findings.expect(
                departure.faults().isEmpty(),
                sent + ", all of which came back",
                () -> departure.faults().get(0));
    }

    private static String last(Visit end) {
        return end.last().map(Object::toString).orElse("none");
    }

    private static long spread(List<Visit> ends) {
        long first = ends.stream().mapToLong(Visit::at).min().orElse(0);
        return ends.stream().mapToLong(end -> end.at() - first).max().orElse(0);
    }

    static void refusals(Hub hub, Findings findings, Observations observations) throws IOException {
        part(
                findings,
                "draining: ",
                () -> judge("draining", observations.departure().attempts(), findings));
        part(findings, "full: ", () -> judge("full", full(hub), findings));
        if (hub.dialect().hasStore()) {
            part(findings, "without its store: ", () -> judge("without its store", withoutStore(hub), findings));
        } else {
            findings.notApplicable("without its store: it keeps everything itself");
        }
    }

    private interface Part {
        void look() throws IOException, NotTried;
    }

    private static void part(Findings findings, String what, Part part) throws IOException {
        try {
            part.look();
        } catch (NotTried e) {
            findings.notTried(what + e.getMessage());
        }
    }

    private static void judge(String when, List<Attempt> attempts, Findings findings) {
        Optional<Attempt> bad = attempts.stream().filter(Attempt::isFinal).findFirst();
        findings.expect(
                bad.isEmpty(),
                "a new stream while the instance is " + when,
                () -> bad.orElseThrow().words());
        attempts.stream()
                .filter(attempt -> !attempt.isServed() && !attempt.isFinal())
                .findFirst()
                .ifPresent(attempt -> findings.remark(when + ": " + attempt.words()));
    }

    private static List<Attempt> full(Hub hub) throws IOException, NotTried {
        if (hub.means().room() == 0) {
            throw new NotTried("needs --room N, the number of streams that the first instance takes");
        }
        List<Connection> open = new ArrayList<>();
        try {
            for (int i = 0; i < hub.means().room() + STREAMS; i++) {
                open.add(hub.open(0, hub.listening("full")));
            }
            for (Connection stream : open) {
                stream.head(hub.pace().patience());
            }
            List<Attempt> attempts = new ArrayList<>();
            for (int i = 0; i < STREAMS; i++) {
                attempts.add(Attempt.at(hub, "full"));
            }
            if (attempts.stream().allMatch(Attempt::isServed)) {
                throw new NotTried("it took all of " + (hub.means().room() + 2 * STREAMS) + " streams");
            }
            return attempts;
        } finally {
            open.forEach(Connection::close);
        }
    }

    /** From the moment in which it is gone, which the instance may notice later, until it has surely noticed. */
    private static List<Attempt> withoutStore(Hub hub) throws NotTried {
        hub.means().require(Deed.STORE_UP);
        hub.means().run(Deed.STORE_DOWN);
        List<Attempt> attempts = new ArrayList<>();
        try {
            long deadline = System.nanoTime() + STORE_IS_MISSED.toNanos();
            while (System.nanoTime() < deadline) {
                attempts.add(Attempt.at(hub, hub.newChannel()));
                Hub.pause(hub.pace().quiet());
            }
        } finally {
            hub.means().run(Deed.STORE_UP);
        }
        if (!Readiness.await(hub, 0)) {
            attempts.add(new Attempt(false, true, "nothing, though the store was back"));
        }
        return attempts;
    }

    static void retryAfter(Hub hub, Findings findings) throws IOException {
        Optional<Request> request = hub.saying(hub.newChannel(), "a flood");
        for (int i = 0; i < FLOOD && request.isPresent(); i++) {
            hub.ask(0, request.get());
        }
        List<Met.Answer> refusals =
                hub.met().odd(answer -> List.of(429, 503).contains(answer.head().status()));
        for (Met.Answer refusal : refusals) {
            String value = refusal.head().header("Retry-After");
            if (!findings.expect(
                    value.matches("\\d{1,6}"),
                    refusal.request().toString(),
                    () -> refusal.head().status()
                            + (value.isEmpty() ? " without Retry-After" : ", Retry-After: " + value))) {
                return;
            }
        }
        if (refusals.isEmpty()) {
            findings.hold();
            findings.remark(
                    "no 429 or 503 among " + hub.met().count() + " answers, a flood of " + FLOOD + " posts among them");
        }
    }

    static void noContent(Hub hub, Findings findings) throws IOException, NotTried {
        Series series = hub.newSeries();
        try (Connection stream = hub.live(0, series)) {
            hub.resume(0, series.channel(), ResumeChecks.cursor(hub, stream)).close();
        }
        List<Met.Answer> empty =
                hub.met().odd(answer -> answer.isToStream() && answer.head().status() == 204);
        findings.expect(
                empty.isEmpty(),
                hub.met().count() + " requests, none of a client that is to be ended",
                () -> empty.get(0).toString());
    }

    static void redirect(Hub hub, Findings findings) throws IOException {
        Request request =
                hub.listening(hub.newChannel()).parameter("lastEventId", "1").with("Last-Event-ID", "1");
        String path = request.target().replaceFirst("\\?.*", "");
        for (String target : List.of(request.target(), request.target().replace(path, path + "/"))) {
            Request one = new Request("GET", target, request.version(), request.headers(), "");
            try (Connection stream = hub.open(0, one)) {
                stream.head(hub.pace().patience());
            }
        }
        List<Met.Answer> redirects = hub.met().odd(answer -> answer.isToStream() && isRedirect(answer.head()));
        Optional<Failure> loss =
                redirects.stream().flatMap(answer -> loss(hub, answer).stream()).findFirst();
        findings.expect(
                loss.isEmpty(),
                loss.map(Failure::sent).orElse(""),
                () -> loss.orElseThrow().came());
    }

    private static boolean isRedirect(Head head) {
        return head.status() >= 300
                && head.status() < 400
                && !head.header("Location").isEmpty();
    }

    private static Optional<Failure> loss(Hub hub, Met.Answer answer) {
        URI from = hub.address(0).resolve(answer.request().target());
        String location = answer.head().header("Location");
        URI to = from.resolve(location);
        String query = from.getRawQuery();
        boolean isElsewhere = !String.valueOf(from.getAuthority()).equals(String.valueOf(to.getAuthority()));
        boolean isWithoutQuery = query != null && !query.equals(to.getRawQuery());
        return isElsewhere || isWithoutQuery
                ? Optional.of(new Failure(
                        answer.request().toString(),
                        answer.head().status() + " to " + location
                                + (isElsewhere ? ", another origin" : ", without the query")))
                : Optional.empty();
    }
}
