package dev.parley.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.channel.EventId;
import dev.parley.channel.Message;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What readers find in a tail, wherever they stand. */
class TailTest {
    private static final int HISTORY = 10;
    private static final String TEXT = "x".repeat(100);

    private final Tail tail = new Tail(new Retention(HISTORY, 8_000_000));
    private int said;

    @Test
    void aReaderWhoIsJustBehindAFloodReadsOnThoughHistoryIsShorter() {
        long start = tail.end().offset();
        say(50 * HISTORY);

        long offset = start;
        while (offset < tail.end().offset()) {
            ByteBuffer piece = tail.read(offset, tail.end());
            assertNotNull(piece, "fell off at " + offset + " of " + tail.end().offset());
            offset += piece.remaining();
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
        assertEquals(ResetReason.LAGGING, tail.reasonAt(start));
    }

    @Test
    void aCursorIsHonouredAsFarAsHistoryGoesAndNoFurther() {
        say(5 * HISTORY);
        assertTrue(tail.after(new EventId(1, said - HISTORY - 1)).isPresent());
        assertEquals(Optional.empty(), tail.after(new EventId(1, said - HISTORY - 2)));
        assertEquals(new EventId(1, said - HISTORY), tail.bounds().oldest());
    }

    private void say(int messages) {
        for (int i = 0; i < messages; i++) {
            EventId id = new EventId(1, said++);
            tail.append(new Message(id, "{\"sender\":\"mason\",\"message\":\"" + TEXT + "\",\"at\":1}"));
        }
    }
}
