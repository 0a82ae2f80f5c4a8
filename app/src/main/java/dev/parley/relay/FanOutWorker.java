package dev.parley.relay;

import java.time.Duration;
import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that wakes the connections it owns: those with news at once, those that have been silent for the heartbeat
 * interval on a tick, and crowds at their {@link Pace}. Waking writes to the socket as far as that goes without blocking.
 *
 * <p>Threading: {@link #execute} may be called by anyone; all else happens on this thread. {@link #close} only asks.
 */
final class FanOutWorker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FanOutWorker.class);
    private static final int TICKS_PER_HEARTBEAT = 20;

    /** Within which it is noticed that a stream may not go on. */
    static final long LONGEST_TICK_MILLIS = 500;

    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private final Set<Share> shares = new HashSet<>();
    private final Queue<Resting> resting = new PriorityQueue<>();
    private final Departure departure = new Departure();
    private final int number;
    private final Silence silence;
    private final Thread thread;
    private volatile boolean closed;

    /**
     * A share that has news too soon after the last; each at most once.
     *
     * @param until as System.nanoTime
     */
    private record Resting(Share share, long until) implements Comparable<Resting> {
        long nanosLeft() {
            return until - System.nanoTime();
        }

        @Override
        public int compareTo(Resting other) {
            return Long.signum(until - other.until);
        }
    }

    /** @param number from 0, among all workers */
    FanOutWorker(int number, Silence silence) {
        this.number = number;
        this.silence = silence;
        this.thread = new Thread(this::run, "fan-out-" + number);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    void execute(Runnable task) {
        tasks.add(task);
    }

    void serve(Share share) {
        shares.add(share);
    }

    /** It runs when its time has come, as System.nanoTime. */
    void rest(Share share, long until) {
        resting.add(new Resting(share, until));
    }

    void leave(Share share) {
        shares.remove(share);
    }

    /** Sends all clients away, spread over a time, in turn with so many workers; those who come later at once. */
    void drain(Duration over, int workers) {
        execute(() -> departure.begin(shares, over, (double) number / workers));
    }

    /** Breaks all connections. */
    void abortAll() {
        execute(() -> shares.forEach(share -> share.forEachConnection(Subscription::abort)));
    }

    /** Permits may have been withdrawn. */
    void review() {
        execute(() -> shares.forEach(share -> share.forEachConnection(Subscription::review)));
    }

    boolean isDraining() {
        return departure.hasBegun();
    }

    @Override
    public void close() {
        closed = true;
        execute(() -> {}); // so that it looks
    }

    private void run() {
        long tick =
                Math.min(silence.heartbeat() / TICKS_PER_HEARTBEAT, TimeUnit.MILLISECONDS.toNanos(LONGEST_TICK_MILLIS));
        long nextTick = System.nanoTime() + tick;
        while (!closed) {
            try {
                long wait = Math.min(nextTick - System.nanoTime(), departure.nanosToNext());
                Runnable task = tasks.poll(Math.min(wait, nanosToRested()), TimeUnit.NANOSECONDS);
                if (task != null) {
                    task.run();
                }
                if (nanosToRested() <= 0) {
                    resting.remove().share().run();
                }
                departure.sendAwayWhoIsDue();
                if (System.nanoTime() - nextTick >= 0) {
                    nextTick = System.nanoTime() + tick;
                    checkSilence();
                }
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                return;
            } catch (Throwable e) { // this thread must not end
                LOG.error("A task of the fan-out failed; the others go on", e);
            }
        }
    }

    /** Very long when none rests. */
    private long nanosToRested() {
        Resting first = resting.peek();
        return first == null ? Long.MAX_VALUE : first.nanosLeft();
    }

    private void checkSilence() {
        long now = System.nanoTime();
        shares.forEach(share -> share.forEachConnection(subscription -> subscription.checkSilence(now, silence)));
    }
}
