package dev.parley.simulate.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.simulate.TestUnits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageTest {
    private static final String PAGE =
            "above\n<!-- from here on written by bin/simulate -->\nold\n<!-- until here -->\nbelow\n";

    @TempDir
    private Path directory;

    @Test
    void onlyWhatIsBetweenTheMarksIsWrittenAnew() {
        String once = Page.between(PAGE, "new");
        assertEquals(PAGE.replace("old\n", "\nnew\n"), once);
        assertEquals(once, Page.between(once, "new"));
    }

    @Test
    void aPageWithoutMarksIsLeftAlone() {
        assertThrows(IllegalArgumentException.class, () -> Page.between("nothing", "new"));
    }

    @Test
    void aPredictionThatIsOffByMoreThanAFifthMakesTheModelWrong() throws IOException {
        assertTrue(validation(0.0905).holds());
        Validation wrong = validation(0.07);
        assertFalse(wrong.holds());
        assertEquals(1, wrong.misses());
        assertTrue(wrong.table().contains("**+"), wrong.table());
    }

    /** By hand: 500 × 95 + 500 × 15 + 5,000 × 10.3 µs/s are 0.1065 cores; Redis: 500 × 27 µs/s. */
    private Validation validation(double instances) throws IOException {
        Path file = Files.writeString(directory.resolve("measured.json"), """
                {"runs": [{"origin": "nowhere", "instances": 1, "shards": 1, "hear": "interest", "channels": 500, "listeners": 5000,
                 "rate": 500, "instance_cpu": {"median": %s, "least": 0, "most": 1},
                 "redis_cpu": {"median": 0.0135, "least": 0, "most": 1}}]}
                """.formatted(instances));
        return Validation.read(file, TestUnits.byHand(), 1);
    }
}
