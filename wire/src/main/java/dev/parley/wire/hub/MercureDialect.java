package dev.parley.wire.hub;

import dev.parley.wire.http.Head;
import dev.parley.wire.http.Request;
import dev.parley.wire.sse.Block;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The Mercure protocol (draft-dunglas-mercure). */
public final class MercureDialect implements Dialect {
    private static final String HMAC = "HmacSHA256";

    private final String path;
    private final String token;

    /**
     * At a path.
     *
     * @param key that publishers' tokens are signed with (HS256)
     */
    public MercureDialect(String path, String key) {
        this.path = path;
        this.token = token(key);
    }

    @Override
    public String name() {
        return "mercure";
    }

    @Override
    public Request listen(List<String> channels) {
        return Request.stream(
                path + "?" + channels.stream().map(topic -> "topic=" + topic).collect(Collectors.joining("&")));
    }

    @Override
    public Optional<Request> say(String channel, String text, String key) {
        return Optional.of(post("topic=" + channel + "&data=" + Request.encode(text)));
    }

    @Override
    public Optional<Request> sayNamed(String channel, String event, String text) {
        return Optional.of(post("topic=" + channel + "&type=" + event + "&data=" + Request.encode(text)));
    }

    @Override
    public boolean hasManyChannels() {
        return true;
    }

    /** "Reconciliation": the answer's own Last-Event-ID is another one when updates may be missing. */
    @Override
    public boolean tellsReset(Head head, List<Block> blocks) {
        return !head.header("Last-Event-ID").isEmpty();
    }

    /** In the free version. */
    @Override
    public boolean hasStore() {
        return false;
    }

    private Request post(String form) {
        return Request.post(path, "application/x-www-form-urlencoded", form).with("Authorization", "Bearer " + token);
    }

    /** A JWT that may publish anything (RFC 7519). */
    private static String token(String key) {
        String content =
                base64("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "." + base64("{\"mercure\":{\"publish\":[\"*\"]}}");
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), HMAC));
            byte[] signature = mac.doFinal(content.getBytes(StandardCharsets.UTF_8));
            return content + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + HMAC, e);
        }
    }

    private static String base64(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
