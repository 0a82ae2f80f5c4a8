package dev.parley.clients;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.support.Http;
import dev.parley.support.TestRedis;
import java.util.List;
import redis.clients.jedis.Jedis;

/** What is said: every message has a number, and a text that may be hard to read for someone. */
final class Post {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> TEXTS = List.of(
            "plain",
            "data: no\n\nid: 7\n\nevent: no",
            "quotes ' \" and <b>&amp;</b>",
            "separators \u2028 \u2029 \u0085 end",
            "\u00e4\u00f6\u00fc \u6f22\u5b57 \ud83e\udd84 \u0627\u0644\u0639\u0631\u0628\u064a\u0629",
            "\ufeffa byte order mark",
            "colon: : :",
            "x".repeat(3_900),
            "'".repeat(3_000));
    private static final int EVERY_CUSTOM = 7;
    private static final int EVERY_RAW = 11;

    private Post() {}

    /** Says the message with this number, in one of the ways there are; returns whether it was taken. */
    static boolean say(Http http, TestRedis redis, String prefix, String channel, int number) {
        String text = number + " " + TEXTS.get(number % TEXTS.size());
        ObjectNode json = JSON.createObjectNode();
        if (number % EVERY_RAW == 0) {
            try (Jedis jedis = redis.connect()) {
                return jedis.publish(prefix + channel, number + " " + "\"".repeat(9_000)) > 0;
            }
        }
        if (number % EVERY_CUSTOM == 0) {
            json.put("event", "note").putObject("data").put("text", text);
        } else {
            json.put("sender", "mason").put("message", text);
        }
        return http.postJson(channel, json.toString(), "Idempotency-Key", "n" + number)
                        .status()
                < 300;
    }

    /** Of a message that was heard; -1 when it is none of ours. */
    static int number(JsonNode message) {
        String text = message.has("text")
                ? message.path("text").asText()
                : message.path("message").asText();
        int space = text.indexOf(' ');
        try {
            return space < 0 ? -1 : Integer.parseInt(text.substring(0, space));
        } catch (NumberFormatException other) {
            return -1;
        }
    }
}
