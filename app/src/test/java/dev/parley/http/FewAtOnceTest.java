package dev.parley.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FewAtOnceTest {
    private static final int TASKS = 2_000;

    private final ExecutorService threads = Executors.newFixedThreadPool(16);

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    @Test
    void allTasksAreDoneAndNeverMoreThanSoManyAtOnce() {
        FewAtOnce few = new FewAtOnce(2, threads);
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<CompletableFuture<Void>> tasks = new ArrayList<>();
        for (int i = 0; i < TASKS; i++) {
            tasks.add(CompletableFuture.runAsync(
                    () -> {
                        most.accumulateAndGet(now.incrementAndGet(), Math::max);
                        Thread.onSpinWait();
                        now.decrementAndGet();
                    },
                    few));
        }
        tasks.forEach(CompletableFuture::join);
        assertTrue(most.get() <= 2, "at once: " + most);
    }

    @Test
    void aTaskThatFailsHoldsNoneOfTheOthersUp() {
        FewAtOnce few = new FewAtOnce(1, threads);
        AtomicInteger done = new AtomicInteger();
        for (int i = 0; i < 10; i++) {
            few.execute(() -> {
                done.incrementAndGet();
                throw new IllegalStateException("expected");
            });
        }
        CompletableFuture.runAsync(done::incrementAndGet, few).join();
        assertEquals(11, done.get());
    }
}
