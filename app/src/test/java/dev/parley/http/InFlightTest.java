package dev.parley.http;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.http.problem.Problem;
import dev.parley.http.problem.Problems;
import dev.parley.http.problem.Refusal;
import dev.parley.support.Http;
import dev.parley.support.SlowClient;
import io.javalin.Javalin;
import io.javalin.http.HttpStatus;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** So many requests wait for Redis at once, without a thread; the others are refused. */
@Timeout(30)
class InFlightTest {
    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final InFlight inFlight = new InFlight(2, threads);
    private final Queue<CompletableFuture<String>> asked = new ConcurrentLinkedQueue<>();
    private final AtomicInteger answered = new AtomicInteger();
    private Javalin server;

    @BeforeEach
    void start() {
        server = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.routes.get(
                    "/",
                    ctx -> inFlight.answer(ctx, this::ask, answer -> {
                        answered.incrementAndGet();
                        ctx.status(HttpStatus.CREATED).result(answer);
                    }));
            new Problems(new SimpleMeterRegistry()).addTo(config);
        });
        server.start("127.0.0.1", 0);
    }

    @AfterEach
    void stop() {
        server.stop();
        threads.shutdownNow();
    }

    @Test
    void theOthersAreRefusedUntilThereIsRoomAgain() {
        try (SlowClient one = new SlowClient(server.port(), REQUEST);
                SlowClient two = new SlowClient(server.port(), REQUEST)) {
            await().until(() -> asked.size() == 2);
            Http.Answer refused = new Http(server.port()).get("/");
            assertEquals(503, refused.status());
            assertEquals("1", refused.header("Retry-After").orElseThrow());
            assertEquals(2, asked.size());

            asked.forEach(each -> each.complete("answer"));
            await().until(() -> text(one).contains("201 Created"));
            await().until(() -> text(two).contains("201 Created"));
        }
        threads.execute(() -> await().until(() -> {
            asked.forEach(each -> each.complete("another"));
            return answered.get() == 3;
        }));
        assertEquals("another", new Http(server.port()).get("/").text());
    }

    @Test
    void whatFailsMakesRoomAndIsAnsweredAsWhatItFailedWith() {
        for (int i = 0; i < 5; i++) {
            int before = asked.size();
            threads.execute(() -> {
                await().until(() -> asked.size() > before);
                asked.forEach(each -> each.completeExceptionally(new Problem(Refusal.NOT_FOUND, "Not there.")));
            });
            assertEquals(404, new Http(server.port()).get("/").status());
        }
    }

    /** Javalin would try to answer for ever, and log each time. */
    @Test
    void aRequestThatEndedMeanwhileIsLeftAlone() throws InterruptedException {
        try (SlowClient client = new SlowClient(server.port(), REQUEST)) {
            await().until(() -> asked.size() == 1);
            server.stop();
            await().until(client::isCutOff);
        }
        asked.forEach(each -> each.complete("too late"));
        threads.shutdown();
        assertTrue(threads.awaitTermination(10, TimeUnit.SECONDS), "it is still trying");
        assertEquals(0, answered.get());
    }

    private static String text(SlowClient client) {
        return new String(client.read(1_000), StandardCharsets.UTF_8);
    }

    private CompletableFuture<String> ask() {
        CompletableFuture<String> answer = new CompletableFuture<>();
        asked.add(answer);
        return answer;
    }
}
