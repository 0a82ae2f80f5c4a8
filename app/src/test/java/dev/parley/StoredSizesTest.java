package dev.parley;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.support.Http;
import dev.parley.support.Recorder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** However large what people say is, what is stored of it stays within bounds. */
class StoredSizesTest {
    private static final int HISTORY = 400;
    private static final int KIB = 1024;
    private static final int BYTES_PER_MESSAGE = 2 * KIB;
    private static final int LINE = 64 * KIB;

    @AutoClose
    private static TwoInstances chat;

    @BeforeAll
    static void start() {
        chat = TwoInstances.onSharedRedis("--history", Integer.toString(HISTORY));
    }

    @Test
    void aChannelOfLargeEventsTakesNoMoreOfRedisThanOneOfManyMessages() {
        List<String> ids = IntStream.range(0, 100)
                .mapToObj(i -> event("large", "'".repeat(3_200)))
                .map(Http.Answer::id)
                .toList();
        assertTrue(memory("large") <= HISTORY * BYTES_PER_MESSAGE, () -> "bytes: " + memory("large"));
        assertTrue(retained("large") > 30, () -> "messages: " + retained("large"));
        String oldest = chat.http().get("/large?limit=1").json().path("oldest").textValue();
        assertEquals(ids.get((int) (ids.size() - retained("large"))), oldest, "the oldest went first");
    }

    @Test
    void smallMessagesAfterLargeOnesPushThemOutByNumber() {
        for (int i = 0; i < 60; i++) {
            event("mixed", "'".repeat(3_200));
        }
        for (int i = 0; i < HISTORY; i++) {
            chat.http().say("mixed", "mason", "x".repeat(400));
        }
        assertEquals(HISTORY, retained("mixed"));
        assertTrue(memory("mixed") <= HISTORY * BYTES_PER_MESSAGE * 5L / 4, () -> "bytes: " + memory("mixed"));
    }

    @Test
    void oneMessageIsKeptHoweverLargeItIs() {
        try (TwoInstances forgetful = TwoInstances.onSharedRedis("--history", "1")) {
            forgetful.http().say("one", "mason", "first");
            forgetful.http().say("one", "mason", "'".repeat(4_000));
            assertEquals(1, forgetful.http().get("/one").json().path("messages").size());
        }
    }

    @Test
    void aChannelInWhichLittleWasSaidIsForgottenAfterADay() {
        for (int i = 0; i < 4; i++) {
            chat.http().say("young", "mason", "hi");
            assertTrue(life("young").compareTo(Duration.ofDays(1)) <= 0, () -> "lives " + life("young"));
        }
        chat.http().say("young", "mason", "hi");
        assertTrue(life("young").compareTo(Duration.ofDays(6)) > 0, () -> "lives " + life("young"));
    }

    @Test
    void noLineOfAStreamIsLongerThanSixtyFourKibibytesWhateverIsPublished() {
        try (Recorder listener = Recorder.open(chat.other.port(), "/subscribe/lines")) {
            chat.inject("lines", "'".repeat(16 * KIB)); // 80 KiB when escaped: dropped
            chat.inject("lines", "'".repeat(9_000));
            event("lines", "'".repeat(3_200));
            chat.http().say("lines", "'".repeat(64), "'".repeat(4_000));
            chat.http().say("lines", "mason", "marker");
            await().untilAsserted(() -> assertEquals(4, listener.messages().size()));
            assertTrue(listener.messages().stream()
                    .mapToInt(heard -> heard.data().getBytes(StandardCharsets.UTF_8).length)
                    .allMatch(bytes -> bytes < LINE - 8 * KIB));
        }
    }

    @Test
    void jsonThatNestsTooDeepIsRefusedWithWhatToChange() {
        for (int depth : new int[] {70, 700, 990}) {
            String nested = "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);
            Http.Answer answer = chat.http().postJson("deep", "{\"event\":\"e\",\"data\":" + nested + "}");
            assertEquals(400, answer.status());
            assertTrue(answer.text().contains("64 levels"), answer.text());
        }
    }

    private static Http.Answer event(String channel, String text) {
        Http.Answer answer = chat.http().postJson(channel, "{\"event\":\"large\",\"data\":{\"x\":\"" + text + "\"}}");
        assertEquals(201, answer.status(), answer.text());
        return answer;
    }

    private static long memory(String channel) {
        try (Jedis jedis = chat.redis.connectFor(log(channel))) {
            return jedis.memoryUsage(log(channel), 0);
        }
    }

    private static long retained(String channel) {
        try (Jedis jedis = chat.redis.connectFor(log(channel))) {
            return jedis.xlen(log(channel));
        }
    }

    private static Duration life(String channel) {
        try (Jedis jedis = chat.redis.connectFor(log(channel))) {
            return Duration.ofMillis(jedis.pttl(log(channel)));
        }
    }

    private static String log(String channel) {
        return "{" + chat.prefix + channel + "}:log";
    }
}
