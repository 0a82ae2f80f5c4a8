package dev.parley.redis.shared;

import dev.parley.redis.link.Keys;
import dev.parley.redis.link.Redis;
import dev.parley.redis.link.RedisAway;
import dev.parley.redis.link.Refused;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * What instances know and others don't: random, kept in Redis under a key, made by the first instance that comes. Who may only publish
 * can't read it. A Redis that has lost it gets back the one that instances have had, so what was made with it stays good for as long as
 * one of them lives.
 *
 * <p>Threading: the listener, the adopter and publishing requests may agree on a new one; it is read by anyone.
 */
public final class SharedSecret {
    private static final Logger LOG = LoggerFactory.getLogger(SharedSecret.class);
    private static final int BITS = 256;

    private final Redis redis;
    private final Keys keys;
    private volatile String secret = new BigInteger(BITS, new SecureRandom()).toString(36);
    private volatile boolean isAgreed; // whether it was ever in Redis

    public SharedSecret(Redis redis, Keys keys) {
        this.redis = redis;
        this.keys = keys;
    }

    /** As far as it is known here: of this instance alone, before it has been agreed on for the first time. */
    public String newest() {
        return secret;
    }

    /**
     * The one that all instances have.
     *
     * @throws RedisAway before it could be agreed on for the first time
     */
    String agreed() {
        if (!isAgreed) {
            throw new RedisAway(RedisAway.USUAL);
        }
        return secret;
    }

    /** Agrees with the other instances anew, without waiting. */
    public void refresh() {
        probe().exceptionally(refused -> {
            LOG.debug("The secret could not be read now", refused); // whoever published has done so
            return null;
        });
    }

    /** The same, though Redis may not be there; it does not write, but fails where writing would. */
    public CompletableFuture<String> probe() {
        return redis.probe(keys.secret(), commands -> new CommandObject<>(agreement(), BuilderFactory.STRING))
                .whenComplete((shared, refused) -> {
                    if (refused == null) {
                        agree(shared == null ? secret : shared);
                    }
                });
    }

    /**
     * The first instance to come makes the secret, the others take it.
     *
     * @return why Redis does not let us write, if it does not; then the secret is read only, if it may be
     * @throws JedisConnectionException when this is not the Redis to use
     */
    public Optional<JedisDataException> agree(Connection connection) {
        try {
            connection.sendCommand(agreement());
            String shared = connection.getBulkReply();
            agree(shared == null ? secret : shared);
            return Optional.empty();
        } catch (JedisDataException refused) {
            if (Refused.isNotTheOne(refused)) {
                throw new JedisConnectionException(Refused.words(refused));
            }
            read(connection);
            return Optional.of(refused);
        }
    }

    private void read(Connection connection) {
        try {
            connection.sendCommand(Command.GET, keys.secret());
            String shared = connection.getBulkReply();
            if (shared != null) {
                agree(shared);
            }
        } catch (JedisDataException refused) {
            LOG.debug("Redis refuses the secret", refused);
        }
    }

    private void agree(String shared) {
        secret = shared;
        isAgreed = true;
    }

    /** Sets it unless there is one, and answers with the one that was there. */
    private CommandArguments agreement() {
        return new CommandArguments(Command.SET)
                .key(keys.secret())
                .add(secret)
                .add("NX")
                .add("GET");
    }
}
