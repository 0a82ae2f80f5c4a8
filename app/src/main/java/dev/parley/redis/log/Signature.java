package dev.parley.redis.log;

import dev.parley.redis.link.Keys;
import dev.parley.redis.link.Redis;
import dev.parley.redis.link.Refused;
import dev.parley.redis.link.Sha1;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
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
 * What tells a message that a Parley script published from a raw one that only looks like it: the first 16 hex digits of
 * the SHA-1 of secret, topic and text. The secret is random, kept in Redis under a key, and shared by the instances; who may
 * only publish can't read it.
 *
 * <p>Threading: the listener, the adopter and publishing requests may agree on a new secret; it is read by anyone.
 */
public final class Signature {
    static final int LENGTH = 16;

    private static final Logger LOG = LoggerFactory.getLogger(Signature.class);

    private final Redis redis;
    private final Keys keys;
    private volatile String secret = new BigInteger(160, new SecureRandom()).toString(36);

    public Signature(Redis redis, Keys keys) {
        this.redis = redis;
        this.keys = keys;
    }

    String secret() {
        return secret;
    }

    /** Agrees with the other instances anew, without waiting; when that fails, the stream goes on deciding what is genuine. */
    void refresh() {
        probe().exceptionally(refused -> {
            LOG.debug("The secret could not be read now", refused); // whoever published has done so
            return null;
        });
    }

    /** The same, though Redis may not be there; it does not write, but fails where writing would. */
    public CompletableFuture<String> probe() {
        return redis.probe(commands -> new CommandObject<>(agreement(), BuilderFactory.STRING))
                .whenComplete((shared, refused) -> take(shared));
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
            take(connection.getBulkReply());
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
            take(connection.getBulkReply());
        } catch (JedisDataException refused) {
            LOG.debug("Redis refuses the secret", refused);
        }
    }

    /** @param shared null when there was none, so that ours is it, or when there was no answer */
    private void take(String shared) {
        if (shared != null) {
            secret = shared;
        }
    }

    /** Sets it unless there is one, and answers with the one that was there. */
    private CommandArguments agreement() {
        return new CommandArguments(Command.SET)
                .key(keys.secret())
                .add(secret)
                .add("NX")
                .add("GET");
    }

    boolean matches(String signature, byte[] topic, byte[] head, byte[] rest) {
        String expected = Sha1.hex(secret.getBytes(StandardCharsets.UTF_8), topic, head, rest);
        return expected.startsWith(signature);
    }
}
