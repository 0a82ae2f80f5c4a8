package dev.parley.redis;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * What tells a message that a Parley script published from a raw one that only looks like it: the first 16 hex digits of
 * the SHA-1 of secret, topic and text. The secret is random, kept in Redis under a key, and shared by the instances; who may
 * only publish can't read it.
 *
 * <p>Threading: the listener, the adopter and publishing requests may agree on a new secret; it is read by anyone.
 */
final class Signature {
    static final int LENGTH = 16;

    private static final Logger LOG = LoggerFactory.getLogger(Signature.class);

    private final Redis redis;
    private final Keys keys;
    private volatile String secret = new BigInteger(160, new SecureRandom()).toString(36);

    Signature(Redis redis, Keys keys) {
        this.redis = redis;
        this.keys = keys;
    }

    String secret() {
        return secret;
    }

    /** Agrees with the other instances anew, without waiting; when that fails, the stream goes on deciding what is genuine. */
    void refresh() {
        redis.tell(commands -> new CommandObject<>(agreement().add("GET"), BuilderFactory.STRING))
                .whenComplete((shared, refused) -> {
                    if (refused != null) {
                        LOG.debug("The secret could not be read now", refused); // whoever published has done so
                    } else if (shared != null) {
                        secret = shared;
                    }
                });
    }

    /**
     * The first instance to come makes the secret, the others take it.
     *
     * @return false when Redis is full, read-only or does not allow it
     */
    boolean agree(Connection connection) {
        try {
            String shared = get(connection);
            if (shared == null) {
                connection.executeCommand(agreement());
                shared = get(connection);
            }
            if (shared != null) {
                secret = shared;
            }
            return true;
        } catch (JedisDataException refused) {
            LOG.debug("Redis refuses the secret", refused);
            return false;
        }
    }

    private CommandArguments agreement() {
        return new CommandArguments(Command.SET).key(keys.secret()).add(secret).add("NX");
    }

    private String get(Connection connection) {
        connection.sendCommand(Command.GET, keys.secret());
        return connection.getBulkReply();
    }

    boolean matches(String signature, byte[] topic, byte[] head, byte[] rest) {
        String expected = Sha1.hex(secret.getBytes(StandardCharsets.UTF_8), topic, head, rest);
        return expected.startsWith(signature);
    }
}
