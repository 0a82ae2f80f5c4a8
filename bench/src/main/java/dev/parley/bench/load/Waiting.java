package dev.parley.bench.load;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what other threads do. */
final class Waiting {
    private static final int LOOK_NANOS = 100_000;

    private Waiting() {}

    /** Whether it comes true within so many seconds. */
    static boolean await(BooleanSupplier condition, double seconds) {
        long begin = System.nanoTime();
        while (!condition.getAsBoolean() && since(begin) < seconds) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return condition.getAsBoolean();
    }

    /**
     * Waits until everything has arrived; gives up early when nothing comes for half of the time.
     *
     * @param expected deliveries without the doubled
     */
    static void drain(Arrivals arrivals, long expected, double seconds) {
        long begin = System.nanoTime();
        long before = -1;
        while (arrivals.distinct() < expected && arrivals.distinct() > before && since(begin) < seconds) {
            before = arrivals.distinct();
            await(() -> arrivals.distinct() >= expected, seconds / 2);
        }
        LockSupport.parkNanos(100_000_000); // if the last message comes twice, that should be seen too
    }

    /** Seconds since a {@link System#nanoTime}. */
    static double since(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }
}
