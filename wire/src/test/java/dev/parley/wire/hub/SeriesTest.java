package dev.parley.wire.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SeriesTest {
    private final Series series = new Series("channel");

    SeriesTest() {
        for (int i = 0; i < 6; i++) {
            int number = series.next();
            // the fourth was said without an answer
            if (number != 3) {
                series.acknowledge(number);
            }
        }
    }

    @Test
    void allOnceInOrderIsRight() {
        assertEquals(Optional.empty(), series.fault(1, List.of(2, 3, 4, 5)));
    }

    @Test
    void whatMayNotHaveBeenSaidMayBeMissing() {
        assertEquals(Optional.empty(), series.fault(1, List.of(2, 4, 5)));
    }

    @Test
    void everyFaultIsTold() {
        assertTold(List.of(2, 5), "lost 1 (#4)");
        assertTold(List.of(2, 4, 4, 5), "heard twice: 1 (#4)");
        assertTold(List.of(1, 2, 4, 5), "from before the cursor: 1 (#1)");
        assertTold(List.of(2, 5, 4), "out of order");
    }

    private void assertTold(List<Integer> heard, String words) {
        String fault = series.fault(1, heard).orElse("");
        assertTrue(fault.contains(words), fault);
    }
}
