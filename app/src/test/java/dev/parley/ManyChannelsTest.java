package dev.parley;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.support.Heard;
import dev.parley.support.Recorder;
import dev.parley.support.TestRedis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.args.ClientType;
import redis.clients.jedis.params.ClientKillParams;

/** One stream carries many channels, and always says which one it speaks of and where it stands in each. */
class ManyChannelsTest {
    private static final int HISTORY = 5;

    @AutoClose
    private static TwoInstances chat;

    @BeforeAll
    static void start() {
        chat = TwoInstances.onSharedRedis("--history", Integer.toString(HISTORY));
    }

    @Test
    void anIdHoldsEveryPositionAndBeginsWithTheEventsOwnChannel() {
        String before = say("ids-a", "before");
        try (Recorder listener = Recorder.open(chat.other.port(), "/subscribe/ids-a,ids-b")) {
            Heard welcome = listener.events("welcome").get(0);
            assertEquals("ids-a=" + before + ",ids-b=0-0", welcome.id());
            assertEquals(
                    "[\"ids-a\",\"ids-b\"]", welcome.json().path("channels").toString());
            assertEquals(9_000, welcome.json().path("heartbeat").asInt());

            String inB = say("ids-b", "first in b");
            listener.awaitText("first in b");
            String inA = say("ids-a", "next in a");
            listener.awaitText("next in a");
            assertEquals(
                    List.of("ids-b=" + inB + ",ids-a=" + before, "ids-a=" + inA + ",ids-b=" + inB),
                    listener.messages().stream().map(Heard::id).toList());
        }
    }

    @Test
    void namesInIdsArePercentEncodedAsScriptsDo() {
        String path = "/subscribe/gr%C3%B6%C3%9Fe%2Cuser-42:inbox,%E6%97%A5.%E6%9C%AC";
        try (Recorder listener = Recorder.open(chat.one.port(), path)) {
            assertEquals(
                    "gr%C3%B6%C3%9Fe=0-0,user-42%3Ainbox=0-0,%E6%97%A5.%E6%9C%AC=0-0",
                    listener.events("welcome").get(0).id());
            String id = say("user-42:inbox", "hi");
            assertEquals(
                    Map.of("user-42:inbox", id, "gr\u00F6\u00DFe", "0-0", "\u65E5.\u672C", "0-0"),
                    listener.awaitText("hi").positions());
        }
    }

    @Test
    void customEventsAreOfTheirChannelToo() {
        try (Recorder listener = Recorder.open(chat.one.port(), "/subscribe/custom-a,custom-b")) {
            chat.other.http().postJson("custom-b", "{\"event\":\"joined\",\"data\":{\"id: \":\"\\n\\nid: 1-1\"}}");
            Heard joined = listener.awaitEvent("joined");
            assertEquals("custom-b", joined.channel());
            assertEquals("{\"id: \":\"\\n\\nid: 1-1\"}", joined.data());
        }
    }

    @Test
    void eachChannelBeginsWithAsManyPastMessagesAsAskedFor() {
        List.of("1", "2", "3").forEach(text -> say("last-a", text));
        say("last-b", "4");
        try (Recorder listener = Recorder.open(chat.other.port(), "/subscribe/last-a,last-b,last-c?last=2")) {
            listener.awaitMessages(3);
            say("last-c", "marker");
            listener.awaitText("marker");
            assertEquals(List.of("2", "3"), texts(listener.messages("last-a")));
            assertEquals(List.of("4"), texts(listener.messages("last-b")));
            assertEquals(4, listener.messages().size());
        }
    }

    @Test
    void aPositionThatCanNotBeHonouredResetsItsChannelOnly() {
        List<String> good = sayMany("reset-good", 3);
        List<String> old = sayMany("reset-old", 3 * HISTORY);
        List<String> bad = sayMany("reset-bad", 2);
        String cursor = "reset-old=" + old.get(0) + ",reset-good=" + good.get(0) + ",reset-bad=1-1";
        for (TestInstance instance : chat.both()) {
            try (Recorder listener =
                    Recorder.resume(instance.port(), "reset-good,reset-old,reset-bad,reset-new", cursor)) {
                listener.awaitMessages(2 + HISTORY + 2);
                assertEquals(2, listener.events("reset").size());
                assertReset(listener, "reset-old", "expired", old.get(2 * HISTORY), old.get(3 * HISTORY - 1));
                assertReset(listener, "reset-bad", "unknown", bad.get(0), bad.get(1));
                assertEquals(good.subList(1, 3), ownIds(listener.messages("reset-good")));
                assertEquals(old.subList(2 * HISTORY, 3 * HISTORY), ownIds(listener.messages("reset-old")));
                assertEquals(bad, ownIds(listener.messages("reset-bad")));
                assertEquals(2 + HISTORY + 2, listener.messages().size());
            }
        }
    }

