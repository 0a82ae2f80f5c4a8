package dev.parley.push;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.channel.ChannelName;
import dev.parley.channel.EventId;
import dev.parley.channel.InvalidInput;
import dev.parley.channel.Json;
import java.util.Locale;
import java.util.Optional;

/**
 * A message, as far as it decides whom to tell.
 *
 * @param text as it is stored: HTML-escaped, which no {@code @} is
 * @param author {@code user 42} or {@code tag k3f9abcd}; empty when neither is known
 */
record Said(ChannelName channel, EventId id, String text, String author) {
    /** Empty for a custom event. */
    static Optional<Said> of(ChannelName channel, EventId id, String json) {
        try {
            JsonNode said = Json.object(json);
            return said.has("message")
                    ? Optional.of(new Said(channel, id, said.path("message").asText(), author(said)))
                    : Optional.empty();
        } catch (InvalidInput notOurs) {
            return Optional.empty();
        }
    }

    private static String author(JsonNode said) {
        if (said.has("user")) {
            return PushTarget.user(said.path("user").asText());
        }
        return said.has("tag") ? PushTarget.tag(said.path("tag").asText()) : "";
    }

    boolean isFor(PushTarget target) {
        boolean isOwn = !author.isEmpty() && author.equals(target.who());
        return !isOwn && (target.level() == PushTarget.Level.ALL || mentions(target.name()));
    }

    /** {@code @name} in any case, and nothing of a word behind it. */
    boolean mentions(String name) {
        if (name.isEmpty()) {
            return false;
        }
        String wanted = '@' + name.toLowerCase(Locale.ROOT);
        String all = text.toLowerCase(Locale.ROOT);
        for (int at = all.indexOf(wanted); at >= 0; at = all.indexOf(wanted, at + 1)) {
            int end = at + wanted.length();
            if (end == all.length() || !Character.isLetterOrDigit(all.codePointAt(end))) {
                return true;
            }
        }
        return false;
    }

    /** What is sent. */
    String json() {
        return Json.NODES
                .objectNode()
                .put("channel", channel.value())
                .put("id", id.toString())
                .toString();
    }
}
