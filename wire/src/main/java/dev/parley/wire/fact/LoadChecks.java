package dev.parley.wire.fact;

import dev.parley.wire.http.Connection;
import dev.parley.wire.http.Head;
import dev.parley.wire.http.Request;
import dev.parley.wire.hub.Hub;
import dev.parley.wire.hub.NotTried;
import dev.parley.wire.hub.Series;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Facts 28 to 30: proxies, slow readers, other origins. */
final class LoadChecks {
    private static final int LEAVERS = 3;
    /** 6 MB: more than a system keeps for a socket that is not read. */
    private static final int MANY = 400;

    private static final String BIG = "😀".repeat(3_900);

    private LoadChecks() {}

    static void proxies(Hub hub, Findings findings) throws NotTried {
        if (hub.means().proxies().isEmpty()) {
            throw new NotTried(
                    "needs --behind NAME=URL, a proxy in front of these instances; may be given several times");
        }
        hub.means().proxies().forEach((name, url) -> behind(hub, name, url, findings));
    }

    private static void behind(Hub hub, String name, URI url, Findings findings) {
        Hub proxied = hub.behind(url);
        Map<Fact, Check> checks = new LinkedHashMap<>();
        if (!hub.isHttp10()) {
            checks.put(Fact.CHUNKED, AnswerChecks::chunked);
            checks.put(Fact.CHUNK_BORDERS, AnswerChecks::chunkBorders);
        }
        checks.put(Fact.RESUME, ResumeChecks::resume);
        if (!hub.isHttp10()) {
            checks.put(Fact.VISIBLE_CUT, GoingChecks::visibleCut);
        }
        checks.put(Fact.FAREWELL, (behind, found) -> GoingChecks.farewell(behind, found, Departure.watch(behind)));
        checks.forEach((fact, check) ->
                findings.addAll("behind " + name + ", fact " + fact.number() + ": ", Suite.look(check, proxied)));
        findings.addAll("behind " + name + ": ", Suite.look((behind, found) -> leaving(hub, behind, found), proxied));
    }

    private static void leaving(Hub direct, Hub proxied, Findings findings) throws IOException, NotTried {
        Series series = proxied.newSeries();
        Optional<Request> count = direct.dialect().countListeners(series.channel());
        if (count.isEmpty()) {
            throw new NotTried("whether a client that leaves is noticed: nothing tells how many listen");
        }
        int before = listeners(direct, count.get());
        List<Connection> streams = new ArrayList<>();
        try {
            for (int i = 0; i < LEAVERS; i++) {
                streams.add(proxied.live(0, series));
            }
            await(direct, count.get(), before + LEAVERS);
            int during = listeners(direct, count.get());
            streams.forEach(Connection::close);
            await(direct, count.get(), during - LEAVERS);
            int after = listeners(direct, count.get());
            findings.expect(
                    after <= during - LEAVERS,
                    LEAVERS + " streams, which their clients left",
                    () -> after + " of " + during + " listen "
                            + direct.pace().patience().toMillis() + " ms later");
        } finally {
            streams.forEach(Connection::close);
        }
    }

    private static void await(Hub direct, Request count, int wanted) throws IOException, NotTried {
        long deadline = System.nanoTime() + direct.pace().patience().toNanos();
        while (listeners(direct, count) != wanted && System.nanoTime() < deadline) {
            Hub.pause(direct.pace().prompt());
        }
    }

    /** Over all instances. */
    private static int listeners(Hub direct, Request count) throws IOException, NotTried {
        int sum = 0;
        for (int i = 0; i < direct.size(); i++) {
            Connection answer = direct.ask(i, count);
            String text = new String(answer.body(), StandardCharsets.UTF_8);
            int status = answer.head().map(Head::status).orElse(0);
            int listeners = status == 404 ? 0 : direct.dialect().listeners(text);
            if (listeners < 0) {
                throw new NotTried(
                        "whether a client that leaves is noticed: " + count + " does not tell how many listen");
            }
            sum += listeners;
        }
        return sum;
    }

