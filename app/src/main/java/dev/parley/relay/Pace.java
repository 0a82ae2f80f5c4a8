package dev.parley.relay;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * When the listeners of a channel are woken next: no sooner than four times as long after the last pass over them began as that one
 * worked, and never more than 25 ms later than without. So no channel takes more than a quarter of a worker, as long as a pass does
 * not work for more than 8 ms, and what is said in a crowded one meanwhile leaves in one write to each listener; a calm one notices
 * nothing.
 *
 * <p>Threading: confined to the worker's thread, whose own time counts as work, and not that in which others have its processor.
 */
final class Pace {
    private static final int SHARE = 4;
    private static final long LONGEST_REST = TimeUnit.MILLISECONDS.toNanos(25);
    private static final LongSupplier OWN_WORK = clockOfWork();

    private final LongSupplier clock;
    private final LongSupplier work;

    private long began; // the pass; as the clock tells it
    private long worked; // for it
    private long next; // as the clock tells it

    Pace() {
        this(System::nanoTime, OWN_WORK);
    }

    /**
     * By other clocks.
     *
     * @param clock as System.nanoTime
     * @param work for how long this thread has worked, in ns
     */
    Pace(LongSupplier clock, LongSupplier work) {
        this.clock = clock;
        this.work = work;
        this.next = clock.getAsLong();
    }

    /** Whether a pass may not begin yet. */
    boolean isResting() {
        return next - clock.getAsLong() > 0;
    }

    /** When it may, as System.nanoTime. */
    long next() {
        return next;
    }

    /** A pass over the listeners begins. */
    void begin() {
        began = clock.getAsLong();
        worked = 0;
    }

    /** A part of it, or all. */
    void work(Runnable part) {
        long before = work.getAsLong();
        part.run();
        worked += work.getAsLong() - before;
        next = began + Math.min(SHARE * worked, worked + LONGEST_REST);
    }

    private static LongSupplier clockOfWork() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return threads.isCurrentThreadCpuTimeSupported() ? threads::getCurrentThreadCpuTime : System::nanoTime;
    }
}
