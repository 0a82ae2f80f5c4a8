package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.support.RedisLine;
import dev.parley.support.TestRedis;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A Redis that is far away makes everything late, and nothing fail. */
class FarRedisTest {
    private static final int POSTERS = 64;

    @Test
    void everyPostIsTakenThoughRedisIs1100MsAway() {
        ExecutorService posters = Executors.newFixedThreadPool(POSTERS);
        try (TestRedis redis = TestRedis.own();
                RedisLine line = new RedisLine(redis)) {
            line.delay(Duration.ofMillis(1_100));
            try (TestInstance instance = TestInstance.start(line.uri(), "far:" + UUID.randomUUID() + ":")) {
                List<CompletableFuture<Integer>> posts = IntStream.range(0, POSTERS)
                        .mapToObj(i -> CompletableFuture.supplyAsync(
                                () -> instance.http()
                                        .say("room", "mason", "hi " + i)
                                        .status(),
                                posters))
                        .toList();
                posts.forEach(post -> assertEquals(201, post.join()));
                line.delay(Duration.ZERO); // so that the end does not take long
            }
        } finally {
            posters.shutdownNow();
        }
    }
}
