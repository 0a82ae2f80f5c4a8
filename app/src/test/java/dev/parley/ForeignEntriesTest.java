package dev.parley;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.support.Http;
import dev.parley.support.Recorder;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.params.XAddParams;

/** What others have put into Parley's keys is left out, and harms nothing else. */
class ForeignEntriesTest {
    @AutoClose
    private static TwoInstances chat;

    @BeforeAll
    static void start() {
        chat = TwoInstances.onSharedRedis();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "{}",
                "{\"event\":\"",
                "{\"event\":\"e\",\"data\":,\"at\":}",
                "{\"event\":\"e\",\"data\":1}",
                "{\"sender\":\"a\",\"message\":\"b\",\"at\":12345678901234567890}",
                "{\"sender\":\"a\",\"message\":\"b\n\n\",\"at\":1}",
                ",\"at\":1}"
            })
    void anEntryOfTheStreamThatIsNoMessage(String event) {
        String channel = "entry-" + Integer.toHexString(event.hashCode());
        chat.http().say(channel, "mason", "before");
        addEntry(channel, "*", Map.of("event", event));
        chat.http().say(channel, "mason", "after");
        assertEquals(List.of("before", "after"), told(channel));
        try (Recorder listener = Recorder.open(chat.one.port(), "/subscribe/" + channel + "?last=5")) {
            listener.awaitText("after");
            addEntry(channel, "*", Map.of("x", "y"));
            chat.http().say(channel, "mason", "later");
            listener.awaitText("later");
        }
    }

    @Test
    void aStreamThatHasNothingElse() {
        addEntry("else", "5-5", Map.of("x", "y"));
        assertEquals(List.of(), told("else"));
        try (Recorder listener = Recorder.open(chat.one.port(), "/subscribe/else")) {
            chat.http().say("else", "mason", "first");
            listener.awaitText("first");
        }
    }

    /** Redis counts to 2^64, ids and Java do not: without a new epoch, each message would be adopted as a raw one, for ever. */
    @ParameterizedTest
    @ValueSource(strings = {"9000000000000000000", "18446744073709551614"})
    void anEntryWithAnIdBeyondAllOfOurs(String n) {
        String channel = "beyond-" + n;
        addEntry(channel, "1795226995253-" + n, Map.of("event", "{\"sender\":\"a\",\"message\":\"b\",\"at\":1}"));
        assertEquals(List.of(), told(channel));
        try (Recorder listener = Recorder.open(chat.one.port(), "/subscribe/" + channel)) {
            assertEquals(201, chat.http().say(channel, "mason", "one").status());
            chat.inject(channel, "raw");
            listener.awaitText("raw");
            assertEquals(201, chat.http().say(channel, "mason", "marker").status());
            listener.assertTexts(List.of("one", "raw"), "marker");
        }
    }

    @Test
    void membersThatNobodyWrote() {
        try (Recorder listener = Recorder.open(chat.one.port(), "/subscribe/peopled?name=mason");
                Jedis jedis = chat.redis.connectFor(chat.prefix + "peopled")) {
            await().until(() -> names("peopled").equals(List.of("mason")));
            String people = "{" + chat.prefix + "peopled}:people";
            String lease = jedis.zrange(people, 0, -1).get(0).substring("mason\0".length());
            for (String name : List.of("", "a\nb", "x".repeat(65))) {
                jedis.zadd(people, 0, name + "\0" + lease);
            }
            for (String nonsense : List.of("", "\0", "nonsense", "a\0b\0c")) {
                jedis.zadd(people, 0, nonsense);
            }
            assertEquals(List.of("mason"), names("peopled"));
            assertTrue(listener.events("bye").isEmpty());
        }
    }

    private static void addEntry(String channel, String id, Map<String, String> fields) {
        try (Jedis jedis = chat.redis.connectFor(chat.prefix + channel)) {
            jedis.xadd(
                    "{" + chat.prefix + channel + "}:log",
                    XAddParams.xAddParams().id(id),
                    fields);
        } catch (NumberFormatException added) {
            // Jedis can't read the answer
        }
    }

    private static List<String> told(String channel) {
        return texts(read("/" + channel).path("messages"), "message");
    }

    private static List<String> names(String channel) {
        return texts(read("/" + channel + "/members").path("members"), "name");
    }

    private static JsonNode read(String path) {
        Http.Answer answer = chat.other.http().get(path);
        assertEquals(200, answer.status(), answer.text());
        return answer.json();
    }

    private static List<String> texts(JsonNode list, String field) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(element -> element.path(field).textValue())
                .toList();
    }
}
