package dev.parley.http.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.support.Http;
import io.javalin.Javalin;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever goes wrong is told to who asked, and counted. */
class ProblemsTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private Javalin server;

    @BeforeEach
    void start() {
        server = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.routes.get("/error", ctx -> {
                throw new StackOverflowError("on purpose");
            });
            config.routes.get("/fault", ctx -> {
                throw new IllegalStateException("on purpose");
            });
            config.routes.get(
                    "/later",
                    ctx -> ctx.future(() -> CompletableFuture.failedFuture(new StackOverflowError("on purpose"))));
            new Problems(registry).addTo(config);
        });
        server.start("127.0.0.1", 0);
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void noFaultIsSilent() {
        int faults = 0;
        for (String path : new String[] {"/error", "/fault", "/later"}) {
            Http.Answer answer = new Http(server.port()).get(path);
            assertEquals(500, answer.status(), path);
            assertEquals(
                    "application/problem+json", answer.header("Content-Type").orElseThrow());
            assertEquals(500, answer.json().path("status").asInt());
            assertEquals(
                    ++faults,
                    registry.counter("parley.refusals", "reason", "fault").count(),
                    path);
        }
    }
}
