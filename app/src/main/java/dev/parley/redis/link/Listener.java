package dev.parley.redis.link;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Connection;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Hears what is published, all of it or what is of interest, over one connection of its own, for as long as it is open: a link
 * that is lost is made again, with a jittered backoff that starts over after each success.
 *
 * <p>Pings go out more often than the read timeout, so a Redis that is dead or hangs is noticed in under 3 s, and a quiet
 * one is not taken for dead.
 *
 * <p>Threading: all callbacks come from the listener's one thread. The ping thread only writes, and only while nothing else
 * does: after the greeting. {@link #close} breaks the connection, which ends the blocked read (Jedis ignores
 * interrupts there), and waits for the thread.
 */
public final class Listener implements AutoCloseable {
    /** Called on the listener's thread; what blocks here delays every message. */
    public interface Callbacks {
        /** A connection stands, and may be used for what must be known before anything is heard. */
        void connecting(Connection connection);

        /** The subscription stands: all that is published from now on will be heard. */
        void connected();

        /**
         * Something was published.
         *
         * @param byPattern whether to whoever hears patterns, and not to a shard channel
         */
        void heard(byte[] topic, byte[] payload, boolean byPattern);

        /** The link broke after {@link #connected}, or the first try to make it failed. */
        void lost();
    }

    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(2);

    private final Shard shard;
    private final String label;
    private final Subscriptions subscriptions;
    private final Callbacks callbacks;
    private final Backoff backoff = new Backoff();
    private final Thread thread = new Thread(this::run, "redis-listener");
    private final ScheduledExecutorService pings = new ScheduledThreadPoolExecutor(
            1,
            task -> {
                Thread pinger = new Thread(task, "redis-ping");
                pinger.setDaemon(true);
                return pinger;
            },
            new ThreadPoolExecutor.DiscardPolicy()); // closed

    // Guarded by this.
    private Pipe connection;
    private String left; // why the connection was broken on purpose; null when it was not

    // Confined to the listener's thread.
    private boolean down;

    /** Of everything that is published to some patterns of topics. */
    public Listener(Shard shard, List<String> patterns, Callbacks callbacks) {
        this(shard, "Redis", new PatternSubscriptions(patterns), callbacks);
    }

    /** The same, and besides what there is interest in, topic by topic. */
    public Listener(Shard shard, List<String> patterns, Interest interest, Callbacks callbacks) {
        this(
                shard,
                interest.mayMove() ? "The shard " + shard : "Redis",
                new ShardSubscriptions(patterns, interest, shard),
                callbacks);
    }

    private Listener(Shard shard, String label, Subscriptions subscriptions, Callbacks callbacks) {
        this.shard = shard;
        this.label = label;
        this.subscriptions = subscriptions;
        this.callbacks = callbacks;
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    @Override
    public void close() {
        backoff.close();
        synchronized (this) {
            if (connection != null) {
                connection.breakOff();
            }
        }
        pings.shutdownNow();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Breaks the link, if there is one, and looks for Redis anew: this one is not what it was. */
    public synchronized void leave(String why) {
        if (connection != null && left == null) {
            left = why;
            connection.breakOff();
        }
    }

    private void run() {
        while (!backoff.isClosed()) {
            try {
                listen();
            } catch (JedisException | RedisAway | RedisTooOld e) {
                lost(e);
            } catch (Throwable e) { // this thread must not end
                if (!backoff.isClosed()) { // closing while it connects refuses the first ping
                    LOG.error("The listener failed and starts over", e);
                }
                lost(e);
            }
            backoff.pause();
        }
    }

    private void listen() {
        try (Pipe opened = open()) {
            shard.requireUsable(opened);
            callbacks.connecting(opened);
            subscriptions.hear(opened, this::established, callbacks::heard, pings);
        } finally {
            synchronized (this) {
                connection = null;
            }
        }
    }

    private Pipe open() {
        JedisClientConfig config = shard.connections()
                .config()
                .blockingSocketTimeoutMillis((int) READ_TIMEOUT.toMillis())
                .build();
        Pipe opened = new Pipe(shard.locate(), config);
        synchronized (this) {
            connection = opened;
            left = null;
            if (backoff.isClosed()) {
                opened.breakOff();
            }
        }
        return opened;
    }

    private void lost(Throwable cause) {
        if (!down && !backoff.isClosed()) {
            down = true;
            LOG.warn("{} {} ({}); trying again", label, what(cause), why(cause));
            callbacks.lost();
        }
    }

    private static String what(Throwable cause) {
        if (cause instanceof RedisTooOld) {
            return "can't be used";
        }
        return Refused.isAccess(cause) ? "does not let us in" : "is away";
    }

    private synchronized String why(Throwable cause) {
        return left != null ? left : Refused.reason(cause);
    }

    private void established() {
        backoff.reset();
        if (down) {
            down = false;
            LOG.info("{} is back", label);
        }
        callbacks.connected();
    }
}
