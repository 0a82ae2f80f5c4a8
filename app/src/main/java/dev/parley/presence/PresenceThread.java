package dev.parley.presence;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that looks what is due. It does not block, and has a handful of tasks at most.
 *
 * <p>Threading: may be called by anyone. What comes after {@link #close} is dropped.
 */
final class PresenceThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PresenceThread.class);

    private final ScheduledThreadPoolExecutor executor;

    PresenceThread(String name) {
        executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
        executor.setRejectedExecutionHandler((task, closed) -> {});
    }

    void execute(Runnable task) {
        executor.execute(safely(task));
    }

    void after(Duration time, Runnable task) {
        executor.schedule(safely(task), time.toNanos(), TimeUnit.NANOSECONDS);
    }

    void every(Duration interval, Runnable task) {
        executor.scheduleWithFixedDelay(safely(task), interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }

    private static Runnable safely(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (Throwable e) { // the others must go on
                LOG.error("Who is here, or typing, could not be brought up to date", e);
            }
        };
    }
}
