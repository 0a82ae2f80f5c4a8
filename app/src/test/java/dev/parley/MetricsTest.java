package dev.parley;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.support.Http;
import dev.parley.support.Recorder;
import dev.parley.support.TestRedis;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.args.ClientType;
import redis.clients.jedis.params.ClientKillParams;

/** An operator sees what an instance does. */
class MetricsTest {
    private final String prefix = "test:" + UUID.randomUUID() + ":";
    private TestRedis redis;
    private TestInstance chat;

    @BeforeEach
    void start() {
        redis = TestRedis.own();
        chat = TestInstance.start(redis, prefix);
    }

    @AfterEach
    void stop() {
        chat.close();
        redis.close();
    }

    @Test
    void whatIsSaidAndWrittenIsCounted() {
        try (Recorder one = Recorder.open(chat.port(), "/subscribe/counted");
                Recorder both = Recorder.open(chat.port(), "/subscribe/counted,other");
                Jedis jedis = redis.connect()) {
            assertEquals(2, value("parley_streams"));
            assertEquals(2, value("parley_channels"));
            chat.http().say("counted", "mason", "one");
            chat.http().say("counted", "mason", "again", "Idempotency-Key", "k");
            chat.http().say("counted", "mason", "again", "Idempotency-Key", "k");
            jedis.publish(prefix + "counted", "raw");
            one.awaitText("raw");
            both.awaitText("raw");
            awaitValue("parley_deliveries_total", 6);
            assertEquals(2, value("parley_messages_total{source=\"post\"}"));
            awaitValue("parley_messages_total{source=\"injected\"}", 1);
            assertTrue(value("parley_delivered_bytes_total") > 6 * 50);
            await().until(() -> value("parley_publish_to_write_seconds_count") >= 1);
            assertEquals(0, value("parley_log_lag"));
            assertEquals(0, value("parley_foreign_total"));
            chat.http().say("elsewhere", "mason", "nobody listens");
            awaitValue("parley_foreign_total", 1);
        }
        awaitValue("parley_streams", 0);
        awaitValue("parley_channels", 0);
    }

    @Test
    void resetsAndRefusalsAreCountedByReason() {
        chat.http().say("reset", "mason", "hi");
        try (Recorder listener = Recorder.resume(chat.port(), "reset", "1-1")) {
            listener.awaitEvent("reset");
        }
        assertEquals(1, value("parley_resets_total{reason=\"unknown\"}"));
        chat.http().say("_bad", "mason", "hi");
        chat.http().say("stranger", "mason", "hi", "Origin", "https://evil.example");
        assertEquals(1, value("parley_refusals_total{reason=\"bad_request\"}"));
        assertEquals(1, value("parley_refusals_total{reason=\"cross_site\"}"));
    }

    @Test
    void aLinkToRedisThatIsMadeAgainIsCounted() {
        assertEquals(1, value("parley_redis_up"));
        try (Jedis jedis = redis.connect();
                Recorder listener = Recorder.open(chat.port(), "/subscribe/linked")) {
            double repairs = value("parley_repairs_total");
            jedis.clientKill(ClientKillParams.clientKillParams().type(ClientType.PUBSUB));
            listener.awaitEvent("status");
            awaitValue("parley_redis_reconnects_total", 1);
            await().until(() -> value("parley_repairs_total") > repairs);
        }
        redis.stop();
        awaitValue("parley_redis_up", 0);
        redis.startAgain();
        awaitValue("parley_redis_up", 1);
    }

    @Test
    void theJvmIsShownToo() {
        assertTrue(value("jvm_threads_live_threads") > 0);
        assertTrue(value("process_uptime_seconds") > 0);
    }

    @Test
    void noChannelIsNamed() {
        chat.http().say("secretive", "mason", "hi");
        assertTrue(!scrape().toLowerCase(Locale.ROOT).contains("secretive"));
    }

    private void awaitValue(String series, double expected) {
        await(series).until(() -> value(series) == expected);
    }

    private double value(String series) {
        return scrape().lines()
                .filter(line -> line.startsWith(series + " "))
                .map(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no series " + series));
    }

    private String scrape() {
        Http.Answer answer = chat.http().get("/metrics");
        assertEquals(200, answer.status());
        return answer.text();
    }
}
