package dev.parley.relay;

import java.time.Duration;

/**
 * How long a stream may be silent, in nanoseconds.
 *
 * @param heartbeat until it gets a heartbeat
 * @param stalled until it is given up, because it has not taken its heartbeats
 */
record Silence(long heartbeat, long stalled) {
    /** Until one is given up that holds a page of older messages, in ns. */
    static final long STALLED_PAGE = Duration.ofSeconds(10).toNanos();

    private static final Duration LONGEST_STALL = Duration.ofMinutes(2);

    static Silence of(Duration heartbeat) {
        return new Silence(
                heartbeat.toNanos(),
                heartbeat.multipliedBy(2).plus(LONGEST_STALL).toNanos());
    }
}
