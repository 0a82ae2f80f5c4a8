package dev.parley.overload;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What came of an attack.
 *
 * @param attempts of the strangers: connections that they opened, or messages that they published
 * @param asked requests and messages of the neighbours
 * @param failed of those
 * @param presenceMoves how often someone was told that somebody came or left, though nobody did
 * @param lostOrDoubled acknowledged messages
 * @param afterwards until everything was normal again
 * @param isWithinBounds whether the times, memory and threads are
 * @param troubles in words
 */
record Outcome(
        int attempts,
        int asked,
        int failed,
        long presenceMoves,
        long lostOrDoubled,
        Duration answered,
        Duration heard,
        Duration opened,
        Duration health,
        Duration longestHealth,
        long residentMib,
        long threads,
        Duration afterwards,
        boolean isWithinBounds,
        List<String> troubles) {
    static final Duration SOON_AFTERWARDS = Duration.ofSeconds(5);
    static final int MAX_THREADS = 200;

    private static final double SUCCESS = 0.999;

    /** Whether the neighbours were served, whatever time it took. */
    boolean isServed() {
        return failed <= asked * (1 - SUCCESS)
                && presenceMoves == 0
                && lostOrDoubled == 0
                && afterwards.compareTo(SOON_AFTERWARDS) <= 0;
    }

    boolean isOk() {
        return isServed() && isWithinBounds;
    }

    /** As a row of a table. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s | %,d | %,d | %d | %d | %d | %s | %s | %s | %s | %s | %d | %d | %.1f s",
                isOk() ? "ok" : "**no**",
                attempts,
                asked,
                failed,
                lostOrDoubled,
                presenceMoves,
                millis(answered),
                millis(heard),
                millis(opened),
                millis(health),
                millis(longestHealth),
                residentMib,
                threads,
                afterwards.toMillis() / 1e3);
    }

    private static String millis(Duration time) {
        return String.format(Locale.ROOT, "%,d", (time.toNanos() + 500_000) / 1_000_000);
    }
}
