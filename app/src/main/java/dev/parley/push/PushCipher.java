package dev.parley.push;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Message encryption for Web Push (RFC 8291): only the browser that subscribed can read what its push service carries. */
final class PushCipher {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SALT_BYTES = 16;
    private static final int KEY_BYTES = 16;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int RECORD_BYTES = 4_096;
    private static final byte LAST_RECORD = 2;

    private PushCipher() {}

    /**
     * One record of {@code aes128gcm} (RFC 8188), with its header.
     *
     * @param browser the public key of the subscription ({@code p256dh})
     * @param auth its secret, 16 bytes
     * @throws GeneralSecurityException when the key is on no curve that is known
     */
    static byte[] encrypt(ECPublicKey browser, byte[] auth, String text) throws GeneralSecurityException {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        return encrypt(browser, auth, P256.newPair(), salt, text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] encrypt(ECPublicKey browser, byte[] auth, KeyPair own, byte[] salt, byte[] plain)
            throws GeneralSecurityException {
        byte[] ownPoint = P256.encode((ECPublicKey) own.getPublic());
        byte[] input =
                hkdf(auth, agree(own, browser), join(ascii("WebPush: info\0"), P256.encode(browser), ownPoint), 32);
        byte[] key = hkdf(salt, input, ascii("Content-Encoding: aes128gcm\0"), KEY_BYTES);
        byte[] nonce = hkdf(salt, input, ascii("Content-Encoding: nonce\0"), NONCE_BYTES);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        byte[] record = cipher.doFinal(join(plain, new byte[] {LAST_RECORD}));
        byte[] size = ByteBuffer.allocate(Integer.BYTES).putInt(RECORD_BYTES).array();
        return join(salt, size, new byte[] {(byte) ownPoint.length}, ownPoint, record);
    }

    private static byte[] agree(KeyPair own, ECPublicKey other) throws GeneralSecurityException {
        KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
        agreement.init(own.getPrivate());
        agreement.doPhase(other, true);
        return agreement.generateSecret();
    }

    /** HKDF with SHA-256 (RFC 5869), of which one block is enough here. */
    private static byte[] hkdf(byte[] salt, byte[] input, byte[] info, int length) throws GeneralSecurityException {
        return Arrays.copyOf(hmac(hmac(salt, input), join(info, new byte[] {1})), length);
    }

    private static byte[] hmac(byte[] key, byte[] data) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(data);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }
}
