package dev.parley;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.support.Eavesdropper;
import dev.parley.support.Heard;
import dev.parley.support.InstanceProcess;
import dev.parley.support.Recorder;
import dev.parley.support.TestRedis;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** What others publish, such as {@code redis-cli publish chat:everyone 'deploying'}, is heard like anything else: once. */
class InjectionTest {
    @AutoClose
    private static TwoInstances chat;

    @BeforeAll
    static void start() {
        chat = TwoInstances.onSharedRedis();
    }

    @Test
    void aRawMessageIsHeardOnceByAllUnderOneIdAndHasAPlaceInHistory() {
        List<Recorder> listeners = chat.listenOnBoth("raw");
        chat.inject("raw", "deploying <now>");
        chat.http().say("raw", "mason", "marker");
        for (Recorder listener : listeners) {
            listener.assertDense();
            listener.awaitMessages(2);
        }
        List<Heard> heard = listeners.get(0).messages();
        assertEquals(heard, listeners.get(1).messages());
        Heard injected = heard.stream()
                .filter(message -> !message.text().equals("marker"))
                .findFirst()
                .orElseThrow();
        assertEquals("deploying &lt;now&gt;", injected.text());
        assertEquals("system", injected.json().path("sender").textValue());
        assertEquals(
                injected.id(),
                chat.other
                        .http()
                        .get("/raw")
                        .json()
                        .path("messages")
                        .findValuesAsText("id")
                        .get(heard.indexOf(injected)));
        listeners.forEach(Recorder::close);
    }

    @Test
    void aRawMessageNeedsNoListenerToEnterHistory() {
        chat.inject("unheard", "for later");
        await().until(() -> chat.http().get("/unheard").json().path("messages").size() == 1);
    }

    @Test
    void rawJsonWithAMessageIsThatMessage() {
        try (Recorder listener = Recorder.open(chat.one.port(), "/subscribe/raw-json")) {
            chat.inject("raw-json", "{\"sender\":\"ci <bot>\",\"message\":\"build & test\",\"more\":1}");
            Heard heard = listener.awaitMessages(1).get(0);
            assertEquals("ci &lt;bot&gt;", heard.json().path("sender").textValue());
            assertEquals("build &amp; test", heard.text());
        }
    }

    @Test
    void theSameTextInjectedManyTimesIsHeardAsOften() {
        List<Recorder> listeners = chat.listenOnBoth("again");
        IntStream.range(0, 100).forEach(i -> chat.inject("again", "again"));
        listeners.forEach(listener -> listener.awaitMessages(100));
        chat.http().say("again", "mason", "marker");
        for (Recorder listener : listeners) {
            listener.assertTexts(Collections.nCopies(100, "again"), "marker");
            listener.assertDense();
            listener.close();
        }
    }

    @Test
    void aRawMessageThatOnlyHasAnIdIsARawMessage() {
        try (Recorder listener = Recorder.open(chat.one.port(), "/subscribe/with-id")) {
            String first = chat.http().say("with-id", "mason", "first").id();
            chat.inject(
                    "with-id",
                    "{\"id\":\"" + first.replaceAll("-0$", "-1")
                            + "\",\"sender\":\"eve\",\"message\":\"<b>1\",\"at\":1}");
            listener.awaitMessages(2);
            chat.http().say("with-id", "mason", "marker");
            listener.assertTexts(List.of("first", "&lt;b&gt;1"), "marker");
            listener.assertDense();
        }
    }

    @Test
    void whatIsMadeToLookPublishedIsDroppedAndCounted() {
        try (Recorder listener = Recorder.open(chat.one.port(), "/subscribe/forged")) {
            String first = chat.http().say("forged", "mason", "first").id();
            double before = dropped();
            chat.inject(
                    "forged",
                    "{\"id\":\"" + first.replaceAll("-0$", "-1")
                            + "\",\"sig\":\"0123456789abcdef\",\"sender\":\"eve\",\"message\":\"<b>\",\"at\":1}");
            await().until(() -> dropped() == before + 1);
            chat.http().say("forged", "mason", "marker");
            listener.assertTexts(List.of("first"), "marker");
            listener.assertDense();
        }
    }

    @Test
    void aPublishedPayloadThatIsPublishedAgainIsNotHeardTwice() {
        try (Eavesdropper eavesdropper = new Eavesdropper(chat.redis, chat.prefix + "replayed");
                Recorder listener = Recorder.open(chat.one.port(), "/subscribe/replayed")) {
            chat.http().say("replayed", "mason", "once");
            chat.inject("replayed", eavesdropper.awaitPayload());
            chat.http().say("replayed", "mason", "marker");
            listener.assertTexts(List.of("once"), "marker");
        }
    }

