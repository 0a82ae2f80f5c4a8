package dev.parley;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.support.BareClient;
import dev.parley.support.Heard;
import dev.parley.support.Http;
import dev.parley.support.Recorder;
import dev.parley.support.TestRedis;
import dev.parley.support.Wire;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Who asks for a stream that can't be served now gets one that says why and when to come back: any other answer is final for an
 * EventSource.
 */
@Timeout(60)
class RefusedStreamTest {
    private static final Duration DRAIN = Duration.ofSeconds(3);

    private final String prefix = "test:" + UUID.randomUUID() + ":";

    @Test
    void whileItDrainsAnInstanceSaysThatItWillBeGoneAndKeepsTheCursor() {
        try (TestInstance instance = TestInstance.start(TestRedis.shared(), prefix)) {
            List<Recorder> streams = open(instance);
            CompletableFuture<Void> drained = drain(instance);
            long left = DRAIN.toMillis() / 2; // at least, so soon after it began

            Heard bye = refused(instance, "draining", "Last-Event-ID", "1795226995253-41");
            assertEquals("1795226995253-41", bye.id());
            assertTrue(bye.json().path("retry").asLong() > left, bye::data);
            Http.Answer ready = instance.http().get("/readyz");
            assertEquals(503, ready.status());
            assertTrue(ready.header("Retry-After").isPresent());
            assertFalse(drained.isDone(), "too slow a machine to see it");
            drained.join();
            streams.forEach(Recorder::awaitEnd);
        }
    }

    @Test
    void whoHasNoCursorGetsNone() {
        try (TestInstance instance = TestInstance.start(TestRedis.shared(), prefix, "--max-streams=1");
                Recorder one = Recorder.open(instance.port(), "/subscribe/room")) {
            for (String path : new String[] {"/subscribe/room", "/room", "/subscribe/room,other?name=ana"}) {
                String accept = path.equals("/room") ? "text/event-stream" : "*/*";
                try (BareClient refused = BareClient.request(instance.port(), path, "Accept", accept)) {
                    Map<String, String> head = refused.readHead();
                    assertEquals("HTTP/1.1 200 OK", head.get(""));
                    assertEquals("chunked", head.get("transfer-encoding"));
                    String bye = refused.readBlock();
                    assertTrue(
                            bye.matches("retry: (\\d{4})\nevent: bye\ndata: \\{\"reason\":\"full\",\"retry\":\\1}\n\n"),
                            bye);
                }
            }
            assertFalse(one.hasEnded());
        }
    }

    /** To whoever looks, it was cut: fetch-event-source takes a complete answer for the end of all. */
    @Test
    void itIsNeverComplete() {
        try (TestInstance instance = TestInstance.start(TestRedis.shared(), prefix, "--max-streams=1");
                Recorder one = Recorder.open(instance.port(), "/subscribe/room")) {
            String answer = Wire.readStream(instance.port(), "/subscribe/room", "the end");
            assertTrue(answer.endsWith("}\n\n\r\n"), answer);
            String old = Wire.readStream(instance.port(), "/subscribe/room", "HTTP/1.0", "the end");
            assertTrue(old.contains("\r\n\r\nretry: ") && old.endsWith("}\n\n"), old);
            assertFalse(one.hasEnded());
        }
    }

    @Test
    void withoutRedisWhatIsNotHereSaysSoAndWhatIsHereGoesOn() {
        TestRedis redis = TestRedis.own();
        try (TestInstance instance = TestInstance.start(redis, prefix);
                Recorder here = Recorder.open(instance.port(), "/subscribe/here")) {
            redis.stop();
            await().until(() -> instance.http().get("/readyz").status() == 503);
            Heard bye = refused(instance, "redis", "Last-Event-ID", "room=1-1");
            assertEquals("room=1-1", bye.id());
            try (Recorder too = Recorder.open(instance.port(), "/subscribe/here")) {
                too.awaitEvent("status");
            }
            assertEquals(503, instance.http().say("room", "mason", "hi").status());
            redis.startAgain();
            await().until(() -> instance.http().get("/readyz").status() == 200);
            Recorder.open(instance.port(), "/subscribe/room").close();
            assertFalse(here.hasEnded());
        } finally {
            redis.close();
        }
    }

    @Test
    void whileOthersLiveATrustedProxyGetsNoAnswerSoItTakesAnother() {
        String[] trusting = {"--trusted-proxies=127.0.0.1"};
        try (TestInstance instance = TestInstance.start(TestRedis.shared(), prefix, trusting);
                TestInstance other = TestInstance.start(TestRedis.shared(), prefix, trusting)) {
            List<Recorder> streams = open(instance);
            CompletableFuture<Void> drained = drain(instance);

            String forwarded = "/subscribe/room HTTP/1.1\r\nX-Forwarded-For: 9.9.9.9\r\nX-Ignored: ";
            assertEquals("", Wire.readStream(instance.port(), forwarded, "the end"));
            refused(instance, "draining"); // who comes without a proxy can't be taken elsewhere
            assertFalse(drained.isDone(), "too slow a machine to see it");
            drained.join();
            streams.forEach(Recorder::awaitEnd);
            Recorder.open(other.port(), "/subscribe/room").close();
        }
    }

    @Test
    void theLastInstanceAnswersAProxyToo() {
        try (TestInstance instance = TestInstance.start(TestRedis.shared(), prefix, "--trusted-proxies=127.0.0.1")) {
            List<Recorder> streams = open(instance);
            CompletableFuture<Void> drained = drain(instance);
            refused(instance, "draining", "X-Forwarded-For", "9.9.9.9");
            assertFalse(drained.isDone(), "too slow a machine to see it");
            drained.join();
            streams.forEach(Recorder::awaitEnd);
        }
    }

    @Test
    void tooManyStreamsOfOneAddressAreRefusedWithAStatusAsBefore() {
        try (TestInstance instance = TestInstance.start(TestRedis.shared(), prefix, "--streams-per-address=1");
                Recorder one = Recorder.open(instance.port(), "/subscribe/room")) {
            Http.Answer refused = instance.http().get("/subscribe/room");
            assertEquals(429, refused.status());
            assertTrue(refused.header("Retry-After").isPresent());
            assertFalse(one.hasEnded());
        }
    }

    /** So many that the last one is sent away late in the drain. */
    private static List<Recorder> open(TestInstance instance) {
        return IntStream.range(0, 10 * Runtime.getRuntime().availableProcessors())
                .mapToObj(i -> Recorder.open(instance.port(), "/subscribe/room"))
                .toList();
    }

    private static CompletableFuture<Void> drain(TestInstance instance) {
        CompletableFuture<Void> drained = CompletableFuture.runAsync(() -> instance.drain(DRAIN));
        await().pollInterval(Duration.ofMillis(5))
                .until(() -> instance.http().get("/readyz").status() == 503);
        return drained;
    }

    private static Heard refused(TestInstance instance, String reason, String... headers) {
        Recorder refused = Recorder.request(instance.port(), "/subscribe/room", headers);
        refused.awaitEnd();
        Heard bye = refused.awaitEvent("bye");
        assertEquals(reason, bye.json().path("reason").textValue());
        assertEquals(refused.retry(), bye.json().path("retry").asText());
        assertEquals("HTTP/1.1 200 OK", refused.statusLine());
        assertTrue(refused.events("welcome").isEmpty());
        return bye;
    }
}
