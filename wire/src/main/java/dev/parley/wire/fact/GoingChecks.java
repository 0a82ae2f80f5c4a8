package dev.parley.wire.fact;

import dev.parley.wire.http.Connection;
import dev.parley.wire.http.End;
import dev.parley.wire.hub.Follower.Visit;
import dev.parley.wire.hub.Hub;
import dev.parley.wire.hub.Means.Deed;
import dev.parley.wire.hub.NotTried;
import dev.parley.wire.hub.Readiness;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Facts 6 and 23: how an instance goes. */
final class GoingChecks {
    private static final int STREAMS = 4;
    private static final Duration SPREAD = Duration.ofMillis(100); // below that it is one moment
    private static final Duration SLICE = Duration.ofMillis(20);

    private GoingChecks() {}

    static void visibleCut(Hub hub, Findings findings) throws IOException, NotTried {
        hub.awaitProxy();
        List<Connection> streams = hub.live(0, hub.newSeries(), STREAMS);
        try {
            if (!findings.expect(
                    streams.get(0).head().orElseThrow().isChunked(),
                    "a stream over HTTP/1.1",
                    () -> "a body without chunks: its end looks the same whether it is whole or cut")) {
                return;
            }
            hub.means().require(Deed.KILL);
            hub.means().require(Deed.RESTART);
            kill(hub, streams, findings);
        } finally {
            streams.forEach(Connection::close);
        }
    }

    /** And starts it again, whatever comes of it: other facts need it. */
    private static void kill(Hub hub, List<Connection> streams, Findings findings) throws IOException, NotTried {
        hub.means().run(Deed.KILL);
        try {
            cut(hub, streams, findings);
        } finally {
            hub.means().run(Deed.RESTART);
            findings.expect(Readiness.await(hub, 0), Deed.RESTART.option(), () -> "it takes no streams");
        }
    }

    private static void cut(Hub hub, List<Connection> streams, Findings findings) throws IOException, NotTried {
        awaitAnEnd(streams, hub.pace().patience());
        List<Connection> ended = new ArrayList<>();
        for (Connection stream : streams) {
            stream.await(any -> false, hub.pace().quiet());
            if (stream.end() != End.OPEN) {
                ended.add(stream);
            }
        }
        if (ended.isEmpty()) {
            throw new NotTried(
                    "no stream ended when " + Deed.KILL.option() + " was run: does it end the first instance?");
        }
        for (Connection stream : ended) {
            findings.expect(
                    stream.end() != End.WHOLE,
                    "kill -9 while a stream is open",
                    () -> stream.end() + ", as if that were all");
        }
    }

    /** Behind a proxy some of them don't. */
    private static void awaitAnEnd(List<Connection> streams, Duration patience) throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (streams.stream().allMatch(stream -> stream.end() == End.OPEN) && System.nanoTime() < deadline) {
            for (Connection stream : streams) {
                stream.await(any -> false, SLICE);
            }
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
}
