package dev.parley.redis.link;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * The pauses between tries to connect: each up to twice as long as the one before, jittered, so that instances don't try all at
 * once; over at once when it is closed.
 *
 * <p>Threading: one thread pauses; {@link #close} may be called by anyone.
 */
final class Backoff {
    private static final long MIN_MILLIS = 50;
    private static final long MAX_MILLIS = 1_000;

    // Guarded by this.
    private long most = MIN_MILLIS;
    private boolean closed;

    /** After a success. */
    synchronized void reset() {
        most = MIN_MILLIS;
    }

    synchronized void pause() {
        long until = System.nanoTime()
                + TimeUnit.MILLISECONDS.toNanos(ThreadLocalRandom.current().nextLong(most / 2, most + 1));
        most = Math.min(2 * most, MAX_MILLIS);
        try {
            for (long left = until - System.nanoTime(); !closed && left > 0; left = until - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed = true;
        }
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }

    synchronized boolean isClosed() {
        return closed;
    }
}
