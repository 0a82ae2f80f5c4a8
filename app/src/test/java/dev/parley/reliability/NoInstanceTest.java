package dev.parley.reliability;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.support.Heard;
import dev.parley.support.Http;
import dev.parley.support.Recorder;
import dev.parley.support.TestRedis;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Behind the balancers of {@code deploy/}, who asks while no instance is ready, or none is there at all, comes back: an event
 * stream says when, with the client's cursor, and every other answer has Retry-After.
 */
@Timeout(90)
class NoInstanceTest {
    private static final String CURSOR = "1795226995253-41";

    @AutoClose
    private static TestRedis redis;

    @BeforeAll
    static void start() {
        redis = TestRedis.own();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nginx", "Caddy"})
    void whoAsksWhileRedisIsAwayOrAllAreGoneIsToldWhenToComeBack(String which) {
        URI uri = redis.uri();
        try (Cluster cluster = Cluster.start(2, which.equals("nginx") ? new Nginx() : Caddy.plain(), uri)) {
            int port = cluster.balancer().port();
            redis.stop();
            awaitReadiness(cluster, 503);
            assertAllComeBack(port);
            redis.startAgain();
            awaitReadiness(cluster, 200);
            await().until(() -> cluster.balancer().http().get("/readyz").status() == 200);
            Recorder.open(port, "/subscribe/room").close();
            cluster.instance(0).kill();
            cluster.instance(1).kill();
            assertAllComeBack(port);
        }
    }

    /** All at once: Caddy looks for an instance for two seconds first. */
    private static void assertAllComeBack(int port) {
        Http balancer = new Http(port);
        String[] withCursor = {"Last-Event-ID", CURSOR};
        Recorder[] streams = {
            Recorder.request(port, "/subscribe/room", withCursor),
            Recorder.request(port, "/room?name=ana", "Accept", "*/*,text/event-stream", "Last-Event-ID", CURSOR),
            Recorder.request(port, "/subscribe/room", "Accept", "text/event-stream", "Last-Event-ID", "")
        };
        var said =
                CompletableFuture.supplyAsync(() -> balancer.say("room", "mason", "hi", "Accept", "text/event-stream"));
        var read = CompletableFuture.supplyAsync(() -> balancer.get("/room"));
        assertSaysBye(streams[0], CURSOR);
        assertSaysBye(streams[1], CURSOR);
        assertSaysBye(streams[2], null);
        assertIsToldWhen(said.join());
        assertIsToldWhen(read.join());
    }

    private static void assertSaysBye(Recorder refused, String cursor) {
        Heard bye = refused.awaitEvent("bye");
        assertEquals("HTTP/1.1 200 OK", refused.statusLine());
        assertEquals("redis", bye.json().path("reason").textValue());
        assertTrue(refused.retry().matches("[345]\\d{3}"), refused.retry());
        assertEquals(refused.retry(), bye.json().path("retry").asText());
        assertEquals(cursor, refused.cursor());
        assertTrue(refused.events("welcome").isEmpty());
        refused.close();
    }

    private static void assertIsToldWhen(Http.Answer refused) {
        assertEquals(503, refused.status());
        assertTrue(refused.header("Retry-After").orElse("").matches("\\d+"), () -> refused.response() + "");
        assertEquals(503, refused.json().path("status").asInt());
    }

    private static void awaitReadiness(Cluster cluster, int status) {
        for (int i = 0; i < cluster.size(); i++) {
            int number = i;
            await().until(() -> cluster.instance(number).http().get("/readyz").status() == status);
        }
    }
}
