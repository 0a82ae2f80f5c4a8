package dev.parley;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.support.Http;
import dev.parley.support.Recorder;
import dev.parley.support.Signer;
import dev.parley.support.TestRedis;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** Everyone can find out which channels there are. */
class DirectoryTest {
    @AutoClose
    private final TwoInstances chat = TwoInstances.onSharedRedis();

    @Test
    void channelsAreListedNewestFirstWithTheirPeopleByBothInstances() {
        chat.both()
                .forEach(instance -> assertEquals(
                        "{\"channels\":[]}", instance.http().get("/channels").text()));
        try (Recorder ana = Recorder.open(chat.one.port(), "/subscribe/b,never-used?name=ana");
                Recorder bob = Recorder.open(chat.other.port(), "/subscribe/b?name=bob")) {
            ana.awaitEvent("presence");
            bob.awaitPresent("ana", "bob");
            chat.one.http().say("a", "ana", "hi");
            chat.other.http().say("b", "bob", "hi");
            Http.Answer last = chat.one.http().say("c%C3%A9", "ana", "hi");
            chat.both().forEach(instance -> awaitListed(instance, "c\u00E9", "b", "a"));
            for (TestInstance instance : chat.both()) {
                JsonNode channels = instance.http().get("/channels").json().path("channels");
                assertEquals(last.json().path("at"), channels.path(0).path("at"));
                assertEquals(List.of(0, 2, 0), numbers(channels, "members"));
            }
            chat.other.http().say("a", "bob", "again");
            chat.both().forEach(instance -> awaitListed(instance, "a", "c\u00E9", "b"));
        }
    }

    /** However many others there are that one may not hear. */
    @Test
    void onesOwnRoomIsFoundBehindThousandsOfNewerOnes() {
        try (ClosedChat closed = new ClosedChat()) {
            try (Jedis jedis = closed.instances.redis.connectFor(closed.instances.prefix + "channels")) {
                Map<String, Double> all = new HashMap<>();
                double now = System.currentTimeMillis();
                IntStream.range(0, 9_000).forEach(i -> all.put("private-" + i, now - i));
                all.put("user-42:mail", now - 60_000);
                jedis.zadd(closed.instances.prefix + "channels", all);
            }
            String[] ana = Signer.of("42").bearer();
            for (Http http : List.of(closed.one(), closed.other())) {
                assertEquals(
                        "[\"user-42:mail\"]",
                        http.get("/channels", ana).json().path("channels").findValuesAsText("channel").stream()
                                .map(name -> '"' + name + '"')
                                .toList()
                                .toString());
            }
            assertEquals(
                    100,
                    closed.one()
                            .get("/channels", Signer.bearer(Signer.KEY))
                            .json()
                            .path("channels")
                            .size());
        }
    }

    @Test
    void aRawMessageIsActivityToo() {
        chat.inject("raw", "hi");
        chat.both().forEach(instance -> awaitListed(instance, "raw"));
    }

    @Test
    void onlyWhatCanBeVisitedIsListed() {
        try (Jedis jedis = chat.redis.connectFor(chat.prefix + "channels")) {
            jedis.zadd(chat.prefix + "channels", (double) System.currentTimeMillis(), "<no channel>");
            jedis.zadd(chat.prefix + "channels", 1_000, "long-ago");
        }
        for (String name : List.of("no channel", "metrics", "subscribe", "-x")) {
            chat.inject(name, "hi");
        }
        chat.inject("good", "hi");
        chat.both().forEach(instance -> awaitListed(instance, "good"));
    }

    @Test
    void nobodyPushesARoomWithPeopleOutByNamingNewOnes() {
        try (Recorder ana = Recorder.open(chat.one.port(), "/subscribe/hall?name=ana")) {
            ana.awaitPresent("ana");
            chat.http().say("hall", "ana", "hi");
            IntStream.range(0, 105).forEach(i -> chat.http().say("empty-" + i, "stranger", "hi"));
            chat.both()
                    .forEach(instance -> await().until(() -> names(instance).size() == 100
                            && names(instance).contains("empty-104")
                            && names(instance).get(99).equals("hall")));
        }
    }

    @Test
    void atMostAHundredAreListed() {
        long at = 0;
        for (int i = 0; i < 105; i++) {
            at = sayLaterThan(at, "room-" + i);
        }
        chat.both()
                .forEach(instance -> await().until(() -> names(instance).size() == 100
                        && names(instance).get(0).equals("room-104")
                        && names(instance).get(99).equals("room-5")));
    }

    /** In a millisecond of its own, so that the order is certain. */
    private long sayLaterThan(long before, String channel) {
        long at;
        do {
            at = chat.http().say(channel, "mason", "hi").json().path("at").longValue();
        } while (at <= before);
        return at;
    }

    @Test
    void anInstanceThatStartsLaterKnows() {
        String prefix = "test:" + UUID.randomUUID() + ":";
        try (TestInstance early = TestInstance.start(chat.redis, prefix);
                Recorder listener = Recorder.open(early.port(), "/subscribe/before")) {
            early.http().say("before", "mason", "hi");
            listener.awaitText("hi");
        }
        try (TestInstance late = TestInstance.start(chat.redis, prefix)) {
            awaitListed(late, "before");
        }
    }

    @Test
    void itCostsNoWriteForEachMessage() {
        try (TestRedis redis = TestRedis.own();
                TestInstance instance = TestInstance.start(redis, "test:")) {
            IntStream.range(0, 200).forEach(i -> instance.http().say("busy-" + i % 3, "mason", "hi"));
            awaitListed(instance, "busy-1", "busy-0", "busy-2");
            long writes = redis.calls("zadd"); // the renewals of the lease are among them
            assertTrue(writes < 20, writes + " writes for 200 messages");
        }
    }

    private static void awaitListed(TestInstance instance, String... names) {
        await().untilAsserted(() -> assertEquals(List.of(names), names(instance)));
    }

    private static List<String> names(TestInstance instance) {
        List<String> names = new ArrayList<>();
        instance.http()
                .get("/channels")
                .json()
                .path("channels")
                .forEach(channel -> names.add(channel.path("channel").textValue()));
        return names;
    }

    private static List<Integer> numbers(JsonNode channels, String field) {
        List<Integer> numbers = new ArrayList<>();
        channels.forEach(channel -> numbers.add(channel.path(field).intValue()));
        return numbers;
    }
}
