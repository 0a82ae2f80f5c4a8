package dev.parley;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.redis.link.RedisUrl;
import dev.parley.support.BareClient;
import dev.parley.support.Live;
import dev.parley.support.Recorder;
import dev.parley.support.Sockets;
import dev.parley.support.TestRedis;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;
import redis.clients.jedis.Jedis;

/** An instance that has ended leaves nothing behind: no thread, no socket, no connection at Redis, no object. */
@Timeout(120)
class CloseTest {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /** Threads of the JDK, of the tests' own clients and of the test runner, which come and go as they like. */
    private static final Pattern OTHERS = Pattern.compile(
            "main|surefire-.*|junit-.*|awaitility-.*|recorder|HttpClient-.*|ForkJoinPool.*|CompletableFutureDelayScheduler"
                    + "|Keep-Alive-Timer|process reaper.*|Reference Handler|Finalizer|Signal Dispatcher|Common-Cleaner"
                    + "|Notification Thread|Attach Listener|C[12] CompilerThread.*|Cleaner-.*|OkHttp .*|okhttp-.*|Okio .*"
                    + "|testcontainers-.*|ducttape-.*");

    @AutoClose
    private static TestRedis redis;

    @BeforeAll
    static void startRedis() {
        redis = TestRedis.own();
        closeAfterUse(); // what is made once for the whole JVM is made now
    }

    @Test
    void nothingIsLeftOfAnInstanceThatWasInUse() {
        Traces before = Traces.now();
        int port = closeAfterUse();
        before.awaitNothingMore();
        assertTrue(Sockets.areVisible());
        await().atMost(PATIENCE).until(() -> Sockets.open(port) == 0);
    }

    @Test
    void nothingIsLeftAfterTenStartsAndEnds() {
        Traces before = Traces.now();
        IntStream.range(0, 10).forEach(i -> closeAfterUse());
        before.awaitNothingMore();
    }

    @Test
    void closingTwiceIsLegal() {
        Traces before = Traces.now();
        startAndCloseTwice();
        before.awaitNothingMore();
    }

    private static void startAndCloseTwice() {
        App app = app();
        app.start();
        app.close();
        app.close();
    }

    @Test
    void closingBeforeTheStartIsLegal() {
        Traces before = Traces.now();
        closeUnstartedTwice();
        before.awaitNothingMore();
    }

    private static void closeUnstartedTwice() {
        App app = app();
        app.close();
        app.close();
    }

    @Test
    void aReaderThatNeverReadsDoesNotHoldUpTheEnd() {
        Traces before = Traces.now();
        closeBesideStalledReader();
        before.awaitNothingMore();
    }

    private static void closeBesideStalledReader() {
        TestInstance instance = TestInstance.start(redis, "close:");
        int port = instance.port();
        try (BareClient stalled = BareClient.requestWithTinyWindow(port, "/subscribe/stalled")) {
            stalled.readHead();
            for (int i = 0; i < 200; i++) {
                instance.http().say("stalled", "mason", "x".repeat(4_000));
            }
            long start = System.nanoTime();
            instance.close();
            Duration taken = Duration.ofNanos(System.nanoTime() - start);
            assertTrue(taken.toSeconds() < 5, "it took " + taken);
            await().atMost(PATIENCE).until(() -> Sockets.open(port) == 0);
        }
    }

    @Test
    void aPostThatNeverEndsDoesNotHoldUpTheEnd() throws IOException {
        Traces before = Traces.now();
        closeBesideUnfinishedPost();
        before.awaitNothingMore();
    }

    private static void closeBesideUnfinishedPost() throws IOException {
        TestInstance instance = TestInstance.start(redis, "close:");
        int port = instance.port();
        String begun = String.join(
                "\r\n",
                "POST /slow HTTP/1.1",
                "Host: localhost",
                "Content-Type: application/json",
                "Content-Length: 100",
                "Expect: 100-continue",
                "",
                "");
        try (Socket posting = new Socket(InetAddress.getLoopbackAddress(), port)) {
            posting.getOutputStream().write(begun.getBytes(StandardCharsets.US_ASCII));
            posting.setSoTimeout((int) PATIENCE.toMillis());
            assertEquals('H', posting.getInputStream().read()); // "100 Continue": the handler waits for the body
            long start = System.nanoTime();
            instance.close();
            Duration taken = Duration.ofNanos(System.nanoTime() - start);
            assertTrue(taken.toSeconds() < 5, "it took " + taken);
        }
    }

    /** An instance with people on open streams, posts, typing and an adopted message, closed while all of it is there. */
    private static int closeAfterUse() {
        String prefix = "close:" + UUID.randomUUID() + ":"; // so that no instance waits for another's adopter lease
        TestInstance instance = TestInstance.start(redis, prefix);
        int port = instance.port();
        List<Recorder> streams = IntStream.range(0, 10)
                .mapToObj(i -> Recorder.request(port, "/subscribe/closing-" + i % 3 + ",closing?name=p" + i))
                .toList();
        awaitAll(streams, stream -> !stream.events("welcome").isEmpty());
        CompletableFuture<?>[] posts = IntStream.range(0, 30)
                .mapToObj(i -> CompletableFuture.runAsync(() -> instance.http().say("closing-" + i % 3, "mason", "hi")))
                .toArray(CompletableFuture[]::new);
        try (Jedis injecting = redis.connect()) {
            injecting.publish(prefix + "closing-0", "raw");
            injecting.publish("{" + prefix + "closing}:typing", "mason");
        }
        CompletableFuture.allOf(posts).join();
        streams.get(0).awaitText("raw");
        streams.get(0).awaitEvent("typing");
        instance.close();
        awaitAll(streams, Recorder::hasEnded);
        streams.forEach(stream -> assertEquals(1, stream.events("bye").size()));
        return port;
    }

    private static void awaitAll(List<Recorder> streams, Predicate<Recorder> condition) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> streams.stream().allMatch(condition));
    }

    private static App app() {
        CommandLine parser = Settings.parser(Map.of());
        parser.parseArgs("--host", "127.0.0.1", "--port", "0", "--prefix", "close:", "--drain", "0s");
        return new App(parser.getCommand(), RedisUrl.parse(redis.uri().toString()));
    }

    /** All that an instance may leave behind. */
    private record Traces(Set<Thread> threads, Map<String, Integer> objects) {
        static Traces now() {
            return new Traces(ourThreads(), Live.objects());
        }

        void awaitNothingMore() {
            await().atMost(PATIENCE).untilAsserted(() -> {
                Set<Thread> more = ourThreads();
                more.removeAll(threads);
                assertEquals(Set.of(), more);
            });
            await().atMost(PATIENCE).untilAsserted(() -> assertEquals(List.of(), connections()));
            await().atMost(PATIENCE).untilAsserted(() -> {
                Map<String, Integer> more = Live.objects();
                more.keySet().removeIf(type -> type.contains("$$Lambda")); // some are made once for the whole JVM
                more.entrySet().removeIf(each -> each.getValue() <= objects.getOrDefault(each.getKey(), 0));
                assertEquals(Map.of(), more);
            });
        }

        private static Set<Thread> ourThreads() {
            return Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> !OTHERS.matcher(thread.getName()).matches())
                    .collect(Collectors.toSet());
        }

        /** Of clients at Redis, other than the one that asks. */
        private static List<String> connections() {
            try (Jedis asking = redis.connect()) {
                String own = "id=" + asking.clientId() + " ";
                return asking.clientList()
                        .lines()
                        .filter(client -> !client.startsWith(own))
                        .toList();
            }
        }
    }
}
