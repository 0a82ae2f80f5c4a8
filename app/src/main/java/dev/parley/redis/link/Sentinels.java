package dev.parley.redis.link;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.exceptions.JedisException;

/** Asks Sentinels which Redis is the master now (Redis documentation, "Guidelines for Redis clients with support for Sentinel"). */
final class Sentinels {
    private static final Logger LOG = LoggerFactory.getLogger(Sentinels.class);
    private static final int TIMEOUT_MILLIS = 500;
    private static final JedisClientConfig CONFIG = DefaultJedisClientConfig.builder()
            .protocol(RedisProtocol.RESP2)
            .connectionTimeoutMillis(TIMEOUT_MILLIS)
            .socketTimeoutMillis(TIMEOUT_MILLIS)
            .build();

    private Sentinels() {}

    /**
     * The first answer counts.
     *
     * @throws RedisAway when no Sentinel knows a master
     */
    static HostAndPort askForMaster(RedisUrl url) {
        for (HostAndPort sentinel : url.hosts()) {
            try (Jedis jedis = new Jedis(sentinel, CONFIG)) {
                List<String> found = jedis.sentinelGetMasterAddrByName(url.master());
                if (found != null) {
                    return new HostAndPort(found.get(0), Integer.parseInt(found.get(1)));
                }
            } catch (JedisException e) {
                LOG.debug("The Sentinel {} does not answer", sentinel, e);
            }
        }
        throw new RedisAway("No Sentinel knows the master " + url.master() + ".");
    }
}
