package dev.parley.redis;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.redis.link.Redis;
import dev.parley.redis.link.RedisUrl;
import dev.parley.support.TestRedis;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Many are told one after the other, and leave room for everything else. */
class PacedTest {
    @AutoClose
    private final Redis redis = new Redis(RedisUrl.parse("redis://127.0.0.1:" + TestRedis.freePort()));

    private final Paced paced = new Paced(redis);
    private final List<Integer> told = new CopyOnWriteArrayList<>();

    @Test
    void fewAreToldAtOnce() {
        List<Integer> few = numbers(0, 80);
        onTheClock(() -> paced.forEach(few, told::add)).join();
        assertEquals(few, told);
    }

    @Test
    void manyAreToldInTurnAndEachOnce() {
        List<Integer> many = numbers(0, 2_000);
        CompletableFuture<Integer> first = new CompletableFuture<>();
        onTheClock(() -> {
            paced.forEach(many, told::add);
            first.complete(told.size());
        });
        assertEquals(100, first.join());
        await().until(() -> told.size() == many.size());
        assertEquals(many, told);
    }

    @Test
    void whatIsBegunAnewEndsWhatWasUnderWay() {
        List<Integer> later = numbers(5_000, 5_200);
        onTheClock(() -> {
            paced.forEach(numbers(0, 2_000), told::add);
            paced.forEach(later, told::add);
        });
        await().until(() -> told.contains(5_199));
        CompletableFuture<Void> stepLater = new CompletableFuture<>();
        redis.later(Duration.ofMillis(100), () -> stepLater.complete(null));
        stepLater.join();
        assertEquals(100 + later.size(), told.size());
        assertTrue(told.containsAll(later));
    }

    private CompletableFuture<Void> onTheClock(Runnable task) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        redis.later(Duration.ZERO, () -> {
            task.run();
            done.complete(null);
        });
        return done;
    }

    private static List<Integer> numbers(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }
}