    static void slowReader(Hub hub, Findings findings) throws IOException, NotTried {
        Series series = hub.newSeries();
        try (Connection slow = hub.openNarrow(0, hub.listening(series.channel()));
                Connection other = hub.live(0, series)) {
            slow.hears(series.mark(series.last()), hub.pace().patience());
            String start = ResumeChecks.cursor(hub, slow);
            int before = series.last();
            for (int i = 0; i < MANY; i++) {
                int number = hub.say(series, BIG);
                if (!findings.expect(
                        other.hears(series.mark(number), hub.pace().patience()),
                        MANY + " messages of " + BIG.length() * 2 + " bytes, while one of two readers does not read",
                        () -> "the other one did not hear #" + number + " within "
                                + hub.pace().patience().toMillis() + " ms")) {
                    return;
                }
            }
            readsAgain(hub, series, slow, start, before, findings);
        }
    }

    private static void readsAgain(Hub hub, Series series, Connection slow, String start, int before, Findings findings)
            throws IOException, NotTried {
        slow.await(
                stream -> stream.events().hasHeard(series.mark(series.last())) || isReset(hub, stream),
                hub.pace().patience());
        List<Integer> heard = new ArrayList<>(series.heard(slow.blocks()));
        heard.removeIf(number -> number <= before);
        if (isReset(hub, slow)) {
            findings.hold();
            findings.remark("it was told that it had missed something");
            return;
        }
        String how = "it heard all of it late";
        if (series.fault(before, heard).isPresent()) {
            how = "it was cut, and resumed";
            String cursor = hub.dialect().cursor(slow.events()).orElse(start);
            try (Connection resumed = hub.resume(0, series.channel(), cursor)) {
                resumed.hears(series.mark(series.last()), hub.pace().patience());
                boolean isTold = isReset(hub, resumed);
                heard.addAll(series.heard(resumed.blocks()));
                Optional<String> fault = isTold ? Optional.empty() : series.fault(before, heard);
                findings.expect(
                        fault.isEmpty(),
                        "a reader that did not read " + MANY + " messages and then read on",
                        () -> "neither told nor able to resume (" + slow.end() + "): " + fault.orElseThrow());
            }
        }
        findings.hold();
        findings.remark(how);
    }

    private static boolean isReset(Hub hub, Connection stream) {
        return stream.head()
                .map(head -> hub.dialect().tellsReset(head, stream.blocks()))
                .orElse(false);
    }

    static void cors(Hub hub, Findings findings) throws IOException, NotTried {
        String origin = hub.means()
                .origin()
                .orElseThrow(() -> new NotTried("needs --origin URL, an origin whose pages may listen"));
        Request stream = hub.listening(hub.newChannel()).with("Origin", origin);
        Request preflight = stream.as("OPTIONS")
                .without("Accept")
                .with("Access-Control-Request-Method", "GET")
                .with("Access-Control-Request-Headers", "last-event-id");
        Connection answer = hub.ask(0, preflight);
        Optional<Head> head = answer.head();
        if (!findings.expect(
                head.isPresent() && head.get().status() / 100 == 2, preflight.toString(), answer::summary)) {
            return;
        }
        allows(head.get(), origin, preflight, findings);
        String allowed = head.get().header("Access-Control-Allow-Headers").toLowerCase(Locale.ROOT);
        findings.expect(
                allowed.contains("last-event-id") || allowed.strip().equals("*"),
                preflight.toString(),
                () -> "Access-Control-Allow-Headers: " + allowed + ", without Last-Event-ID");
        try (Connection open = hub.open(0, stream)) {
            Optional<Head> begun = open.head(hub.pace().patience());
            if (findings.expect(begun.isPresent() && begun.get().status() == 200, stream.toString(), open::summary)) {
                allows(begun.get(), origin, stream, findings);
            }
        }
    }

    private static void allows(Head head, String origin, Request request, Findings findings) {
        String allowed = head.header("Access-Control-Allow-Origin");
        findings.expect(
                allowed.equals("*") || allowed.equals(origin),
                request.toString(),
                () -> "Access-Control-Allow-Origin: " + (allowed.isEmpty() ? "none" : allowed));
    }
}
