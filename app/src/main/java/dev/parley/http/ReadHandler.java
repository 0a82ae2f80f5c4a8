package dev.parley.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.channel.ChannelName;
import dev.parley.channel.EventId;
import dev.parley.channel.InvalidInput;
import dev.parley.channel.Json;
import dev.parley.http.guard.Gate;
import dev.parley.http.request.PostedFields;
import dev.parley.identity.Verb;
import dev.parley.redis.shared.ReadPositions;
import io.javalin.http.Context;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/** {@code GET} and {@code POST /session/read}: how far a user has read, on whatever device. */
final class ReadHandler {
    private final ReadPositions positions;
    private final Gate gate;
    private final InFlight waiting;

    ReadHandler(ReadPositions positions, Gate gate, InFlight waiting) {
        this.positions = positions;
        this.gate = gate;
        this.waiting = waiting;
    }

    void tell(Context ctx) {
        answer(ctx, Map.of());
    }

    void note(Context ctx) {
        Map<ChannelName, EventId> read = positions(PostedFields.read(ctx).json());
        read.keySet().forEach(channel -> gate.require(ctx, Verb.LISTEN, channel));
        answer(ctx, read);
    }

    private void answer(Context ctx, Map<ChannelName, EventId> read) {
        String user = gate.who(ctx).user();
        waiting.answer(ctx, () -> positions.note(user, read), noted -> Answer.json(ctx, json(noted)));
    }

    private static Map<ChannelName, EventId> positions(JsonNode posted) {
        JsonNode read = posted.path("read");
        if (!read.isObject() || read.size() > ReadPositions.MAX_CHANNELS) {
            throw new InvalidInput("Field 'read' is a JSON object of " + ReadPositions.MAX_CHANNELS
                    + " channels at most, such as {\"everyone\":\"1795226995253-41\"}.");
        }
        Map<ChannelName, EventId> positions = new TreeMap<>(Comparator.comparing(ChannelName::value));
        read.properties().forEach(each -> positions.put(new ChannelName(each.getKey()), id(each.getValue())));
        return positions;
    }

    private static EventId id(JsonNode value) {
        return EventId.parse(value.isTextual() ? value.textValue() : "");
    }

    private static String json(Map<String, EventId> noted) {
        ObjectNode json = Json.NODES.objectNode();
        ObjectNode read = json.putObject("read");
        noted.forEach((channel, id) -> read.put(channel, id.toString()));
        return json.toString();
    }
}
