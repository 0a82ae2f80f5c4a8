package dev.parley.redis.log;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.channel.EventId;
import org.junit.jupiter.api.Test;

/** What an instance holds of what was injected, and the copies that it hears. */
class HeldTest {
    private static final EventId FIRST = EventId.parse("1-1");
    private static final EventId SECOND = EventId.parse("1-2");

    private final Held held = new Held();

    /** Taken for another's, the second hearing would let its own lease run out before it adopts again. */
    @Test
    void aCopyThatIsHeardByInterestAndByPatternIsHeardOnce() {
        assertTrue(held.hears(FIRST));
        assertFalse(held.hears(FIRST));
        assertTrue(held.hears(SECOND));
        assertFalse(held.hears(SECOND));
    }

    @Test
    void aCopyThatComesLateIsHeardToo() {
        assertTrue(held.hears(SECOND));
        assertTrue(held.hears(FIRST));
    }
}
