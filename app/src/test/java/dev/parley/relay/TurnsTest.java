package dev.parley.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Everyone gets their turn, and never too many at once. */
class TurnsTest {
    private final Turns turns = new Turns(2);
    private final List<String> started = new ArrayList<>();

    @Test
    void theyStartInTheOrderInWhichTheyCameAndNeverMoreThanSoManyAtOnce() {
        IntStream.range(0, 5).forEach(i -> enter("ana", i));
        assertEquals(List.of("ana 0", "ana 1"), started);
        turns.done();
        assertEquals(List.of("ana 0", "ana 1", "ana 2"), started);
        turns.done();
        turns.done();
        assertEquals(List.of("ana 0", "ana 1", "ana 2", "ana 3", "ana 4"), started);
    }

    @Test
    void whoAsksForLittleDoesNotWaitBehindWhoAsksForMuch() {
        IntStream.range(0, 1_000).forEach(i -> enter("stranger", i));
        enter("ana", 0);
        enter("mason", 0);
        IntStream.range(0, 4).forEach(i -> turns.done());
        assertEquals(List.of("stranger 0", "stranger 1", "stranger 2", "ana 0", "mason 0", "stranger 3"), started);
    }

    @Test
    void whatIsNotWantedAnyMoreTakesNoTurnHoweverManyWait() {
        enter("ana", 0);
        enter("ana", 1);
        IntStream.range(0, 100_000).forEach(i -> turns.enter("ana", () -> false));
        enter("ana", 2);
        turns.done();
        assertEquals(List.of("ana 0", "ana 1", "ana 2"), started);
        turns.done();
        turns.done();
        enter("ana", 3);
        enter("ana", 4);
        enter("ana", 5);
        assertEquals(List.of("ana 0", "ana 1", "ana 2", "ana 3", "ana 4"), started);
    }

    private void enter(String client, int number) {
        turns.enter(client, () -> started.add(client + " " + number));
    }
}
