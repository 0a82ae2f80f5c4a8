package dev.parley.wire.fact;

import dev.parley.wire.http.Connection;
import dev.parley.wire.hub.Hub;
import dev.parley.wire.hub.NotTried;
import dev.parley.wire.hub.Series;
import dev.parley.wire.sse.Block;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a stream says on which nobody says anything.
 *
 * @param nanos until something came; at least the longest silence allowed when nothing did
 * @param hasSpoken whether something came
 * @param onDemand the same when the client asks to hear something more often; empty where it can't
 * @param blocks all that was heard
 * @param cursor after the last of them, if there is one
 */
record Silence(
        Series series,
        long nanos,
        boolean hasSpoken,
        Optional<Long> onDemand,
        List<Block> blocks,
        Optional<String> cursor) {
    private static final Duration GRACE = Duration.ofMillis(500); // the timer of a busy machine

    static Silence listen(Hub hub) throws IOException, NotTried {
        Series series = hub.newSeries();
        try (Connection stream = hub.live(0, series)) {
            long nanos = untilItSpeaks(stream, hub.pace().atLeast().plus(GRACE));
            boolean hasSpoken = nanos >= 0;
            long silent = hasSpoken ? nanos : hub.pace().atLeast().plus(GRACE).toNanos();
            Optional<Long> demanded = silent > hub.pace().oftenEnough().toNanos() ? onDemand(hub) : Optional.empty();
            return new Silence(
                    series,
                    silent,
                    hasSpoken,
                    demanded,
                    List.copyOf(stream.blocks()),
                    hub.dialect().cursor(stream.events()));
        }
    }

    boolean isWithin(Duration limit) {
        return hasSpoken && nanos <= limit.plus(GRACE).toNanos();
    }

    /** In a second less than is often enough. */
    private static Optional<Long> onDemand(Hub hub) throws IOException {
        int seconds = (int) Math.max(1, hub.pace().oftenEnough().toSeconds() - 1);
        var request = hub.dialect().withHeartbeat(hub.listening(hub.newChannel()), seconds);
        if (request.isEmpty()) {
            return Optional.empty();
        }
        try (Connection stream = hub.open(0, request.get())) {
            stream.head(hub.pace().patience());
            // what a stream begins with is no keep-alive
            stream.await(any -> false, hub.pace().quiet());
            long nanos = untilItSpeaks(stream, hub.pace().oftenEnough().plus(GRACE));
            return nanos < 0 ? Optional.empty() : Optional.of(nanos);
        }
    }

    /** In ns since what came last; -1 when it does not. */
    private static long untilItSpeaks(Connection stream, Duration longest) throws IOException {
        long before = stream.lastRead();
        int length = stream.rawLength();
        boolean hasSpoken = stream.await(connection -> connection.rawLength() > length, longest);
        return hasSpoken ? stream.lastRead() - before : -1;
    }
}
