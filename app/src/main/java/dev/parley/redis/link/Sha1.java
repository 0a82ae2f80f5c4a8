package dev.parley.redis.link;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-1 in hexadecimal: the digest that Redis scripts have. */
public final class Sha1 {
    private static final HexFormat HEX = HexFormat.of();

    private Sha1() {}

    public static String hex(byte[]... parts) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            for (byte[] part : parts) {
                sha1.update(part);
            }
            return HEX.formatHex(sha1.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-1", e);
        }
    }
}
