package dev.parley.bench.subject;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What people show to Parley, as an application makes it: a token for each, all signed before anything is measured. There are more of them
 * than Parley remembers, so whoever opens a stream is checked anew; each connection that publishes shows one all the time.
 *
 * <p>Threading: {@link #next} may be used by anyone.
 */
final class Tokens {
    private static final int PEOPLE = 30_000; // twice as many as streams are held
    private static final int LIFE_SECONDS = 12 * 3_600;
    private static final int RSA_BITS = 2_048;

    /** As an application's code signs. */
    private interface Signer {
        byte[] sign(byte[] content) throws GeneralSecurityException;
    }

    private final String algorithm;
    private final AtomicInteger turn = new AtomicInteger();
    private String key; // as Parley is told it
    private List<String> all; // null until they are made

    private Tokens(String algorithm) {
        this.algorithm = algorithm;
    }

    static Tokens hs256() {
        return new Tokens("HS256");
    }

    static Tokens rs256() {
        return new Tokens("RS256");
    }

    String algorithm() {
        return algorithm;
    }

    /** Makes them all, once; with RSA that takes some 15 s of two cores. */
    void make() {
        if (all != null) {
            return;
        }
        try {
            Signer signer = algorithm.equals("HS256") ? secret() : keyPair();
            long now = Instant.now().getEpochSecond();
            all = IntStream.range(0, PEOPLE)
                    .parallel()
                    .mapToObj(i -> token(i, now, signer))
                    .toList();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
    }

    /** The flag with which Parley takes them. */
    String flag(Path directory) throws IOException {
        return "--token-key=@" + Files.writeString(directory.resolve("token-key"), key);
    }

    /** The header of someone's request, each time another's. */
    String next() {
        return "Authorization: Bearer " + all.get(Math.floorMod(turn.getAndIncrement(), PEOPLE));
    }

    private Signer secret() {
        key = "a-secret-of-the-benchmark-that-is-long-enough";
        SecretKeySpec secret = new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
        return content -> {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(secret);
            return mac.doFinal(content);
        };
    }

    private Signer keyPair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(RSA_BITS);
        KeyPair pair = generator.generateKeyPair();
        key = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(pair.getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
        return content -> {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(pair.getPrivate());
            signature.update(content);
            return signature.sign();
        };
    }

    private String token(int person, long now, Signer signer) {
        String content = base64("{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\"}") + "."
                + base64("{\"sub\":\"u" + person + "\",\"name\":\"bench\",\"iat\":" + now + ",\"exp\":"
                        + (now + LIFE_SECONDS) + ",\"jti\":\"bench-" + person + "-" + now + "\"}");
        try {
            return content + "." + base64(signer.sign(content.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("what was tried signs", e);
        }
    }

    private static String base64(String text) {
        return base64(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
