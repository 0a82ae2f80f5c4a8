package dev.parley.reliability;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.support.Recorder;
import dev.parley.support.TestRedis;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Behind a balancer, who comes while an instance drains is with another at once; it is asked as the one with the fewest streams. */
@Timeout(90)
class HandOverTest {
    private static final int NEWCOMERS = 20;

    @ParameterizedTest
    @ValueSource(strings = {"nginx", "Caddy"})
    void whoComesWhileAnInstanceDrainsIsWithAnotherAtOnce(String which) {
        Balancer.Kind kind = which.equals("nginx") ? new Nginx() : Caddy.plain();
        try (Cluster cluster = Cluster.start(2, kind, TestRedis.shared().uri(), "--drain=4s")) {
            var streams = IntStream.range(0, NEWCOMERS)
                    .mapToObj(i -> Recorder.open(cluster.instance(0).port(), "/subscribe/handed"))
                    .toList();
            CompletableFuture<Integer> ended =
                    CompletableFuture.supplyAsync(() -> cluster.instance(0).terminate());
            await().until(() -> cluster.instance(0).http().get("/readyz").status() == 503);
            var newcomers = IntStream.range(0, NEWCOMERS)
                    .mapToObj(i -> Recorder.request(cluster.balancer().port(), "/subscribe/handed"))
                    .toList();
            await().until(() -> newcomers.stream()
                    .noneMatch(newcomer -> newcomer.statusLine().isEmpty()));
            List<String> answers = newcomers.stream().map(Recorder::statusLine).toList();
            assertEquals(Collections.nCopies(NEWCOMERS, "HTTP/1.1 200 OK"), answers);
            await().until(() -> newcomers.stream()
                    .noneMatch(newcomer -> newcomer.events("welcome").isEmpty()
                            && newcomer.events("bye").isEmpty()));
            assertEquals(
                    List.of(),
                    newcomers.stream()
                            .filter(newcomer -> !newcomer.events("bye").isEmpty())
                            .toList(),
                    "sent away");
            assertFalse(ended.isDone(), "too slow a machine to see it");
            assertEquals(0, ended.join());
            streams.forEach(Recorder::awaitEnd);
            assertTrue(newcomers.stream().noneMatch(Recorder::hasEnded));
            newcomers.forEach(Recorder::close);
        }
    }
}
