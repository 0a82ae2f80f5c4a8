package dev.parley.redis.link;

import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.SslOptions;

/** How connections to Redis are made: with whose rights, to which database, and how patient they are. */
final class Connections {
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
}
