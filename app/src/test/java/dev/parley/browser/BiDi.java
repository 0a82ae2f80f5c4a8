package dev.parley.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Commands for a browser in <a href="https://w3c.github.io/webdriver-bidi/">WebDriver BiDi</a>, which browsers speak themselves.
 *
 * <p>Threading: one thread asks; the answers come on threads of the WebSocket's client, one at a time.
 */
final class BiDi implements WebSocket.Listener, AutoCloseable {
    private static final long PATIENCE_S = 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<Long, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
    private final StringBuilder part = new StringBuilder();
    private final WebSocket socket;
    private long lastId;

    BiDi(URI address) {
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(address, this)
                .join();
    }

    /** The answer's result. */
    JsonNode ask(String method, Map<String, ?> parameters) {
        long id = ++lastId;
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        asked.put(id, answer);
        socket.sendText(write(Map.of("id", id, "method", method, "params", parameters)), true)
                .join();
        JsonNode result = answer.orTimeout(PATIENCE_S, TimeUnit.SECONDS).join();
        if (result.path("type").asText().equals("error")) {
            throw new AssertionError(method + ": " + result.path("message").asText());
        }
        return result.path("result");
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean isLast) {
        part.append(text);
        if (isLast) {
            JsonNode message = read(part.toString());
            part.setLength(0);
            CompletableFuture<JsonNode> answer = asked.remove(message.path("id").asLong());
            if (answer != null) {
                answer.complete(message);
            }
        }
        from.request(1);
        return null;
    }

    @Override
    public void close() {
        socket.abort();
    }

    private static String write(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
