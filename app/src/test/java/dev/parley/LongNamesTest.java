package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.support.Http;
import dev.parley.support.Recorder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;

/** However long the names of a stream's channels are, its ids fit into a header, or it is refused at once. */
class LongNamesTest {
    private static final int MAX_CHANNELS = 32;

    /** What every id may take: 18 digits, a dash, 18 digits. */
    private static final String LONG_ID = "100000000000000000-10000000000000000";

    /** Percent-encoded: 89 bytes, so that with the rest, each position may take 128, and all of them 4 KiB. */
    private static final List<String> LONGEST = names("xxx", "\u00E9".repeat(14));

    /** What a browser sends besides, with cookies of the site's other pages. */
    private static final Map<String, String> BROWSER = Map.of(
            "Accept", "text/event-stream",
            "Accept-Encoding", "gzip, deflate, br, zstd",
            "Accept-Language", "de-DE,de;q=0.9,en-US;q=0.8,en;q=0.7",
            "Cache-Control", "no-cache",
            "Cookie", "session=" + "c".repeat(1_000),
            "Referer", "https://chat.example.org/" + "r".repeat(200),
            "Sec-CH-UA", "\"Chromium\";v=\"142\", \"Google Chrome\";v=\"142\", \"Not_A Brand\";v=\"99\"",
            "Sec-Fetch-Mode", "cors",
            "User-Agent", "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36",
            "X-Forwarded-For", "2001:db8:85a3:8d3:1319:8a2e:370:7348");

    @AutoClose
    private static TwoInstances chat;

    @BeforeAll
    static void start() {
        chat = TwoInstances.onSharedRedis();
    }

    @Test
    void theLongestListResumesWithItsLongestIdAndAllThatABrowserSends() {
        for (String name : LONGEST) {
            try (Jedis jedis = chat.redis.connectFor(chat.prefix + name)) {
                for (int i = 0; i < 2; i++) {
                    jedis.xadd(
                            "{" + chat.prefix + name + "}:log",
                            new StreamEntryID(LONG_ID + i),
                            Map.of("event", "{\"sender\":\"m\",\"message\":\"" + i + "\",\"at\":1}"));
                }
            }
        }
        String path = "/subscribe/" + joined(LONGEST);
        String longest;
        try (Recorder first = Recorder.open(chat.one.port(), path + "?last=1")) {
            longest = first.awaitMessages(MAX_CHANNELS).get(MAX_CHANNELS - 1).id();
        }
        assertEquals(4 * 1024 - 1, longest.length());
        String cursor = longest.replace(LONG_ID + 1, LONG_ID + 0);
        String[] headers = Stream.concat(
                        BROWSER.entrySet().stream().flatMap(header -> Stream.of(header.getKey(), header.getValue())),
                        Stream.of("Last-Event-ID", cursor))
                .toArray(String[]::new);
        try (Recorder resumed = Recorder.request(chat.other.port(), path, headers)) {
            resumed.awaitEvent("welcome");
            assertEquals(MAX_CHANNELS, resumed.awaitMessages(MAX_CHANNELS).size());
            assertTrue(resumed.texts().stream().allMatch("1"::equals));
            assertTrue(resumed.events("reset").isEmpty());
        }
    }

    @Test
    void oneCharacterMoreIsRefusedAndToldWhy() {
        List<String> names = names("xxxx", "\u00E9".repeat(14));
        Http.Answer answer = chat.http().get("/subscribe/" + joined(names));
        assertEquals(400, answer.status());
        assertTrue(answer.json().path("detail").textValue().contains("too long"), answer.text());
        // the others may go on another stream
        try (Recorder fewer = Recorder.open(chat.one.port(), "/subscribe/" + joined(names.subList(0, 31)))) {
            assertEquals(31, fewer.events("welcome").get(0).positions().size());
        }
    }

    @Test
    void oneNameMayAlwaysBeAsLongAsNamesAre() {
        String longest = "\uD835\uDC9C".repeat(64);
        try (Recorder listener = Recorder.open(chat.one.port(), "/subscribe/" + encoded(longest))) {
            chat.http().say(encoded(longest), "mason", "hi");
            listener.awaitText("hi");
        }
    }

    @Test
    void anAddressThatIsTooLongIsRefusedAsSuch() {
        Map<String, Integer> statuses = Map.of("\u00E9", 400, "\uD835\uDC9C", 414); // 12 and 24 KB of names
        statuses.forEach((letter, status) -> {
            Http.Answer answer = chat.http().get("/subscribe/" + joined(names("", letter.repeat(62))));
            assertEquals(status, answer.status());
            assertEquals(
                    "application/problem+json", answer.header("Content-Type").orElseThrow());
        });
    }

    /** As many as a stream may have. */
    private static List<String> names(String latin, String others) {
        return IntStream.range(0, MAX_CHANNELS)
                .mapToObj(i -> String.format(Locale.ROOT, "%02d", i) + latin + others)
                .toList();
    }

    private static String joined(List<String> names) {
        return names.stream().map(LongNamesTest::encoded).collect(Collectors.joining(","));
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8);
    }
}
