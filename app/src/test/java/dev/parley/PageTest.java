package dev.parley;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.support.Http;
import dev.parley.support.Http.Answer;
import dev.parley.support.RedisLine;
import dev.parley.support.Signer;
import dev.parley.support.TestRedis;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.params.XAddParams;

/** The page comes with what was said last, for who reads it without scripts and for those; and with nothing that is not for anybody. */
@Timeout(60)
class PageTest {
    private static TwoInstances chat;

    @BeforeAll
    static void start() {
        chat = TwoInstances.onSharedRedis();
    }

    @AfterAll
    static void stop() {
        chat.close();
    }

    @Test
    void itBringsWhatWasSaidLastAndTellsProgramsOfIt() {
        for (int i = 0; i < 25; i++) {
            chat.http().say("talk", "ana", "number " + i);
        }
        String head = chat.http().say("talk", "José", "It's <late> & \"dark\"").id();
        Answer page = page(chat.other.http(), "/talk");
        String html = page.text();
        assertEquals("public, max-age=1", page.header("Cache-Control").orElseThrow());
        assertTrue(
                html.contains("<p class=\"text\" dir=\"auto\">It&#39;s &lt;late&gt; &amp; &#34;dark&#34;</p>"), html);
        assertTrue(html.contains(" data-head=\"" + head + "\""), html);
        assertEquals(20, html.split("<li class=\"message\" id=", -1).length - 1);
        assertTrue(html.contains(">number 6<") && !html.contains(">number 5<"), html);
        assertTrue(html.contains("<title>talk · Parley</title>"), html);
        assertTrue(html.contains("<meta property=\"og:title\" content=\"talk · Parley\">"), html);
        assertTrue(
                html.contains(
                        "<meta property=\"og:description\" content=\"José: It&#39;s &lt;late> &amp; &#34;dark&#34;\">"),
                html);
    }

    @Test
    void eventsComeToo() {
        chat.http().postJson("events", "{\"event\":\"userJoined\",\"data\":{\"username\":\"<b>\\\"\"}}");
        String html = page(chat.http(), "/events").text();
        assertTrue(html.contains("data-event=\"userJoined\""), html);
        assertTrue(html.contains("data-data=\"{&#34;username&#34;:&#34;&amp;lt;b&amp;gt;&amp;#34;&#34;}\""), html);
    }

    @Test
    void whateverOthersHavePutIntoRedisIsText() {
        String channel = "foreign";
        String evil = "<script>alert(1)</script><!-- \\\" ' onload=x";
        chat.http().say(channel, "mason", "before");
        add(channel, "{\"sender\":\"" + evil + "\",\"tag\":\"" + evil + "\",\"message\":\"" + evil + "\",\"at\":1}");
        add(channel, "{\"event\":\"" + "x" + "\",\"data\":{\"" + evil + "\":1},\"at\":1}");
        String html = page(chat.http(), "/" + channel).text();
        assertFalse(html.contains("<script>") || html.contains("<!-- "), html);
        assertTrue(html.contains("&lt;script&gt;alert(1)"), html);
        add(channel, "{\"sender\":1,\"message\":{\"a\":tru},\"at\":1}");
        await().until(() -> !page(chat.http(), "/" + channel).text().contains("alert(1)"));
    }

    /** Whoever asks: the page may be kept by caches that many share. */
    @Test
    void nothingIsInItThatIsNotForAnybody() {
        try (ClosedChat closed = new ClosedChat("--anyone-may=listen:open")) {
            for (String channel : new String[] {"open", "closed"}) {
                closed.one().say(channel, "Ana", "the word", Signer.bearer(Signer.KEY));
            }
            String[] user = Signer.of("42").may("{\"listen\":[\"*\"]}").bearer();
            assertTrue(page(closed.other(), "/open").text().contains("the word"));
            assertTrue(page(closed.other(), "/open", user).text().contains("the word"));
            assertFalse(page(closed.other(), "/closed").text().contains("the word"));
            assertFalse(page(closed.other(), "/closed", user).text().contains("the word"));
        }
    }

