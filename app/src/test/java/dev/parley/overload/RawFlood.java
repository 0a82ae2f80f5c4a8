package dev.parley.overload;

import dev.parley.support.TestRedis;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/** Someone who may publish, and does: whole megabytes a second of raw messages. Threading: one thread publishes. */
final class RawFlood implements Strangers {
    private static final int PER_SECOND = 450;
    private static final String RAW = "x".repeat(16 * 1024);

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final Jedis jedis;
    private volatile int attempts;
    private volatile JedisException trouble; // the first, after which nothing more is published

    private RawFlood(TestRedis redis, String channel) {
        jedis = redis.connect();
        clock.scheduleAtFixedRate(() -> publish(channel), 0, 1_000_000 / PER_SECOND, TimeUnit.MICROSECONDS);
    }

    static RawFlood start(TestRedis redis, String channel) {
        return new RawFlood(redis, channel);
    }

    @Override
    public int attempts() {
        return attempts;
    }

    @Override
    public void close() {
        clock.shutdown();
        try {
            if (!clock.awaitTermination(10, TimeUnit.SECONDS)) {
                throw new AssertionError("Redis does not take what is published");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        jedis.close();
        if (trouble != null) {
            throw trouble;
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // by this thread only
    private void publish(String channel) {
        try {
            jedis.publish(channel, RAW);
            attempts++;
        } catch (JedisException e) {
            trouble = e;
            throw e;
        }
    }
}
