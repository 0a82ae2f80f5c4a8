package dev.parley.redis.log;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts raw messages that were dropped, and says so at most once a minute, so that nobody can fill the log with them.
 *
 * <p>Threading: may be called by anyone.
 */
final class DropCounter {
    private static final Logger LOG = LoggerFactory.getLogger(DropCounter.class);
    private static final long LOG_INTERVAL = TimeUnit.MINUTES.toNanos(1);

    private final String why;
    private final RedisMeters meters;
    private long sinceLogged;
    private long loggedAt = System.nanoTime() - LOG_INTERVAL;

    DropCounter(String why, RedisMeters meters) {
        this.why = why;
        this.meters = meters;
    }

    synchronized void count() {
        meters.dropped();
        sinceLogged++;
        long now = System.nanoTime();
        if (now - loggedAt >= LOG_INTERVAL) {
            LOG.warn("Dropped {} raw message(s): {}", sinceLogged, why);
            sinceLogged = 0;
            loggedAt = now;
        }
    }
}
