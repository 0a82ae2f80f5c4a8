package dev.parley.support;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes tokens as an application would that knows nothing of Parley, good ones and bad ones. */
public final class Signer {
    public static final String SECRET = "a secret for tests that is long enough!".replace(' ', '-');
    public static final String OTHER_SECRET = SECRET.toUpperCase(Locale.ROOT);

    /** Of a back end that may everything, and as it is presented. */
    public static final String KEY_SETTING = "rails:" + "k".repeat(43);

    public static final String KEY = "rails." + "k".repeat(43);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ObjectNode header =
            JSON.createObjectNode().put("alg", "HS256").put("typ", "JWT");
    private final ObjectNode claims = JSON.createObjectNode();

    private Signer(String sub) {
        long now = Instant.now().getEpochSecond();
        claims.put("sub", sub)
                .put("iat", now - 1)
                .put("exp", now + 600)
                .put("jti", UUID.randomUUID().toString());
    }

    public static Signer of(String sub) {
        return new Signer(sub);
    }

    /** A file that holds the secret, as a setting names it. */
    public static String keyFile(String... lines) {
        try {
            Path file = Files.createTempFile("parley-key", ".txt");
            file.toFile().deleteOnExit();
            Files.writeString(file, Secrets.note(String.join("\n", lines)));
            return "@" + file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Signer name(String name) {
        return with("name", '"' + name + '"');
    }

    /** In seconds from now. */
    public Signer from(long since, long until) {
        long now = Instant.now().getEpochSecond();
        claims.put("iat", now + since).put("exp", now + until);
        return this;
    }

    /** A claim, written as JSON; none for null. */
    public Signer with(String claim, String json) {
        put(claims, claim, json);
        return this;
    }

    /** A member of the header, written as JSON. */
    public Signer header(String name, String json) {
        put(header, name, json);
        return this;
    }

    public Signer may(String grants) {
        return with("parley", grants);
    }

    public String token() {
        return signed(SECRET.getBytes(StandardCharsets.UTF_8));
    }

    public String signed(byte[] secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return Secrets.note(content() + "." + base64(mac.doFinal(content().getBytes(StandardCharsets.UTF_8))));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * The same with another kind of key.
     *
     * @param algorithm as Java names it: SHA256withRSA, SHA256withECDSAinP1363Format
     */
    public String signed(PrivateKey key, String algorithm) {
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(content().getBytes(StandardCharsets.UTF_8));
            return Secrets.note(content() + "." + base64(signature.sign()));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    public String unsigned() {
        return content() + ".";
    }

    /** As headers of a request. */
    public String[] bearer() {
        return bearer(token());
    }

    public static String[] bearer(String token) {
        return new String[] {"Authorization", "Bearer " + Secrets.note(token)};
    }

    private String content() {
        return base64(header.toString().getBytes(StandardCharsets.UTF_8)) + "."
                + base64(claims.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void put(ObjectNode object, String name, String json) {
        if (json == null) {
            object.remove(name);
        } else {
            object.putRawValue(name, new RawValue(json));
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
