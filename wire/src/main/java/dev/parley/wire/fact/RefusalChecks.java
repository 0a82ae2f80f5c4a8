package dev.parley.wire.fact;

import dev.parley.wire.fact.Outcome.Failure;
import dev.parley.wire.http.Connection;
import dev.parley.wire.http.Head;
import dev.parley.wire.http.Request;
import dev.parley.wire.hub.Hub;
import dev.parley.wire.hub.Means.Deed;
import dev.parley.wire.hub.Met;
import dev.parley.wire.hub.NotTried;
import dev.parley.wire.hub.Readiness;
import dev.parley.wire.hub.Series;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Facts 24 to 27: what a server says that does not want a stream, or not here, or not now. */
final class RefusalChecks {
    private static final int STREAMS = 4;
    private static final int FLOOD = 60;

    private RefusalChecks() {}

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
            long deadline = System.nanoTime() + hub.pace().noticing().toNanos();
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
