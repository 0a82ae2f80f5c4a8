package dev.parley.redis;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.util.SafeEncoder;

/**
 * Where Redis is, and the pool for commands. The listener says whether Redis is there: while it is not, commands fail at
 * once instead of piling up on timeouts, and the listener's attempts to reconnect are the only probe. So commands always go
 * to the Redis that the listener hears, also when Sentinels have made another one the master.
 *
 * <p>Threading: {@link #locate} is called by the listener; all else may be called by anyone.
 */
public final class Redis implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Redis.class);
    private static final int POOL_SIZE = 16;

    /** A command waits for a connection, and may need to open it, and for the answer: together under 3 s. */
    private static final Duration POOL_WAIT = Duration.ofMillis(500);

    private static final int TIMEOUT_MILLIS = 1_000;

    private final RedisUrl url;
    private volatile RedisClient client; // null until a master was found
    private volatile boolean up;
    private HostAndPort place; // guarded by this

    public Redis(RedisUrl url) {
        this.url = url;
        if (!url.hasSentinels()) {
            moveTo(url.hosts().get(0));
        }
    }

    public boolean isUp() {
        return up;
    }

    /** @throws RedisAway when Redis is known to be away, or turns out to be */
    <T> T call(Function<RedisClient, T> command) {
        if (!up) {
            throw new RedisAway("Redis is away.");
        }
        try {
            return command.apply(client);
        } catch (JedisException e) {
            LOG.debug("A Redis command failed", e);
            throw new RedisAway(e);
        }
    }

    /**
     * Sends what a pipeline holds and waits for all answers.
     *
     * @throws JedisException also when Redis refuses one of the commands, which a pipeline keeps to itself otherwise
     */
    static void sync(Pipeline pipeline) {
        for (Object answer : pipeline.syncAndReturnAll()) {
            if (answer instanceof JedisException refused) {
                throw refused;
            }
        }
    }

    void setUp(boolean up) {
        this.up = up;
        if (!up && client != null) {
            client.getPool().clear(); // sockets that were open when the link broke are most likely dead too
        }
    }

    /**
     * Finds the Redis to use from now on, which may be another than before.
     *
     * @throws RedisAway when there is none
     */
    HostAndPort locate() {
        return url.hasSentinels()
                ? moveTo(Sentinels.askForMaster(url))
                : url.hosts().get(0);
    }

    /**
     * Makes sure that the Redis that was located is what it is taken for: a Sentinel may not know yet.
     *
     * @throws JedisConnectionException when it is a replica
     */
    void requireMaster(Connection connection) {
        if (url.hasSentinels()) {
            connection.sendCommand(Command.ROLE);
            List<Object> role = connection.getObjectMultiBulkReply();
            if (!SafeEncoder.encode((byte[]) role.get(0)).equals("master")) {
                throw new JedisConnectionException("it is a replica by now");
            }
        }
    }

    /** RESP2: a ping on a subscribed connection races with its answer under RESP3 (Jedis 8.0). */
    DefaultJedisClientConfig.Builder config() {
        return DefaultJedisClientConfig.builder()
                .user(url.user())
                .password(url.password())
                .database(url.database())
                .sslOptions(url.isTls() ? SslOptions.defaults() : null)
                .protocol(RedisProtocol.RESP2)
                .connectionTimeoutMillis(TIMEOUT_MILLIS)
                .socketTimeoutMillis(TIMEOUT_MILLIS);
    }

    @Override
    public synchronized void close() {
        up = false;
        if (client != null) {
            client.close();
        }
    }

    private synchronized HostAndPort moveTo(HostAndPort found) {
        if (!found.equals(place)) {
            RedisClient old = client;
            client = clientOf(found);
            place = found;
            if (old != null) {
                LOG.info("Redis is at {} now", found);
                old.close();
            }
        }
        return found;
    }

    private RedisClient clientOf(HostAndPort at) {
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxTotal(POOL_SIZE);
        pool.setMaxIdle(POOL_SIZE);
        pool.setMaxWait(POOL_WAIT);
        pool.setJmxEnabled(false);
        return RedisClient.builder()
                .hostAndPort(at)
                .clientConfig(config().build())
                .poolConfig(pool)
                .build();
    }
}
