package dev.parley.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.channel.EventId;
import dev.parley.channel.Message;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What readers find in a tail, wherever they stand. */
class TailTest {
    private static final int HISTORY = 10;
    private static final String TEXT = "x".repeat(100);

    private final LogBudget budget = new LogBudget(100_000_000);
    private final Tail tail = new Tail(new Retention(HISTORY, 8_000_000), budget);
    private int said;

    @Test
    void aReaderWhoIsJustBehindAFloodReadsOnThoughHistoryIsShorter() {
        long start = tail.end().offset();
        say(50 * HISTORY);

        long offset = start;
        while (offset < tail.end().offset()) {
            Tail.Piece piece = tail.read(offset, tail.end());
            assertNotNull(piece, "fell off at " + offset + " of " + tail.end().offset());
            offset += piece.bytes().remaining();
        }
        assertEquals(tail.end().offset(), offset);
    }

    @Test
    void aReaderWhoLagsTooMuchFallsOff() {
        long start = tail.end().offset();
        while (tail.end().offset() - start < 3 * 1024 * 1024) {
            say(1);
        }
        assertNull(tail.read(start, tail.end()));
        assertNull(tail.restartedFor(start), "it may go on where it stands: nothing is known to be lost");
    }

    @Test
    void aCursorIsFoundAsFarAsHistoryGoesAndNoFurther() {
        say(5 * HISTORY);
        assertTrue(tail.after(id(said - HISTORY - 1)).isPresent());
        assertEquals(Optional.empty(), tail.after(id(said - HISTORY - 2)));
        assertEquals(Optional.of(id(said - HISTORY)), tail.oldest());
    }

    @Test
    void theBeginningIsNotFoundSinceThereMayBeMoreThanIsHere() {
        assertTrue(tail.after(EventId.BEGINNING).isPresent(), "nothing was ever said");
        say(1);
        assertEquals(Optional.empty(), tail.after(EventId.BEGINNING));
    }

    @Test
    void eachPieceTellsHowFarItGets() {
        say(200);
        long offset = tail.start().offset();
        EventId cursor = tail.start().cursor();
        while (offset < tail.end().offset()) {
            Tail.Piece piece = tail.read(offset, tail.end());
            assertEquals(new Tail.Position(cursor, offset), tail.after(cursor).orElseThrow());
            offset += piece.bytes().remaining();
            cursor = piece.cursor();
        }
        assertEquals(tail.end(), new Tail.End(cursor, offset));
    }

    @Test
    void olderMessagesInFrontAreReadLikeAllOthers() {
        Tail roomy = new Tail(new Retention(1_000, 8_000_000), budget);
        IntStream.range(100, 200).forEach(n -> roomy.append(framed(n)));
        long before = roomy.start().offset();
        assertTrue(roomy.prepend(framed(50, 100), id(100)));
        assertTrue(roomy.prepend(framed(0, 50), id(50)));
        assertEquals(before, roomy.after(id(99)).orElseThrow().offset(), "who was there stands where they stood");
        assertEquals(IntStream.range(0, 200).mapToObj(TailTest::id).toList(), ids(roomy));
        assertNull(roomy.restartedFor(roomy.start().offset()));
    }

    @Test
    void whatDoesNotJoinOnIsNotPutInFront() {
        IntStream.range(100, 105).forEach(n -> tail.append(framed(n)));
        assertFalse(tail.prepend(framed(90, 99), id(100)), "99 is missing");
        assertFalse(tail.prepend(framed(90, 100), id(101)), "101 is not the oldest");
        assertFalse(tail.prepend(framed(80, 100), id(100)), "not all of them fit");
        assertEquals(Optional.of(id(95)), tail.oldest());
        assertEquals(IntStream.range(95, 105).mapToObj(TailTest::id).toList(), ids(tail));
    }

    @Test
    void aTailThatIsShrunkKeepsTheNewestAndGivesTheRestBack() {
        Tail roomy = new Tail(new Retention(1_000, 8_000_000), budget);
        IntStream.range(0, 1_000).forEach(n -> roomy.append(framed(n)));
        long full = budget.used();
        long start = roomy.start().offset();
        roomy.shrinkTo(1_000);
        assertTrue(budget.used() < full / 50, () -> budget.used() + " of " + full);
        assertEquals(IntStream.range(994, 1_000).mapToObj(TailTest::id).toList(), ids(roomy));
        assertNull(roomy.read(start, roomy.end()));
        roomy.shrinkTo(0);
        assertEquals(0, budget.used());
        assertTrue(roomy.after(id(999)).isPresent(), "who has caught up notices nothing");
        roomy.append(framed(1_000));
        assertEquals(List.of(id(1_000)), ids(roomy));
        assertTrue(roomy.after(id(999)).isPresent());
        assertTrue(roomy.knows(framed(1_000).message()));
        assertTrue(roomy.knows(framed(5).message()), "as far as that can still be told");
        assertFalse(roomy.knows(new Message(id(1_000), "{\"another\":1}")));
        roomy.close();
        assertEquals(0, budget.used());
    }

    private static List<EventId> ids(Tail tail) {
        List<EventId> ids = new ArrayList<>();
        long offset = tail.start().offset();
        while (offset < tail.end().offset()) {
            ByteBuffer piece = tail.read(offset, tail.end()).bytes();
            offset += piece.remaining();
            StandardCharsets.UTF_8
                    .decode(piece)
                    .toString()
                    .lines()
                    .filter(line -> line.startsWith("id: "))
                    .forEach(line -> ids.add(EventId.parse(line.substring("id: ".length()))));
        }
        return ids;
    }

    private static EventId id(int n) {
        return new EventId(1, n);
    }

    private static Tail.Framed framed(int n) {
        return Tail.Framed.of(new Message(id(n), "{\"sender\":\"mason\",\"message\":\"" + TEXT + "\",\"at\":1}"));
    }

    private static List<Tail.Framed> framed(int from, int to) {
        return IntStream.range(from, to).mapToObj(TailTest::framed).toList();
    }

    private void say(int messages) {
        for (int i = 0; i < messages; i++) {
            tail.append(framed(said++));
        }
    }
}
