package dev.parley.redis.link;

import java.time.Duration;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.SslOptions;

/** How connections to Redis are made: with whose rights, to which database, and how patient they are. */
final class Connections {
    /** For the few threads of our own that wait; of a cluster, each master has as many. */
    private static final int POOL_SIZE = 16;

    private static final int CLUSTER_POOL_SIZE = 4;

    /** A command of the pool waits for a connection and for the answer: together under 3 s. */
    private static final Duration POOL_WAIT = Duration.ofMillis(500);

    /** Redis may be far away: 1.1 s there and back is served. */
    private static final int TIMEOUT_MILLIS = 2_000;

    private final RedisUrl url;

    Connections(RedisUrl url) {
        this.url = url;
    }

    /** RESP2: a ping on a subscribed connection races with its answer under RESP3 (Jedis 8.0). */
    DefaultJedisClientConfig.Builder config() {
        return DefaultJedisClientConfig.builder()
                .user(url.user())
                .password(url.password())
                .database(url.database())
                .sslOptions(url.isTls() ? SslOptions.defaults() : null)
                .protocol(RedisProtocol.RESP2)
                .clientSetInfoConfig(ClientSetInfoConfig.DISABLED) // a round trip, and a right, for nothing we need
                .connectionTimeoutMillis(TIMEOUT_MILLIS)
                .socketTimeoutMillis(TIMEOUT_MILLIS);
    }

    /** A connection of one's own, for one thread. */
    Connection open(HostAndPort at) {
        return new Connection(at, config().build());
    }

    RedisClient pool(HostAndPort at) {
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        int size = url.isCluster() ? CLUSTER_POOL_SIZE : POOL_SIZE;
        pool.setMaxTotal(size);
        pool.setMaxIdle(size);
        pool.setMaxWait(POOL_WAIT);
        pool.setJmxEnabled(false);
        return RedisClient.builder()
                .hostAndPort(at)
                .clientConfig(config().build())
                .poolConfig(pool)
                .build();
    }
}