    @Test
    void anInstanceThatEndsGivesItsLeaseBack() {
        TwoInstances leaving = TwoInstances.onSharedRedis();
        String lease = "{" + leaving.prefix + "room}:adopter";
        try (Jedis jedis = chat.redis.connectFor(lease)) {
            leaving.inject("room", "raw");
            await().until(() -> jedis.exists(lease));
            leaving.close();
            assertFalse(jedis.exists(lease), "left alone, it would last for 2 s");
        }
    }

    @Test
    void whatCanNotBeShownIsDroppedAndNobodyNotices() {
        try (Recorder listener = Recorder.open(chat.one.port(), "/subscribe/odd");
                Jedis jedis = chat.redis.connect()) {
            chat.inject("odd", "");
            chat.inject("odd", "x".repeat(16 * 1024 + 1));
            chat.inject("not a channel", "hi");
            chat.inject("", "hi");
            jedis.publish(
                    (chat.prefix + "odd").getBytes(StandardCharsets.UTF_8), new byte[] {'b', (byte) 0xff, 0, 'd'});
            jedis.publish((chat.prefix + "\u00e9").getBytes(StandardCharsets.ISO_8859_1), new byte[] {'x'});
            listener.awaitMessages(1);
            chat.http().say("odd", "mason", "marker");
            listener.assertTexts(List.of("b\uFFFD d"), "marker");
        }
    }

    @Test
    void aThousandRawMessagesAreEachHeardOnceThoughTheirAdopterIsKilled() {
        List<String> texts = IntStream.range(0, 1_000).mapToObj(i -> "raw " + i).toList();
        try (TestRedis redis = TestRedis.own()) {
            String prefix = "killed:" + UUID.randomUUID() + ":";
            try (InstanceProcess one = InstanceProcess.start(redis, prefix);
                    InstanceProcess other = InstanceProcess.start(redis, prefix);
                    Jedis jedis = redis.connect()) {
                inject(jedis, prefix + "room", texts.subList(0, 300));
                InstanceProcess holder = holder(jedis, prefix, one, other);
                InstanceProcess survivor = holder == one ? other : one;
                inject(jedis, prefix + "room", texts.subList(300, 600));
                holder.kill();
                inject(jedis, prefix + "room", texts.subList(600, 1_000));
                assertHeardOnce(survivor, texts);
            }
        }
    }

    @Test
    void anAdopterThatWasStalledAndComesBackAdoptsNothingTwice() {
        List<String> texts = IntStream.range(0, 400).mapToObj(i -> "raw " + i).toList();
        try (TestRedis redis = TestRedis.own()) {
            String prefix = "stalled:" + UUID.randomUUID() + ":";
            try (InstanceProcess one = InstanceProcess.start(redis, prefix);
                    InstanceProcess other = InstanceProcess.start(redis, prefix);
                    Jedis jedis = redis.connect()) {
                inject(jedis, prefix + "room", texts.subList(0, 100));
                InstanceProcess holder = holder(jedis, prefix, one, other);
                InstanceProcess awake = holder == one ? other : one;
                InstanceProcess.signal("STOP", holder.pid());
                try {
                    inject(jedis, prefix + "room", texts.subList(100, 400));
                    assertHeardOnce(awake, texts);
                    // the lease runs out, so that the stalled one could take it again
                    await().atMost(Duration.ofSeconds(10)).until(() -> !jedis.exists(lease(prefix)));
                } finally {
                    InstanceProcess.signal("CONT", holder.pid());
                }
                inject(jedis, prefix + "room", List.of("marker"));
                try (Recorder listener = Recorder.open(holder.port(), "/subscribe/room", "Last-Event-ID", "0-0")) {
                    listener.awaitText("marker");
                    listener.assertTexts(texts, "marker");
                }
            }
        }
    }

    private static double dropped() {
        return chat.http()
                .get("/metrics")
                .text()
                .lines()
                .filter(line -> line.startsWith("parley_raw_dropped_total "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
                .sum();
    }

    private static void inject(Jedis jedis, String topic, List<String> texts) {
        texts.forEach(text -> jedis.publish(topic, text));
    }

    private static String lease(String prefix) {
        return "{" + prefix + "room}:adopter";
    }

    private static InstanceProcess holder(Jedis jedis, String prefix, InstanceProcess one, InstanceProcess other) {
        await().until(() -> jedis.exists(lease(prefix)));
        return jedis.get(lease(prefix)).startsWith(one.pid() + "-") ? one : other;
    }

    private static void assertHeardOnce(InstanceProcess instance, List<String> texts) {
        try (Recorder listener = Recorder.open(instance.port(), "/subscribe/room", "Last-Event-ID", "0-0")) {
            List<Heard> heard = listener.awaitMessages(texts.size());
            listener.assertDense();
            assertEquals(
                    texts.stream().sorted().toList(),
                    heard.stream().map(Heard::text).sorted().toList());
            assertTrue(listener.events("reset").isEmpty());
        }
    }
}
