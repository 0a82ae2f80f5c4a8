package dev.parley.wire.hub;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.wire.http.Request;
import dev.parley.wire.sse.Block;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** docs/protocol.md. */
public final class ParleyDialect implements Dialect {
    private static final int MOST_TEXT = 4_000;
    private static final int MOST_DATA = 8_000;
    private static final String STREAMS = "parley_streams ";

    @Override
    public String name() {
        return "parley";
    }

    @Override
    public Request listen(List<String> channels) {
        return Request.stream(
                "/subscribe/" + channels.stream().map(Request::encode).collect(Collectors.joining(",")));
    }

    @Override
    public Optional<Request> say(String channel, String text, String key) {
        return Optional.of(
                post(channel, Map.of("sender", "wire", "message", text)).with("Idempotency-Key", key));
    }

    @Override
    public Optional<Request> sayNamed(String channel, String event, String text) {
        return Optional.of(post(channel, Map.of("event", event, "data", Map.of("message", text))));
    }

    /** Characters that grow most when they are escaped, in both kinds of message. */
    @Override
    public Map<String, Request> sayMuch(String channel, Supplier<String> marks) {
        String one = marks.get();
        String other = marks.get();
        String quotes = "'".repeat(MOST_TEXT - one.length());
        String data = "'".repeat(MOST_DATA - other.length());
        return Map.of(
                one, post(channel, Map.of("sender", "wire", "message", one + quotes)),
                other, post(channel, Map.of("event", "much", "data", Map.of("message", other + data))));
    }

    @Override
    public List<String> texts(Block block) {
        JsonNode message = Json.read(block.data()).path("message");
        return message.isTextual() ? List.of(plain(message.asText())) : List.of();
    }

    @Override
    public boolean hasManyChannels() {
        return true;
    }

    @Override
    public boolean saysFarewell(Block block) {
        return block.type().equals("bye");
    }

    @Override
    public Optional<Request> withHeartbeat(Request listen, int seconds) {
        return Optional.of(listen.parameter("heartbeat", Integer.toString(seconds)));
    }

    @Override
    public Optional<String> readiness() {
        return Optional.of("/readyz");
    }

    @Override
    public Optional<Request> countListeners(String channel) {
        return Optional.of(Request.get("/metrics"));
    }

    @Override
    public int listeners(String answer) {
        return answer.lines()
                .filter(line -> line.startsWith(STREAMS))
                .mapToInt(line -> (int) Double.parseDouble(line.substring(STREAMS.length())))
                .findFirst()
                .orElse(-1);
    }

    private static Request post(String channel, Map<String, ?> fields) {
        return Request.post("/" + Request.encode(channel), "application/json", Json.write(fields));
    }

    /** Without the escapes that make it safe in a page. */
    private static String plain(String escaped) {
        return escaped.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&#34;", "\"")
                .replace("&#39;", "'")
                .replace("&amp;", "&");
    }
}