    @Test
    void whileRedisIsFarOrAwayItComesWithoutAndSoon() {
        try (TestRedis redis = TestRedis.own();
                RedisLine line = new RedisLine(redis);
                TestInstance far = TestInstance.start(line.uri(), "page:" + UUID.randomUUID() + ":")) {
            far.http().say("room", "ana", "hello");
            line.delay(Duration.ofMillis(1_500));
            long asked = System.nanoTime();
            Answer page = page(far.http(), "/room");
            assertTrue(System.nanoTime() - asked < Duration.ofMillis(1_400).toNanos(), "it waited for Redis");
            assertEquals(200, page.status());
            assertFalse(page.text().contains("hello"));
            line.delay(Duration.ZERO);
            await().until(() -> page(far.http(), "/room").text().contains(">hello<"));
            redis.stop();
            await().until(() -> !page(far.http(), "/room").text().contains(">hello<"));
        }
    }

    @Test
    void filesAreKeptForGoodUnderTheirVersion() {
        String version = version();
        Answer file = chat.other.http().get("/assets/" + version + "/js/app.js", "Accept-Encoding", "gzip");
        assertEquals(
                "public, max-age=31536000, immutable",
                file.header("Cache-Control").orElseThrow());
        assertEquals("gzip", file.header("Content-Encoding").orElseThrow());
        String plain = chat.http().get("/assets/" + version + "/js/app.js").text();
        assertFalse(plain.isEmpty() || plain.contains("\n/**"), plain);
        assertEquals(
                200, chat.http().head("/assets/" + version + "/css/base.css").status());
    }

    @Test
    void underItsOldAddressAFileIsKeptForAMinuteAndThenAskedForAgain() {
        Answer file = chat.http().get("/assets/js/parley.js");
        String tag = file.header("ETag").orElseThrow();
        assertEquals(
                "public, max-age=60, stale-while-revalidate=3600",
                file.header("Cache-Control").orElseThrow());
        assertTrue(chat.http().get("/assets/js/parley/ids.js").text().startsWith("/**"), "it is as it was written");
        Answer again = chat.other.http().get("/assets/js/parley.js", "If-None-Match", tag);
        assertEquals(304, again.status());
        assertEquals("", again.text());
    }

    /** Only what says so and tries again is there, whatever version it is. */
    @Test
    void filesOfTwoVersionsAreNeverMixed() {
        String other = "/assets/" + "0".repeat(32);
        for (String path : new String[] {"/js/app.js", "/css/base.css", "/favicon.svg", ""}) {
            Answer none = chat.http().get(other + path);
            assertEquals(404, none.status(), path);
            assertEquals("no-store", none.header("Cache-Control").orElseThrow());
        }
        Answer boot = chat.http().get(other + "/js/boot.js");
        assertEquals(200, boot.status());
        assertEquals("no-store", boot.header("Cache-Control").orElseThrow());
    }

    private static String version() {
        String html = page(chat.http(), "/everyone").text();
        return html.replaceFirst("(?s).*\"/assets/([0-9a-f]{32})/js/boot.js\".*", "$1");
    }

    private static Answer page(Http http, String path, String... headers) {
        String[] all = Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "Accept";
        all[headers.length + 1] = "text/html";
        return http.get(path, all);
    }

    private static void add(String channel, String event) {
        try (Jedis jedis = chat.redis.connectFor(chat.prefix + channel)) {
            String log = "{" + chat.prefix + channel + "}:log";
            StreamEntryID last = jedis.xinfoStream(log).getLastGeneratedId();
            jedis.xadd(
                    log,
                    Map.of("event", event),
                    XAddParams.xAddParams().id(new StreamEntryID(last.getTime(), last.getSequence() + 1)));
        }
    }
}
