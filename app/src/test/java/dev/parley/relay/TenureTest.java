package dev.parley.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Streams end before what allows them does, and not all in one moment. */
class TenureTest {
    private static final long NOW = System.currentTimeMillis();
    private static final long HOUR = 3_600_000;

    private Optional<ByeReason> withdrawn = Optional.empty();

    /** A lecture hall that signed in together must not come back together. */
    @Test
    void tenThousandThatExpireTogetherEndSpreadOverHalfAMinute() {
        long[] perSecond = new long[31];
        for (int i = 0; i < 10_000; i++) {
            Tenure tenure = tenure(HOUR);
            long end = end(tenure);
            assertTrue(end <= NOW + HOUR, "after the permit's end");
            perSecond[(int) ((NOW + HOUR - end) / 1_000)]++;
        }
        assertTrue(IntStream.range(1, 30).allMatch(i -> perSecond[i] > 200 && perSecond[i] < 480));
    }

    @Test
    void aMinuteBeforeTheClientIsTold() {
        Tenure tenure = tenure(HOUR);
        long end = end(tenure);
        Tenure other = tenure(HOUR);
        assertFalse(other.look(NOW + HOUR - 95_000));
        assertNull(other.warning());
        assertTrue(other.look(NOW + HOUR - 60_000));
        assertNotNull(other.warning());
        assertNull(other.warning());
        assertTrue(end > NOW);
    }

    @Test
    void ofAShortOneTheHalfIsLeftThen() {
        Tenure tenure = tenure(4_000);
        assertFalse(tenure.look(NOW + 900));
        assertTrue(tenure.look(NOW + 2_000));
        assertNull(tenure.over());
        assertTrue(tenure.look(NOW + 4_000));
        assertEquals(ByeReason.EXPIRED, tenure.over());
    }

    @Test
    void whatNeverEndsIsNeverOver() {
        Tenure tenure = new Tenure(permit(Long.MAX_VALUE), NOW);
        assertFalse(tenure.look(NOW + 1_000 * HOUR));
        assertNull(tenure.over());
        assertFalse(tenure.isOverdue(NOW + 1_000 * HOUR));
    }

    @Test
    void whatIsWithdrawnIsOverAndCutIfTheClientTakesNoFarewell() {
        Tenure tenure = tenure(HOUR);
        assertFalse(tenure.withdraw());
        withdrawn = Optional.of(ByeReason.REVOKED);
        assertTrue(tenure.withdraw());
        assertEquals(ByeReason.REVOKED, tenure.over());
        assertFalse(tenure.isOverdue(NOW));
        assertFalse(tenure.isOverdue(NOW + 400));
        assertTrue(tenure.isOverdue(NOW + 600));
    }

    private Tenure tenure(long life) {
        return new Tenure(permit(NOW + life), NOW);
    }

    /** When it is found to be over, by the worker that looks again and again. */
    private static long end(Tenure tenure) {
        for (long now = NOW + HOUR - 40_000; ; now += FanOutWorker.LONGEST_TICK_MILLIS) {
            if (tenure.look(now) && tenure.over() != null) {
                return now;
            }
        }
    }

    private Permit permit(long until) {
        return new Permit() {
            @Override
            public long until() {
                return until;
            }

            @Override
            public Optional<ByeReason> withdrawn() {
                return withdrawn;
            }
        };
    }
}
