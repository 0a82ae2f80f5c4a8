package dev.parley.presence;

import java.time.Duration;

/**
 * Does something as often as it is asked for, but at most once in an interval: at once when the last time is longer ago,
 * else when the interval is over. What is asked for meanwhile is gathered.
 *
 * <p>Threading: confined to the presence thread.
 */
final class Pace {
    /** A second, and a little more, so that jitter on the way does not make two in one second of it. */
    private static final Duration INTERVAL = Duration.ofMillis(1_100);

    private final PresenceThread thread;
    private final Runnable action;
    private long notBefore = System.nanoTime();
    private boolean due;

    Pace(PresenceThread thread, Runnable action) {
        this.thread = thread;
        this.action = action;
    }

    void request() {
        if (!due) {
            due = true;
            thread.after(untilAllowed(), this::run);
        }
    }

    /** The same, but not before so long from now. */
    void requestAfter(Duration time) {
        notBefore = Math.max(notBefore, System.nanoTime() + time.toNanos());
        request();
    }

    /** Whether nothing is asked for and it may happen at once. */
    boolean isIdle() {
        return !due && untilAllowed() <= 0;
    }

    private long untilAllowed() {
        return notBefore - System.nanoTime();
    }

    private void run() {
        due = false;
        if (untilAllowed() > 0) {
            request(); // put off meanwhile
            return;
        }
        notBefore = System.nanoTime() + INTERVAL.toNanos();
        action.run();
    }
}
