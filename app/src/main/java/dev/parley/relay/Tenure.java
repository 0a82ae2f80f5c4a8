package dev.parley.relay;

import java.util.concurrent.ThreadLocalRandom;

/**
 * How long one stream may go on by its {@link Permit}. It ends a little before that does, at random, so that a hall full of people
 * whose permits end together do not all come back in the same moment; and a minute before that the client is told.
 *
 * <p>Threading: {@link #look} is called by the fan-out worker, and {@link #withdraw} by whoever opens the stream, too; the rest is the
 * write loop's, which sees what they have found, since they wake it then.
 */
final class Tenure {
    private static final long WARNING = 60_000; // ms
    private static final long MAX_SPREAD = 30_000; // ms
    private static final int SPREAD_PART = 10; // of what is left

    /** Time for a farewell; a client that does not take it is cut. In ms. */
    private static final long LAST_CALL = 500;

    private final Permit permit;
    private final long end; // ms since 1970
    private final long warning;

    private volatile ByeReason over; // null while it goes on
    private volatile boolean isWarningDue;

    // Confined to the fan-out worker.
    private boolean hasWarned;
    private long overSince;

    /** @param now in ms since 1970 */
    Tenure(Permit permit, long now) {
        this.permit = permit;
        long left = permit.until() - now;
        if (permit.until() == Long.MAX_VALUE) {
            end = Long.MAX_VALUE;
            warning = Long.MAX_VALUE;
        } else {
            long spread = Math.max(0, Math.min(MAX_SPREAD, left / SPREAD_PART));
            // a look later it must have ended
            end = permit.until()
                    - FanOutWorker.LONGEST_TICK_MILLIS
                    - ThreadLocalRandom.current().nextLong(spread + 1);
            warning = end - Math.min(WARNING, left / 2);
        }
    }

    /**
     * Whether there is something to be said to the client.
     *
     * @param now in ms since 1970
     */
    boolean look(long now) {
        if (over == null && now >= end) {
            over = ByeReason.EXPIRED;
        }
        if (over == null && now >= warning && !hasWarned) {
            hasWarned = true;
            isWarningDue = true;
        }
        return over != null || isWarningDue;
    }

    /** Whether it is over for longer than a farewell takes. */
    boolean isOverdue(long now) {
        if (over != null && overSince == 0) {
            overSince = now;
        }
        return over != null && now - overSince > LAST_CALL;
    }

    /** Asks whether the permit was withdrawn; says whether it is over. */
    boolean withdraw() {
        permit.withdrawn().ifPresent(why -> over = why);
        return over != null;
    }

    /** Why nothing more may be told; null while it may. Looks at the clock, too: nobody may hear what came after. */
    ByeReason over() {
        if (over == null && System.currentTimeMillis() >= permit.until()) {
            over = ByeReason.EXPIRED;
        }
        return over;
    }

    /** What the client is told a minute before the end, once; null when that is not now. */
    String warning() {
        if (!isWarningDue) {
            return null;
        }
        isWarningDue = false;
        return "{\"in\":" + Math.max(0, end - System.currentTimeMillis()) + "}";
    }
}
