package dev.parley.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void numbersStandOnTheRight() {
        Table table = new Table(List.of("subject", "p99, ms"));
        table.add(List.of("Parley", "11.20"));
        assertEquals("| subject | p99, ms |\n| --- | ---: |\n| Parley | 11.20 |\n", table.toString());
    }

    @Test
    void aRowHasACellForEachColumn() {
        Table table = new Table(List.of("subject", "p99, ms"));
        assertThrows(IllegalArgumentException.class, () -> table.add(List.of("Parley")));
    }
}
