package dev.parley.redis.log;

import dev.parley.redis.link.Sha1;
import dev.parley.redis.shared.SharedSecret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * What tells a message that a Parley script published from a raw one that only looks like it: the first 16 hex digits of
 * the SHA-1 of the instances' secret, topic and text.
 *
 * <p>Threading: may be used by anyone.
 */
public final class Signature {
    static final int LENGTH = 16;

    private final SharedSecret shared;

    public Signature(SharedSecret shared) {
        this.shared = shared;
    }

    String secret() {
        return shared.newest();
    }

    /** Redis may have lost the secret; when it can't be asked now, the stream goes on deciding what is genuine. */
    void refresh() {
        shared.refresh();
    }

    boolean matches(String signature, byte[] topic, byte[] head, byte[] rest) {
        String expected = Sha1.hex(secret().getBytes(StandardCharsets.UTF_8), topic, head, rest);
        return isSame(expected.substring(0, LENGTH), signature);
    }

    /** In a time that says nothing of where they differ. */
    private static boolean isSame(String expected, String signature) {
        return MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.US_ASCII), signature.getBytes(StandardCharsets.US_ASCII));
    }
}
