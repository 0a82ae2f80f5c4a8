package dev.parley.redis;

import java.net.URI;
import java.time.Duration;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.util.JedisURIHelper;

/**
 * Where Redis is, and the pool for commands. The listener says whether Redis is there: while it is not, commands fail at
 * once instead of piling up on timeouts, and the listener's attempts to reconnect are the only probe.
 */
public final class Redis implements AutoCloseable {
    public static final int DEFAULT_PORT = 6379;

    private static final Logger LOG = LoggerFactory.getLogger(Redis.class);
    private static final int MAX_PORT = 65_535;
    private static final Pattern DATABASE = Pattern.compile("(/\\d{0,5})?");
    private static final int POOL_SIZE = 16;

    /** A command waits for a connection, and may need to open it, and for the answer: together under 3 s. */
    private static final Duration POOL_WAIT = Duration.ofMillis(500);

    private static final int TIMEOUT_MILLIS = 1_000;

    private final URI uri;
    private final RedisClient client;
    private volatile boolean up;

    public Redis(URI uri) {
        this.uri = uri;
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxTotal(POOL_SIZE);
        pool.setMaxIdle(POOL_SIZE);
        pool.setMaxWait(POOL_WAIT);
        pool.setJmxEnabled(false);
        client = RedisClient.builder()
                .hostAndPort(hostAndPort())
                .clientConfig(config().build())
                .poolConfig(pool)
                .build();
    }

    /** Whether this is an address that {@link Redis} can use. */
    public static boolean isValid(URI uri) {
        return (JedisURIHelper.isRedisScheme(uri) || JedisURIHelper.isRedisSSLScheme(uri))
                && uri.getHost() != null
                && uri.getPort() != 0
                && uri.getPort() <= MAX_PORT
                && (uri.getUserInfo() == null || uri.getUserInfo().contains(":"))
                && DATABASE.matcher(uri.getPath()).matches();
    }

    /** The address as it may be shown: without user and password. */
    public String address() {
        return uri.getScheme() + "://" + hostAndPort();
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

    void setUp(boolean up) {
        this.up = up;
        if (!up) {
            client.getPool().clear(); // sockets that were open when the link broke are most likely dead too
        }
    }

    HostAndPort hostAndPort() {
        return new HostAndPort(uri.getHost(), uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort());
    }

    /** RESP2: a ping on a subscribed connection races with its answer under RESP3 (Jedis 8.0). */
    DefaultJedisClientConfig.Builder config() {
        return DefaultJedisClientConfig.builder()
                .user(JedisURIHelper.getUser(uri))
                .password(JedisURIHelper.getPassword(uri))
                .database(JedisURIHelper.getDBIndex(uri))
                .sslOptions(JedisURIHelper.isRedisSSLScheme(uri) ? SslOptions.defaults() : null)
                .protocol(RedisProtocol.RESP2)
                .connectionTimeoutMillis(TIMEOUT_MILLIS)
                .socketTimeoutMillis(TIMEOUT_MILLIS);
    }

    @Override
    public void close() {
        up = false;
        client.close();
    }
}
