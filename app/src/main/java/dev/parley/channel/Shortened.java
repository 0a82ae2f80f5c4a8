package dev.parley.channel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;

/**
 * What is shown of a message that is too long for one event. Many clients read events with a buffer of 64 KiB, and one that
 * fails at an event comes back to the same, for ever. Nobody can say anything so long; but others, or an older Parley, may have
 * put it into Redis.
 */
final class Shortened {
    /** Of an event's data, in UTF-8; the rest of 64 KiB is for the id of a stream of many channels. */
    static final int MAX_BYTES = 56 * 1024;

    private static final int MAX_SENDER = 400;
    private static final int MAX_TEXT = 9_000; // each UTF-16 unit takes 6 bytes in JSON at most
    private static final int LONGEST_ENTITY = 8;
    private static final String[] IDS = {"user", "tag"};

    private Shortened() {}

    /**
     * The message's JSON as far as it fits: of a message the beginning of its text, of a custom event no data.
     *
     * @param at the last member, from its comma on
     */
    static String of(String json, String at) {
        boolean fits = json.length() <= MAX_BYTES / 3 || json.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES;
        return fits ? json : start(json) + at;
    }

    private static String start(String json) {
        ObjectNode shown = Json.NODES.objectNode();
        try {
            JsonNode message = Json.object(json);
            if (message.has("event")) {
                shown.put("event", cut(message.path("event").asText(), MAX_SENDER))
                        .putObject("data");
            } else {
                shown.put("sender", cut(message.path("sender").asText(), MAX_SENDER));
                for (String id : IDS) {
                    if (message.has(id)) {
                        shown.put(id, cut(message.path(id).asText(), MAX_SENDER));
                    }
                }
                shown.put("message", cut(message.path("message").asText(), MAX_TEXT));
            }
        } catch (InvalidInput noJson) {
            shown.put("sender", "system").put("message", "");
        }
        String text = shown.toString();
        return text.substring(0, text.length() - 1);
    }

    /** Not within a surrogate pair or an HTML entity. */
    private static String cut(String html, int length) {
        if (html.length() <= length) {
            return html;
        }
        int end = Character.isHighSurrogate(html.charAt(length - 1)) ? length - 1 : length;
        int entity = html.lastIndexOf('&', end - 1);
        boolean isCut = entity > end - LONGEST_ENTITY && html.indexOf(';', entity) >= end;
        return html.substring(0, isCut ? entity : end) + "\u2026";
    }
}
