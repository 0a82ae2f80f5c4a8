package dev.parley.relay;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much memory all logs of an instance may take together, with what waits to join them and what is read for readers who are
 * behind them.
 *
 * <p>Threading: may be used by anyone; takes no lock.
 */
final class LogBudget {
    private static final int BYTES_PER_LOG = 4 * 1024; // with nothing in it but its newest few messages

    private final long limit;
    private final AtomicLong used = new AtomicLong();
    private volatile Runnable onExceeded = () -> {};

    /** @param limit in bytes */
    LogBudget(long limit) {
        this.limit = limit;
    }

    /** Told whenever more is taken than there is, by whoever takes it; must not block. */
    void onExceeded(Runnable action) {
        onExceeded = action;
    }

    void add(long bytes) {
        if (used.addAndGet(bytes) > limit && bytes > 0) {
            onExceeded.run();
        }
    }

    long limit() {
        return limit;
    }

    long used() {
        return used.get();
    }

    boolean isExceeded() {
        return used() > limit;
    }

    /** Whether there is room for what is good to have, but can be read again. */
    boolean hasRoom() {
        return used() < limit - limit / 4;
    }

    /** How many logs there may be, each shrunk to the least. */
    int maxLogs() {
        return (int) Math.min(Integer.MAX_VALUE, limit / BYTES_PER_LOG);
    }
}
