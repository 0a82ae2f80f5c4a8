package dev.parley.presence;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread on which everything about presence happens. It may block on Redis; nobody waits for it.
 *
 * <p>Threading: may be called by anyone. What comes after {@link #close} is dropped.
 */
final class PresenceThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PresenceThread.class);
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "presence");
        thread.setDaemon(true);
        return thread;
    });

    PresenceThread() {
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        executor.setRejectedExecutionHandler((task, closed) -> {});
    }

    void execute(Runnable task) {
        executor.execute(safely(task));
    }

    void after(long nanos, Runnable task) {
        executor.schedule(safely(task), nanos, TimeUnit.NANOSECONDS);
    }

    void every(Duration interval, Runnable task) {
        executor.scheduleWithFixedDelay(safely(task), interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Finishes what was to be executed already, but nothing that was to happen later. */
    @Override
    public void close() {
        executor.shutdown();
        try {
            executor.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Runnable safely(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (Throwable e) { // the others must go on
                LOG.error("Presence could not be brought up to date", e);
            }
        };
    }
}
