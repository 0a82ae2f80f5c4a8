package dev.parley;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.support.Recorder;
import dev.parley.support.SlowClient;
import dev.parley.support.TestRedis;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What does not advance in time is cut, in both directions, whether it trickles or stands still. */
@Timeout(60)
class DeadlinesTest {
    private final List<SlowClient> opened = new ArrayList<>();
    private TestInstance chat;

    @BeforeEach
    void start() {
        chat = TestInstance.start(TestRedis.shared(), "test:" + UUID.randomUUID() + ":", "--request-time=1s");
    }

    @AfterEach
    void stop() {
        opened.forEach(SlowClient::close);
        chat.close();
    }

    @Test
    void aRequestThatTricklesInIsCutOff() {
        List<SlowClient> clients = beginnings().map(this::open).toList();
        try (Recorder listener = Recorder.open(chat.port(), "/subscribe/room")) {
            await().until(() -> {
                clients.forEach(client -> client.send("1"));
                return clients.stream().allMatch(SlowClient::isCutOff);
            });
            assertEquals(201, chat.http().say("room", "mason", "hi").status());
            listener.awaitText("hi");
        }
    }

    @Test
    void aRequestThatStandsStillIsCutOff() {
        List<SlowClient> clients = beginnings().map(this::open).toList();
        await().until(() -> clients.stream().allMatch(SlowClient::isCutOff));
    }

    /** Cut: the requests that were sent with it are not answered any more, though the client reads on at last. */
    @Test
    void anAnswerThatIsNotReadIsCutOff() {
        int requests = 64;
        SlowClient client = open(get("/metrics").repeat(requests));
        await().until(() -> underWay() > 0);
        await().until(() -> underWay() == 0);
        assertTrue(answersRead(client) < requests);
    }

    @Test
    void anAnswerThatIsReadByteByByteIsCutOff() {
        SlowClient client = open(get("/metrics").repeat(64));
        await().until(() -> underWay() > 0);
        await().until(() -> client.read(1) != null && underWay() == 0);
    }

    @Test
    void whoReadsSteadilyGetsAllAnswers() {
        int requests = 64;
        assertEquals(requests, answersRead(open(get("/metrics").repeat(requests))));
    }

    /** Until another one, which began later, has been cut. */
    @Test
    void aConnectionBetweenTwoRequestsIsKept() {
        SlowClient quiet = open(get("/healthz"));
        await().until(() -> quiet.read(10_000).length > 0);
        SlowClient other = open("GET /room HTTP/1.1\r\nHost: localhost\r\nX: ");
        await().until(other::isCutOff);
        assertTrue(quiet.send(get("/healthz")));
        await().until(() -> quiet.read(10_000).length > 0);
    }

    /** Requests that have begun; some after one that is whole. */
    private static Stream<String> beginnings() {
        String post = "POST /room HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n";
        return Stream.of(
                "GET /room HTTP/1.1\r\nHost: localhost\r\nX: ",
                post + "Content-Length: 1000\r\n\r\n",
                post + "Content-Length: 1000\r\n\r\nsender=mason",
                post + "Transfer-Encoding: chunked\r\n\r\n",
                get("/healthz") + "GE",
                get("/healthz") + post + "Content-Length: 1000\r\n\r\n");
    }

    private SlowClient open(String begins) {
        SlowClient client = new SlowClient(chat.port(), begins);
        opened.add(client);
        return client;
    }

    private static long answersRead(SlowClient client) {
        StringBuilder read = new StringBuilder();
        await().until(() -> {
            byte[] some = client.read(64 * 1024);
            if (some != null && some.length > 0) {
                read.append(new String(some, StandardCharsets.ISO_8859_1));
            }
            return some == null || some.length == 0;
        });
        return Stream.of(read.toString().split("HTTP/1.1 200 OK", -1)).skip(1).count();
    }

    private double underWay() {
        String series = "parley_under_way_bytes{what=\"answers\"} ";
        return chat.http()
                .get("/metrics")
                .text()
                .lines()
                .filter(line -> line.startsWith(series))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length())))
                .sum();
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    }
}
