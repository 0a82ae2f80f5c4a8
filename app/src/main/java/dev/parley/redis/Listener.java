package dev.parley.redis;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.BinaryJedisPubSub;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.util.SafeEncoder;

/**
 * Hears everything that is published under the prefix, over one connection of its own, for as long as it is open: a link
 * that is lost is made again, with a jittered backoff that starts over after each success.
 *
 * <p>Pings go out more often than the read timeout, so a Redis that is dead or hangs is noticed in under 3 s, and a quiet
 * one is not taken for dead.
 *
 * <p>Threading: all callbacks come from the listener's one thread. The ping thread only writes, and only while nothing else
 * does: after the subscription. {@link #close} breaks the connection, which ends the blocked read (Jedis ignores
 * interrupts there), and waits for the thread.
 */
final class Listener implements AutoCloseable {
    /** Called on the listener's thread; what blocks here delays every message. */
    interface Callbacks {
        /**
         * The subscription stands: all that is published from now on will be heard.
         *
         * @param since a Redis time (ms) just before
         */
        void connected(long since);

        void heard(byte[] topic, byte[] payload);

        /** Called once after each {@link #connected}, and once when the first try fails. */
        void lost();
    }

    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
    private static final Duration PING_INTERVAL = Duration.ofMillis(800);
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(2);
    private static final long MIN_BACKOFF_MILLIS = 50;
    private static final long MAX_BACKOFF_MILLIS = 1_000;

    private final Redis redis;
    private final String pattern;
    private final Callbacks callbacks;
    private final Thread thread = new Thread(this::run, "redis-listener");
    private final ScheduledExecutorService pings = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread pinger = new Thread(task, "redis-ping");
        pinger.setDaemon(true);
        return pinger;
    });

    // Guarded by this.
    private PingableConnection connection;
    private boolean closed;

    // Confined to the listener's thread.
    private long backoff = MIN_BACKOFF_MILLIS;
    private boolean down;

    Listener(Redis redis, String pattern, Callbacks callbacks) {
        this.redis = redis;
        this.pattern = pattern;
        this.callbacks = callbacks;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll(); // it may be backing off
            if (connection != null) {
                connection.forceDisconnectQuietly();
            }
        }
        pings.shutdownNow();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!isClosed()) {
            try {
                listen();
            } catch (JedisException | RedisAway e) {
                lost(e);
            } catch (RuntimeException e) {
                LOG.error("The listener failed and starts over", e);
                lost(e);
            }
            backOff();
        }
    }

    private void listen() {
        try (PingableConnection opened = open()) {
            long since = time(opened);
            new Subscription(opened, since).proceedWithPatterns(opened, SafeEncoder.encode(pattern));
        } finally {
            synchronized (this) {
                connection = null;
            }
        }
    }

    private PingableConnection open() {
        JedisClientConfig config = redis.config()
                .blockingSocketTimeoutMillis((int) READ_TIMEOUT.toMillis())
                .build();
        PingableConnection opened = new PingableConnection(redis.hostAndPort(), config);
        synchronized (this) {
            connection = opened;
            if (closed) {
                opened.forceDisconnectQuietly();
            }
        }
        return opened;
    }

    private static long time(Connection connection) {
        connection.sendCommand(Command.TIME);
        List<String> secondsAndMicros = connection.getMultiBulkReply();
        return Long.parseLong(secondsAndMicros.get(0)) * 1_000 + Long.parseLong(secondsAndMicros.get(1)) / 1_000;
    }

    private void lost(RuntimeException cause) {
        if (!down && !isClosed()) {
            down = true;
            LOG.warn("Redis is away ({}); trying to reach it again", cause.getMessage());
            callbacks.lost();
        }
    }

    private void found() {
        backoff = MIN_BACKOFF_MILLIS;
        if (down) {
            down = false;
            LOG.info("Redis is back");
        }
    }

    private synchronized void backOff() {
        long until = System.nanoTime()
                + TimeUnit.MILLISECONDS.toNanos(ThreadLocalRandom.current().nextLong(backoff / 2, backoff + 1));
        backoff = Math.min(2 * backoff, MAX_BACKOFF_MILLIS);
        try {
            for (long left = until - System.nanoTime(); !closed && left > 0; left = until - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed = true;
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private final class Subscription extends BinaryJedisPubSub {
        private final PingableConnection opened;
        private final long since;

        Subscription(PingableConnection opened, long since) {
            this.opened = opened;
            this.since = since;
        }

        @Override
        public void onPSubscribe(byte[] subscribed, int subscriptions) {
            callbacks.connected(since);
            found();
            pings.schedule(this::ping0, PING_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        }

        @Override
        public void onPMessage(byte[] matched, byte[] topic, byte[] payload) {
            callbacks.heard(topic, payload);
        }

        private void ping0() {
            try {
                opened.ping();
                pings.schedule(this::ping0, PING_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
            } catch (RuntimeException broken) {
                // the listener's thread finds out by itself
            }
        }
    }

    /** Pings without BinaryJedisPubSub.ping(), which keeps an object for each ping of a RESP2 connection for ever. */
    private static final class PingableConnection extends Connection {
        PingableConnection(HostAndPort hostAndPort, JedisClientConfig config) {
            super(hostAndPort, config);
        }

        @Override
        public boolean ping() {
            sendCommand(Command.PING);
            flush();
            return true;
        }

        void forceDisconnectQuietly() {
            try {
                forceDisconnect();
            } catch (java.io.IOException alreadyBroken) {
                LOG.debug("The listener's connection was broken already", alreadyBroken);
            }
        }
    }
}
