package dev.parley.overload;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {
    @Test
    void theReportTellsOfEachRowWhetherItIsOkAndWhatHappened() {
        String page = Report.page(Map.of(
                Setting.ONE_STRANGER,
                Map.of(Attack.TYPING, outcome(0, true)),
                Setting.FOUR_STRANGERS,
                Map.of(Attack.NEW_CHANNELS, outcome(3, true), Attack.LONG_NAMES, outcome(0, false))));
        assertFalse(page.contains("${"), page);
        assertTrue(page.contains("1 of 3 rows are ok"), page);
        assertTrue(page.contains("| typing | ok | 3,000 | 200 | 0 |"), page);
        assertTrue(page.contains("| posts to new channels | **no** | 3,000 | 200 | 3 |"), page);
        assertTrue(page.contains("- posts to new channels: a post: 503."), page);
        assertTrue(page.contains("| names of 64 emoji that come and go | **no** |"), page);
    }

    private static Outcome outcome(int failed, boolean isWithinBounds) {
        Duration soon = Duration.ofMillis(12);
        List<String> troubles = failed == 0 ? List.of() : List.of("a post: 503");
        return new Outcome(
                3_000,
                200,
                failed,
                0,
                0,
                soon,
                soon,
                soon,
                soon,
                soon,
                180,
                165,
                Duration.ZERO,
                isWithinBounds,
                troubles);
    }
}
