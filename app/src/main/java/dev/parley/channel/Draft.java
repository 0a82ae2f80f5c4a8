package dev.parley.channel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Pattern;
import org.owasp.encoder.Encode;

/**
 * What someone wants to say, checked and HTML-escaped, before Redis has given it an id and a time.
 *
 * @param json {@code {"sender":…,"message":…}}, with {@code "user"} or {@code "tag"} between them where that is known, or {@code {"event":…,"data":{…}}}, on one line
 */
public record Draft(String json) {
    private static final int MAX_TEXT = 4_000;
    private static final int MAX_DATA_BYTES = 8 * 1024;

    /** Whatever is said, the event that tells it stays far below 64 KiB, which is as much as some clients read of a line. */
    private static final int MAX_STORED_DATA_BYTES = 16 * 1024;

    private static final Pattern EVENT_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,63}");

    /** Parley's own event types, and those that EventSource itself fires. */
    private static final Set<String> RESERVED = Set.of(
            "message",
            "welcome",
            "reset",
            "heartbeat",
            "presence",
            "typing",
            "status",
            "omitted",
            "bye",
            "expiring",
            "open",
            "error");

    /**
     * A message.
     *
     * @param sender see {@link #sender}
     * @throws InvalidInput when the text is missing, too long or not text
     */
    public static Draft message(Person sender, String text) {
        Text.require("Field 'message'", text, MAX_TEXT);
        return said(sender, text);
    }

    /**
     * A custom event.
     *
     * @throws InvalidInput when the name is none or taken, or the data is no object of at most 8 KiB, 16 KiB when escaped
     */
    public static Draft event(String name, JsonNode data) {
        if (!EVENT_NAME.matcher(name).matches()) {
            throw new InvalidInput("Field 'event' is a letter followed by up to 63 letters, digits and _ . -");
        }
        if (RESERVED.contains(name)) {
            throw new InvalidInput("The event name '" + name + "' is Parley's own; choose another.");
        }
        if (data == null || !data.isObject()) {
            throw new InvalidInput("Field 'data' is a JSON object.");
        }
        if (bytes(data) > MAX_DATA_BYTES) {
            throw new InvalidInput("Field 'data' has at most 8 KiB.");
        }
        JsonNode escaped = escaped(data);
        if (bytes(escaped) > MAX_STORED_DATA_BYTES) {
            throw new InvalidInput("Field 'data' has at most 16 KiB when it is HTML-escaped; each of & < > \" '"
                    + " takes 4 or 5 bytes then.");
        }
        ObjectNode json = Json.NODES.objectNode().put("event", name);
        json.set("data", escaped);
        return new Draft(json.toString());
    }

    /** As it is stored. */
    int bytes() {
        return json.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Who says it; refused with {@link InvalidInput} when that is missing or no name. */
    public static Person sender(String name) {
        return Person.ofGuest("Field 'sender'", name);
    }

    /** A message whose sender and text were checked elsewhere; what HTML can't carry becomes a space. */
    static Draft said(Person sender, String text) {
        ObjectNode json = Json.NODES.objectNode().put("sender", sender.html());
        sender.id().addTo(json);
        return new Draft(json.put("message", Encode.forHtml(text)).toString());
    }

    private static int bytes(JsonNode value) {
        return value.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    private static JsonNode escaped(JsonNode value) {
        if (value.isTextual()) {
            return Json.NODES.textNode(Encode.forHtml(value.textValue()));
        }
        if (value.isArray()) {
            ArrayNode escaped = Json.NODES.arrayNode(value.size());
            value.forEach(element -> escaped.add(escaped(element)));
            return escaped;
        }
        if (value.isObject()) {
            ObjectNode escaped = Json.NODES.objectNode();
            value.properties()
                    .forEach(member -> escaped.set(Encode.forHtml(member.getKey()), escaped(member.getValue())));
            return escaped;
        }
        return value;
    }
}
