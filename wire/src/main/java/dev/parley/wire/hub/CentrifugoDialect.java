package dev.parley.wire.hub;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.wire.http.Head;
import dev.parley.wire.http.Request;
import dev.parley.wire.sse.Block;
import dev.parley.wire.sse.EventReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Centrifugo's unidirectional SSE transport. Its cursor is an epoch and an offset for each channel, in the request. */
public final class CentrifugoDialect implements Dialect {
    private final String key;

    /**
     * With a key.
     *
     * @param key of its server API
     */
    public CentrifugoDialect(String key) {
        this.key = key;
    }

    @Override
    public String name() {
        return "centrifugo";
    }

    @Override
    public boolean hasIds() {
        return false;
    }

    @Override
    public Request listen(List<String> channels) {
        Map<String, Object> subscriptions = new LinkedHashMap<>();
        channels.forEach(channel -> subscriptions.put(channel, Map.of()));
        return connect(subscriptions);
    }

    /** With a cursor as {@link #cursor} makes it; a channel that it does not have begins now. */
    @Override
    public Request resume(List<String> channels, String cursor) {
        JsonNode positions = Json.read(cursor);
        Map<String, Object> subscriptions = new LinkedHashMap<>();
        for (String channel : channels) {
            JsonNode position = positions.path(channel);
            subscriptions.put(
                    channel,
                    position.isMissingNode()
                            ? Map.of()
                            : Map.of(
                                    "recover",
                                    true,
                                    "epoch",
                                    position.path("epoch"),
                                    "offset",
                                    position.path("offset")));
        }
        return connect(subscriptions);
    }

    @Override
    public Optional<String> cursor(EventReader heard) {
        Map<String, Map<String, Object>> positions = new LinkedHashMap<>();
        for (Block block : heard.blocks()) {
            JsonNode event = Json.read(block.data());
            event.path("connect").path("subs").properties().forEach(subscription -> {
                JsonNode start = subscription.getValue();
                Map<String, Object> position = new LinkedHashMap<>();
                position.put("epoch", start.path("epoch").asText());
                position.put("offset", start.path("offset").asLong());
                start.path("publications")
                        .forEach(said ->
                                position.put("offset", said.path("offset").asLong()));
                positions.put(subscription.getKey(), position);
            });
            JsonNode offset = event.path("pub").path("offset");
            Map<String, Object> position = positions.get(event.path("channel").asText());
            if (position != null && !offset.isMissingNode()) {
                position.put("offset", offset.asLong());
            }
        }
        return positions.isEmpty() ? Optional.empty() : Optional.of(Json.write(positions));
    }

    @Override
    public Optional<Request> say(String channel, String text, String idempotencyKey) {
        Map<String, Object> fields = Map.of(
                "channel", channel, "data", Map.of("message", text), "idempotency_key", channel + idempotencyKey);
        return Optional.of(Request.post("/api/publish", "application/json", Json.write(fields))
                .with("X-API-Key", key));
    }

    @Override
    public List<String> texts(Block block) {
        JsonNode event = Json.read(block.data());
        List<String> texts = new ArrayList<>();
        event.path("connect")
                .path("subs")
                .forEach(start -> start.path("publications")
                        .forEach(said ->
                                texts.add(said.path("data").path("message").asText())));
        JsonNode live = event.path("pub").path("data").path("message");
        if (live.isTextual()) {
            texts.add(live.asText());
        }
        return texts;
    }

    @Override
    public boolean hasManyChannels() {
        return true;
    }

    @Override
    public Map<String, String> badCursors(String real) {
        Map<String, String> bad = new LinkedHashMap<>();
        bad.put("an unknown epoch in a", real.replaceAll("\"epoch\":\"[^\"]*\"", "\"epoch\":\"none\""));
        bad.put("a future", real.replaceAll("\"offset\":(\\d+)", "\"offset\":1000000$1"));
        return bad;
    }

    /** "recovered" is left out when it is false. */
    @Override
    public boolean tellsReset(Head head, List<Block> blocks) {
        for (Block block : blocks) {
            for (JsonNode start : Json.read(block.data()).path("connect").path("subs")) {
                if (start.path("was_recovering").asBoolean()
                        && !start.path("recovered").asBoolean()) {
                    return true;
                }
            }
        }
        return false;
    }

    @Override
    public boolean saysFarewell(Block block) {
        return !Json.read(block.data()).path("disconnect").isMissingNode();
    }

    @Override
    public Optional<String> readiness() {
        return Optional.of("/health");
    }

    @Override
    public Optional<Request> countListeners(String channel) {
        return Optional.of(
                Request.post("/api/channels", "application/json", "{}").with("X-API-Key", key));
    }

    @Override
    public int listeners(String answer) {
        JsonNode channels = Json.read(answer).path("result").path("channels");
        int count = 0;
        for (JsonNode channel : channels) {
            count += channel.path("num_clients").asInt();
        }
        return channels.isMissingNode() ? -1 : count;
    }

    private static Request connect(Map<String, Object> subscriptions) {
        return Request.stream(
                "/connection/uni_sse?cf_connect=" + Request.encode(Json.write(Map.of("subs", subscriptions))));
    }
}
