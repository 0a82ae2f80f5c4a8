package dev.parley.identity;

import dev.parley.channel.InvalidInput;
import dev.parley.channel.PersonId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A browser that makes itself known: by a random secret which it keeps. Others see a short tag of it, from which nobody gets the secret
 * back, nor makes a tag for another one.
 *
 * @param secret 16 to 64 of A-Z a-z 0-9 _ -
 */
public record Browser(String secret) {
    private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_-]{16,64}");
    private static final String ALGORITHM = "HmacSHA256";
    private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int LENGTH = 8;
    private static final int BITS_OF_ONE = 5;

    /**
     * The one that says this.
     *
     * @param what it is called where it comes from, as the beginning of a sentence: {@code Field 'browser'}
     * @param secret null when it says nothing
     * @return null then
     * @throws InvalidInput when that is no secret
     */
    public static Browser of(String what, String secret) {
        if (secret != null && !SECRET.matcher(secret).matches()) {
            throw new InvalidInput(what + " is a random text of 16 to 64 of the characters A-Z a-z 0-9 _ - that this"
                    + " browser keeps; or leave it out.");
        }
        return secret == null ? null : new Browser(secret);
    }

    /**
     * What tells whoever uses it from others of their name: 8 of a-z 2-7, the first 40 bits of the HMAC-SHA256 of {@code tag:} and its
     * secret.
     *
     * @param key that all instances have
     */
    public PersonId tag(byte[] key) {
        byte[] digest = hmac(key, "tag:" + secret);
        StringBuilder tag = new StringBuilder(LENGTH);
        long bits = 0;
        for (int i = 0; i < LENGTH * BITS_OF_ONE / Byte.SIZE; i++) {
            bits = (bits << Byte.SIZE) | Byte.toUnsignedInt(digest[i]);
        }
        for (int left = LENGTH - 1; left >= 0; left--) {
            tag.append(BASE32.charAt((int) (bits >>> (left * BITS_OF_ONE)) & 31));
        }
        return PersonId.tag(tag.toString());
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java has HMAC-SHA256", e);
        }
    }

    @Override
    public String toString() {
        return "browser"; // never its secret, wherever it may be printed
    }
}
