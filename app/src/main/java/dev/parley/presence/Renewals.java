package dev.parley.presence;

import dev.parley.redis.link.RedisAway;
import dev.parley.redis.shared.Lease;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the lease: on a thread of its own and, as the lease has it, on a connection that nothing else waits for, so that however much there is to do, it is
 * renewed in time.
 *
 * <p>Threading: all may be called by anyone. What is wanted is guarded by this; the lease itself is touched by the thread only.
 */
final class Renewals implements AutoCloseable {
    static final Duration LIFE = Duration.ofSeconds(15);
    static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Logger LOG = LoggerFactory.getLogger(Renewals.class);

    private final Lease lease;
    private final Consumer<Set<String>> renewed;
    private final Thread thread;

    // Guarded by this.
    private boolean isWanted;
    private boolean closing;
    private long othersLiveUntil = System.nanoTime() + LIFE.toNanos();

    /** @param renewed takes the leases that hold, after each renewal, on this thread */
    Renewals(Lease lease, Consumer<Set<String>> renewed) {
        this.lease = lease;
        this.renewed = renewed;
        thread = new Thread(this::run, "lease");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Renews it now. */
    synchronized void renewNow() {
        isWanted = true;
        notifyAll();
    }

    /** From now on, for as long as a lease lives, one that has run out may only be late, since Redis was away or lost it. */
    synchronized void spareOthers() {
        othersLiveUntil = System.nanoTime() + LIFE.toNanos();
    }

    /** Lets it run out as if all people here had left now. */
    @Override
    public void close() {
        synchronized (this) {
            closing = true;
            notifyAll();
        }
        try {
            thread.join(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (awaitNext()) {
            renew(LIFE);
        }
        renew(Lingering.TIME);
    }

    private void renew(Duration life) {
        try {
            renewed.accept(lease.renew(life, mayEndOthers()));
        } catch (RedisAway e) {
            LOG.debug("The lease will be renewed later", e);
        } catch (Throwable e) { // this thread must not end
            LOG.error("The lease could not be renewed", e);
        }
    }

    /** Returns false when it is closed. */
    private synchronized boolean awaitNext() {
        try {
            long until = System.nanoTime() + INTERVAL.toNanos();
            for (long left = INTERVAL.toNanos(); left > 0 && !isWanted && !closing; left = until - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            closing = true;
        }
        isWanted = false;
        return !closing;
    }

    private synchronized boolean mayEndOthers() {
        return System.nanoTime() - othersLiveUntil >= 0;
    }
}