    @Test
    void whoIsHereIsToldForEachChannel() {
        try (Recorder listener = Recorder.open(chat.one.port(), "/subscribe/people-a,people-b");
                Recorder ana = Recorder.open(chat.other.port(), "/subscribe/people-b,people-c?name=ana")) {
            await().until(() -> !listener.events("presence", "people-a").isEmpty()
                    && listener.events("presence", "people-b").stream()
                            .anyMatch(event -> event.names().equals(List.of("ana"))));
            listener.events("presence", "people-a").forEach(event -> assertEquals(List.of(), event.names()));
            await().until(() -> !ana.events("presence", "people-b").isEmpty()
                    && !ana.events("presence", "people-c").isEmpty());
            ana.events("presence").forEach(event -> assertEquals(List.of("ana"), event.names()));
        }
    }

    @Test
    void whatConcernsTheStreamIsToldOnce() {
        try (TestRedis redis = TestRedis.own();
                TestInstance instance =
                        TestInstance.start(redis, "test:" + UUID.randomUUID() + ":", "--heartbeat", "300ms");
                Recorder listener = Recorder.open(instance.port(), "/subscribe/one,two,three")) {
            instance.http().say("three", "mason", "hi");
            listener.awaitText("hi");
            await().until(() -> listener.events("heartbeat").size() >= 3);
            try (Jedis jedis = redis.connect()) {
                jedis.clientKill(ClientKillParams.clientKillParams().type(ClientType.PUBSUB));
            }
            await().until(() -> listener.events("status").size() >= 2);
            instance.drain(Duration.ZERO);
            listener.awaitEnd();

            assertEquals(
                    List.of("{\"redis\":\"down\"}", "{\"redis\":\"up\"}"),
                    listener.events("status").stream().map(Heard::data).toList());
            assertEquals(1, listener.events("bye").size());
            String id = "one=0-0,two=0-0,three=" + listener.messages().get(0).ownId();
            Stream.of("heartbeat", "status", "bye")
                    .flatMap(type -> listener.events(type).stream())
                    .filter(event -> !event.positions().get("three").equals("0-0"))
                    .forEach(event -> assertEquals(id, event.id()));
            assertEquals(id, listener.cursor());
            assertBeatsAreApart(listener.events("heartbeat"));
        }
    }

    @Test
    void aStreamHasUpTo32Channels() {
        List<String> names =
                IntStream.range(0, 32).mapToObj(i -> "crowded-" + i).toList();
        String list = String.join(",", names);
        try (Recorder listener = Recorder.open(chat.one.port(), "/subscribe/" + list)) {
            for (int i = 0; i < names.size(); i++) {
                chat.both().get(i % 2).http().say(names.get(i), "mason", "in " + i);
            }
            listener.awaitMessages(32);
            for (int i = 0; i < names.size(); i++) {
                assertEquals(List.of("in " + i), texts(listener.messages(names.get(i))));
            }
            Map<String, String> positions = listener.messages().get(31).positions();
            assertEquals(32, positions.size());
            assertTrue(positions.values().stream().allMatch(id -> id.endsWith("-0") && !id.equals("0-0")));
            try (Recorder resumed = Recorder.resume(chat.other.port(), list, listener.cursor())) {
                say("crowded-17", "marker");
                resumed.assertTexts(List.of(), "marker");
            }
        }
    }

    /** They come when the stream has been silent for 300 ms, so however late they arrive, they were not sent together. */
    private static void assertBeatsAreApart(List<Heard> beats) {
        for (int i = 1; i < beats.size(); i++) {
            long apart = beats.get(i).json().path("at").asLong()
                    - beats.get(i - 1).json().path("at").asLong();
            assertTrue(apart > 200, "heartbeats " + apart + " ms apart");
        }
    }

    private static void assertReset(Recorder listener, String channel, String reason, String oldest, String head) {
        List<Heard> resets = listener.events("reset", channel);
        assertEquals(1, resets.size());
        assertEquals(
                "{\"reason\":\"" + reason + "\",\"oldest\":\"" + oldest + "\",\"head\":\"" + head + "\"}",
                resets.get(0).data());
    }

    private static String say(String channel, String text) {
        return chat.http().say(channel, "mason", text).id();
    }

    private static List<String> sayMany(String channel, int count) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(say(channel, "message " + i));
        }
        return ids;
    }

    private static List<String> texts(List<Heard> messages) {
        return messages.stream().map(Heard::text).toList();
    }

    private static List<String> ownIds(List<Heard> messages) {
        return messages.stream().map(Heard::ownId).toList();
    }
}
