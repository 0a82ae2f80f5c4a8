package dev.parley.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Everyone gets their turn, and never too many at once. */
class TurnsTest {
    private final Turns turns = new Turns(2);
    private final List<Integer> started = new ArrayList<>();

    @Test
    void theyStartInTheOrderInWhichTheyCameAndNeverMoreThanSoManyAtOnce() {
        IntStream.range(0, 5).forEach(i -> turns.enter(() -> started.add(i)));
        assertEquals(List.of(0, 1), started);
        turns.done();
        assertEquals(List.of(0, 1, 2), started);
        turns.done();
        turns.done();
        assertEquals(List.of(0, 1, 2, 3, 4), started);
    }

    @Test
    void whatFailsAtOnceMakesRoomForTheNextHoweverManyWait() {
        CompletableFuture<Void> first = new CompletableFuture<>();
        CompletableFuture<Void> second = new CompletableFuture<>();
        turns.take(() -> first);
        turns.take(() -> second);
        List<CompletableFuture<Object>> waiting = IntStream.range(0, 100_000)
                .mapToObj(i -> turns.take(() -> i % 2 == 0
                        ? CompletableFuture.failedFuture(new IllegalStateException("away"))
                        : CompletableFuture.completedFuture((Object) i)))
                .toList();
        first.complete(null);
        assertTrue(waiting.get(0).isCompletedExceptionally());
        assertEquals(99_999, waiting.get(99_999).join());
    }
}
