package dev.parley;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.support.BareClient;
import dev.parley.support.Live;
import dev.parley.support.Recorder;
import dev.parley.support.Sockets;
import dev.parley.support.TestRedis;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A client that goes away is noticed at once, though nothing is written to it: the heartbeat of these tests comes after
 * they have ended.
 */
@Timeout(60)
class DisconnectTest {
    private static final String STREAM = "dev.parley.http.SseConnection";
    private static final String SUBSCRIPTION = "dev.parley.relay.Subscription";
    private static final String LOG = "dev.parley.relay.ChannelLog";
    private static final int CLIENTS = 20;
    private static final Duration AT_ONCE = Duration.ofSeconds(3);

    /** A log is kept for 10 s after its last stream, for who comes back. */
    private static final Duration IN_A_WHILE = Duration.ofSeconds(20);

    private static int streamsBefore;
    private static int logsBefore;

    @AutoClose
    private static TestInstance instance;

    @BeforeAll
    static void start() {
        streamsBefore = Live.objects(STREAM);
        logsBefore = Live.objects(LOG);
        instance = TestInstance.start(TestRedis.shared(), "test:" + UUID.randomUUID() + ":", "--heartbeat", "60s");
    }

    /** So that no test counts what another has just left. */
    @AfterEach
    void awaitSilence() {
        awaitObjects(STREAM, streamsBefore, AT_ONCE);
        awaitObjects(LOG, logsBefore, IN_A_WHILE);
    }

    @Test
    void allThatAClientHeldIsFreedWhenItCloses() {
        assertFreed("fin", BareClient::leaveWithFin);
    }

    @Test
    void allThatAClientHeldIsFreedWhenItIsCut() {
        assertFreed("rst", BareClient::leaveWithRst);
    }

    @Test
    void aClientThatLeftWithoutReadingIsFreedWithWhatItHadNotRead() {
        int streams = Live.objects(STREAM);
        BareClient client = BareClient.requestWithTinyWindow(instance.port(), "/subscribe/unread");
        client.readHead();
        for (int i = 0; i < 200; i++) {
            assertEquals(
                    201,
                    instance.http().say("unread", "mason", "x".repeat(4_000)).status());
        }
        client.leaveWithFin();
        awaitObjects(STREAM, streams, AT_ONCE);
    }

    @Test
    void theLogStaysForTheListenerWhoStays() {
        try (Recorder staying = Recorder.open(instance.port(), "/subscribe/stays")) {
            int streams = Live.objects(STREAM);
            int logs = Live.objects(LOG);
            for (int i = 0; i < CLIENTS; i++) {
                BareClient client = open("stays");
                client.leaveWithFin();
            }
            awaitObjects(STREAM, streams, AT_ONCE);
            assertEquals(logs, Live.objects(LOG));
            instance.http().say("stays", "mason", "still here?");
            staying.awaitText("still here?");
        }
    }

    private static void assertFreed(String channel, Consumer<BareClient> leave) {
        int streams = Live.objects(STREAM);
        int subscriptions = Live.objects(SUBSCRIPTION);
        int logs = Live.objects(LOG);
        long sockets = Sockets.open(instance.port());
        List<BareClient> clients =
                IntStream.range(0, CLIENTS).mapToObj(i -> open(channel)).toList();
        assertTrue(Live.objects(STREAM) >= CLIENTS && Live.objects(LOG) >= 1, "they are seen");

        clients.forEach(leave);

        awaitObjects(STREAM, streams, AT_ONCE);
        awaitObjects(SUBSCRIPTION, subscriptions, AT_ONCE);
        awaitObjects(LOG, logs, IN_A_WHILE);
        await().atMost(AT_ONCE).until(() -> Sockets.open(instance.port()) <= sockets);
    }

    private static BareClient open(String channel) {
        BareClient client = BareClient.request(instance.port(), "/subscribe/" + channel);
        client.readHead();
        assertTrue(client.readBlock().contains("event: welcome"));
        return client;
    }

    private static void awaitObjects(String type, int count, Duration patience) {
        await(type).atMost(patience).untilAsserted(() -> {
            turnSelectors();
            assertTrue(Live.objects(type) <= count, Live.objects()::toString);
        });
    }

    /** Each of Jetty's selectors keeps hold of the connection it served last until another one is served. */
    private static void turnSelectors() {
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            try (BareClient client = BareClient.request(instance.port(), "/healthz")) {
                client.readHead();
            }
        }
    }
}
