package dev.parley;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.support.Recorder;
import dev.parley.support.SlowClient;
import dev.parley.support.TestRedis;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** More slow clients than there are threads, of each kind: the others notice nothing, and the instance says that it is well. */
@Timeout(60)
class SlowClientsTest {
    private static final int MORE_THAN_THREADS = 150;
    private static final String POST = "POST /room HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n";

    @AutoClose
    private static TestInstance chat;

    private final List<SlowClient> slow = new ArrayList<>();

    @BeforeAll
    static void start() {
        chat = TestInstance.start(TestRedis.shared(), "test:" + UUID.randomUUID() + ":");
    }

    @AfterEach
    void close() {
        slow.forEach(SlowClient::close);
    }

    @Test
    void bodiesThatStandStillHoldNobodyUp() {
        open(POST + "sender=");
        assertTheOthersNoticeNothing();
        slow.forEach(client -> assertArrayEquals(new byte[0], client.read(1), "neither answered nor cut"));
    }

    @Test
    void bodiesThatTrickleInHoldNobodyUp() {
        open(POST + "sender=");
        ScheduledExecutorService trickle = Executors.newSingleThreadScheduledExecutor();
        try {
            trickle.scheduleWithFixedDelay(
                    () -> slow.forEach(client -> client.send("x")), 0, 50, TimeUnit.MILLISECONDS);
            assertTheOthersNoticeNothing();
            slow.forEach(client -> assertArrayEquals(new byte[0], client.read(1), "neither answered nor cut"));
        } finally {
            trickle.shutdownNow();
        }
    }

    @Test
    void answersThatNobodyReadsHoldNobodyUp() {
        open(get("/metrics").repeat(64));
        await().until(() -> underWay("answers") > MORE_THAN_THREADS * 1_000);
        assertTheOthersNoticeNothing();
    }

    @Test
    void pagesAndScriptsThatNobodyReadsHoldNobodyUp() {
        open(get("/everyone", "Accept: text/html").repeat(64)
                + get("/assets/app.js").repeat(64));
        await().until(() -> underWay("answers") > MORE_THAN_THREADS * 1_000);
        assertTheOthersNoticeNothing();
    }

    @Test
    void historyThatNobodyReadsHoldsNobodyUp() {
        for (int i = 0; i < 60; i++) {
            assertEquals(
                    201, chat.http().say("room", "mason", "x".repeat(4_000)).status());
        }
        open(get("/room?limit=200").repeat(8));
        await().until(() -> underWay("answers") > MORE_THAN_THREADS * 1_000);
        assertTheOthersNoticeNothing();
    }

    @Test
    void headsThatBreakOffAllAtOnceStartNoThreadsOfTheirOwn() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        open(get("/healthz").repeat(2));
        slow.forEach(client -> await().until(() -> client.read(1).length > 0));
        long before = threads.getTotalStartedThreadCount();
        for (int round = 0; round < 4; round++) {
            slow.forEach(SlowClient::close);
            slow.clear();
            open("GET /healthz HTTP/1.1\r\nX-Slow: ");
            assertTheOthersNoticeNothing();
        }
        slow.forEach(SlowClient::close);
        assertTheOthersNoticeNothing();
        long started = threads.getTotalStartedThreadCount() - before;
        assertTrue(started < 2 * MORE_THAN_THREADS, "of " + 4 * MORE_THAN_THREADS + " connections: " + started);
    }

    private void open(String request) {
        IntStream.range(0, MORE_THAN_THREADS).forEach(i -> slow.add(new SlowClient(chat.port(), request)));
    }

    private static String get(String path, String... headers) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n"
                + List.of(headers).stream().map(header -> header + "\r\n").reduce("", String::concat) + "\r\n";
    }

    private void assertTheOthersNoticeNothing() {
        try (Recorder listener = Recorder.open(chat.port(), "/subscribe/room")) {
            for (int i = 0; i < 5; i++) {
                assertEquals(200, chat.http().get("/healthz").status());
                assertEquals(200, chat.http().get("/readyz").status());
                assertTrue(chat.http().get("/metrics").text().contains("parley_streams 1"));
                assertEquals(201, chat.http().say("room", "ana", "message " + i).status());
                listener.awaitText("message " + i);
            }
        }
    }

    private double underWay(String what) {
        String series = "parley_under_way_bytes{what=\"" + what + "\"} ";
        return chat.http()
                .get("/metrics")
                .text()
                .lines()
                .filter(line -> line.startsWith(series))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length())))
                .sum();
    }
}
