package dev.parley.overload;

import java.util.function.IntFunction;

/**
 * What each connection of strangers does.
 *
 * @param request what the n-th of them says first
 * @param connections of each stranger, open at once
 * @param perSecond opened by all strangers together
 * @param reading how it takes what it is answered
 * @param leavesAfter so many bytes of it, without a word; never when there is no such number
 * @param mutter what it says afterwards, again and again
 * @param mutterMillis after each so many
 */
record Habit(
        IntFunction<String> request,
        int connections,
        int perSecond,
        Reading reading,
        long leavesAfter,
        String mutter,
        int mutterMillis) {
    enum Reading {
        NOTHING,
        /** Half a kilobyte every half second. */
        LITTLE,
        ALL
    }

    private static final int FASTEST = 450;
    private static final int MOST_CONNECTIONS = 500;

    /** As many connections as there may be, as fast as may be; nothing is said afterwards, and all is read. */
    static Habit of(IntFunction<String> request) {
        return new Habit(request, MOST_CONNECTIONS, FASTEST, Reading.ALL, Long.MAX_VALUE, "", Integer.MAX_VALUE);
    }

    static Habit of(String request) {
        return of(same -> request);
    }

    Habit connections(int each, int openedPerSecond) {
        return new Habit(request, each, openedPerSecond, reading, leavesAfter, mutter, mutterMillis);
    }

    Habit reading(Reading how) {
        return new Habit(request, connections, perSecond, how, leavesAfter, mutter, mutterMillis);
    }

    Habit leavingAfter(long bytes) {
        return new Habit(request, connections, perSecond, reading, bytes, mutter, mutterMillis);
    }

    Habit muttering(String text, int everyMillis) {
        return new Habit(request, connections, perSecond, reading, leavesAfter, text, everyMillis);
    }
}
