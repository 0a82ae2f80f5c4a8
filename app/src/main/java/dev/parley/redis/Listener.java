package dev.parley.redis;

import java.io.IOException;
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
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.util.SafeEncoder;

/**
 * Hears everything that is published to some patterns of topics, over one connection of its own, for as long as it is open: a link
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
        /** A connection stands, and may be used for what must be known before anything is heard. */
        void connecting(Connection connection);

        /** The subscription stands: all that is published from now on will be heard. */
        void connected();

        void heard(byte[] topic, byte[] payload);

        /** The link broke after {@link #connected}, or the first try to make it failed. */
        void lost();
    }

    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
    private static final Duration PING_INTERVAL = Duration.ofMillis(800);
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(2);
    private static final long MIN_BACKOFF_MILLIS = 50;
    private static final long MAX_BACKOFF_MILLIS = 1_000;

    private final Redis redis;
    private final List<String> patterns;
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

    Listener(Redis redis, List<String> patterns, Callbacks callbacks) {
        this.redis = redis;
        this.patterns = List.copyOf(patterns);
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
            } catch (Throwable e) { // this thread must not end
                if (!isClosed()) { // closing while it connects refuses the first ping
                    LOG.error("The listener failed and starts over", e);
                }
                lost(e);
            }
            backOff();
        }
    }

    private void listen() {
        try (PingableConnection opened = open()) {
            redis.requireMaster(opened);
            callbacks.connecting(opened);
            new Hearing(opened).proceedWithPatterns(opened, encodedPatterns());
        } finally {
            synchronized (this) {
                connection = null;
            }
        }
    }

    private byte[][] encodedPatterns() {
        return patterns.stream().map(SafeEncoder::encode).toArray(byte[][]::new);
    }

    private PingableConnection open() {
        JedisClientConfig config = redis.config()
                .blockingSocketTimeoutMillis((int) READ_TIMEOUT.toMillis())
                .build();
        PingableConnection opened = new PingableConnection(redis.locate(), config);
        synchronized (this) {
            connection = opened;
            if (closed) {
                opened.forceDisconnectQuietly();
            }
        }
        return opened;
    }

    private void lost(Throwable cause) {
        if (!down && !isClosed()) {
            down = true;
            LOG.warn(
                    "Redis {} ({}); trying again",
                    Refused.isAccess(cause) ? "does not let us in" : "is away",
                    Refused.reason(cause));
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

    private final class Hearing extends BinaryJedisPubSub {
        private final PingableConnection opened;

        Hearing(PingableConnection opened) {
            this.opened = opened;
        }

        @Override
        public void onPSubscribe(byte[] subscribed, int subscriptions) {
            if (subscriptions < patterns.size()) {
                return;
            }
            found();
            callbacks.connected();
            scheduleNextPing();
        }

        @Override
        public void onPMessage(byte[] matched, byte[] topic, byte[] payload) {
            callbacks.heard(topic, payload);
        }

        private void scheduleNextPing() {
            pings.schedule(this::pingAndRepeat, PING_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        }

        private void pingAndRepeat() {
            try {
                opened.ping();
                scheduleNextPing();
            } catch (RuntimeException broken) {
                // the listener's thread finds out by itself
            }
        }
    }

    /**
     * Pings without BinaryJedisPubSub.ping(), which keeps an object for each ping of a RESP2 connection for ever; and stays
     * closed, where Jedis would connect again for the next command.
     */
    private static final class PingableConnection extends Connection {
        private volatile boolean over;

        PingableConnection(HostAndPort hostAndPort, JedisClientConfig config) {
            super(hostAndPort, config);
        }

        @Override
        public void connect() {
            if (over) {
                throw new JedisConnectionException("The listener's connection is closed");
            }
            super.connect();
        }

        @Override
        public boolean ping() {
            sendCommand(Command.PING);
            flush();
            return true;
        }

        @Override
        public void close() {
            over = true;
            super.close();
        }

        void forceDisconnectQuietly() {
            over = true;
            try {
                forceDisconnect();
            } catch (IOException alreadyBroken) {
                LOG.debug("The listener's connection was broken already", alreadyBroken);
            }
        }
    }
}
