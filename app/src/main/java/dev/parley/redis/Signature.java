package dev.parley.redis;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import redis.clients.jedis.params.SetParams;

/**
 * What tells a message that a Parley script published from a raw one that only looks like it: the first 16 hex digits of
 * the SHA-1 of secret, topic and text. The secret is random, kept in Redis under a key, and shared by the instances; who may
 * only publish can't read it.
 *
 * <p>Threading: {@link #refresh} is called by the listener and the adopter; the secret is read by anyone.
 */
final class Signature {
    static final int LENGTH = 16;

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

    /** Agrees with the other instances on the secret; the first to come makes it. */
    void refresh() {
        String shared = redis.call(client -> {
            client.set(keys.secret(), secret, SetParams.setParams().nx());
            return client.get(keys.secret());
        });
        if (shared != null) {
            secret = shared;
        }
    }

    boolean matches(String signature, byte[] topic, byte[] head, byte[] rest) {
        String expected = Sha1.hex(secret.getBytes(StandardCharsets.UTF_8), topic, head, rest);
        return expected.startsWith(signature);
    }
}
