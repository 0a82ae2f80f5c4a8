package dev.parley.http.page;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.channel.ChannelName;
import dev.parley.channel.Json;
import dev.parley.channel.Message;
import dev.parley.redis.log.History;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.owasp.encoder.Encode;

/**
 * Messages as the page has them, for who reads it without scripts, and for those, which find in it all that history would have told
 * them.
 *
 * <p>What was stored is escaped already, if a Parley has stored it. So it is made what was typed first, and escaped anew: whatever
 * is there, it is text in the page.
 */
final class Rows {
    private static final int PREVIEW = 200;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm 'UTC'").withZone(ZoneOffset.UTC);

    private final ChannelName channel;
    private final History.Page page;
    private final List<JsonNode> said;

    /** @throws dev.parley.channel.InvalidInput when something is there that is no message */
    Rows(ChannelName channel, History.Page page) {
        this.channel = channel;
        this.page = page;
        this.said = page.messages().stream()
                .map(message -> Json.object(message.json()))
                .toList();
    }

    /** The newest message in a line, if there is one. */
    Optional<String> newest() {
        for (int i = said.size() - 1; i >= 0; i--) {
            if (said.get(i).has("message")) {
                String text = text(said.get(i), "sender") + ": " + text(said.get(i), "message");
                return Optional.of(
                        text.length() <= PREVIEW
                                ? text
                                : text.substring(0, text.offsetByCodePoints(0, PREVIEW / 2)) + "…");
            }
        }
        return Optional.empty();
    }

    /** The list of them all. */
    String html() {
        StringBuilder html = new StringBuilder("<ol class=\"rows\" role=\"list\"")
                .append(data("channel", channel.value()))
                .append(data("oldest", page.oldest().toString()))
                .append(data("head", page.head().toString()))
                .append('>');
        for (int i = 0; i < said.size(); i++) {
            html.append(row(page.messages().get(i), said.get(i)));
        }
        return html.append("</ol>").toString();
    }

    private static String row(Message message, JsonNode said) {
        boolean isEvent = said.has("event");
        return "\n<li class=\"" + (isEvent ? "event" : "message") + "\" id=\"" + message.id() + '"'
                + data("at", Long.toString(message.at()))
                + (isEvent ? event(said) : words(message, said)) + "</li>";
    }

    private static String event(JsonNode said) {
        String name = text(said, "event");
        return data("event", name) + data("data", said.path("data").toString()) + "><span>" + Encode.forHtml(name)
                + "</span>";
    }

    private static String words(Message message, JsonNode said) {
        return List.of("user", "tag").stream()
                        .filter(said::has)
                        .map(who -> data(who, text(said, who)))
                        .collect(Collectors.joining())
                + "><span class=\"avatar\" aria-hidden=\"true\"></span><div class=\"byline\"><strong dir=\"auto\">"
                + Encode.forHtml(text(said, "sender")) + "</strong> " + time(message.at())
                + "</div><p class=\"text\" dir=\"auto\">" + Encode.forHtml(text(said, "message")) + "</p>";
    }

    private static String time(long at) {
        Instant then = Instant.ofEpochMilli(at);
        return "<time datetime=\"" + then + "\">" + TIME.format(then) + "</time>";
    }

    private static String data(String name, String value) {
        return " data-" + name + "=\"" + Encode.forHtmlAttribute(value) + '"';
    }

    private static String text(JsonNode said, String member) {
        return Unescaped.of(said.path(member).asText());
    }
}
