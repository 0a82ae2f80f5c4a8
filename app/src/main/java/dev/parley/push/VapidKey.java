package dev.parley.push;

import dev.parley.channel.InvalidInput;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/** By which push services know this chat (VAPID, RFC 8292): one key for all its instances, with which browsers subscribe. */
public final class VapidKey {
    private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();
    private static final Duration LIFE = Duration.ofHours(12); // 24 at most
    private static final String HEADER = base64("{\"typ\":\"JWT\",\"alg\":\"ES256\"}");

    private final PrivateKey own;
    private final String publicKey;

    private VapidKey(PrivateKey own, String publicKey) {
        this.own = own;
        this.publicKey = publicKey;
    }

    /** A new one, in the form that {@link #read} takes. */
    public static String create() {
        try {
            KeyPair pair = P256.newPair();
            return TEXT.encodeToString(pair.getPrivate().getEncoded())
                    + '.'
                    + TEXT.encodeToString(P256.encode((ECPublicKey) pair.getPublic()));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java has P-256", e);
        }
    }

    /**
     * Reads one.
     *
     * @throws InvalidInput when it is none
     */
    public static VapidKey read(String text) {
        int dot = text.indexOf('.');
        try {
            byte[] own = Base64.getUrlDecoder().decode(text.substring(0, Math.max(0, dot)));
            PrivateKey key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(own));
            return new VapidKey(key, text.substring(dot + 1));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new InvalidInput("That is no key for Web Push.");
        }
    }

    /** As browsers want it: the point, in base64url. */
    public String publicKey() {
        return publicKey;
    }

    /**
     * The header Authorization for a push service.
     *
     * @param contact the address of the chat, which its operators may be found by
     */
    String authorization(URI endpoint, String contact) {
        String audience = endpoint.getScheme() + "://" + endpoint.getRawAuthority();
        long until = Instant.now().plus(LIFE).getEpochSecond();
        String claims = "{\"aud\":\"" + audience + "\",\"exp\":" + until + ",\"sub\":\"" + contact + "\"}";
        String signed = HEADER + '.' + base64(claims);
        return "vapid t=" + signed + '.' + TEXT.encodeToString(sign(signed)) + ", k=" + publicKey;
    }

    private byte[] sign(String text) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(own);
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key that was read can sign", e);
        }
    }

    private static String base64(String text) {
        return TEXT.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
