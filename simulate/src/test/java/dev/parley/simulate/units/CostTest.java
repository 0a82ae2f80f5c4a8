package dev.parley.simulate.units;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class CostTest {
    private final Cost falling = new Cost(List.of(
            new Cost.Point(100, 30, 29, 31), new Cost.Point(1_000, 20, 19, 21), new Cost.Point(10_000, 10, 9, 11)));

    @Test
    void betweenTwoRatesItIsInterpolatedOverTheirLogarithms() {
        assertEquals(20, falling.at(1_000), 1e-9);
        assertEquals(25, falling.at(Math.sqrt(100.0 * 1_000)), 1e-9);
        assertEquals(15, falling.at(Math.sqrt(1_000.0 * 10_000)), 1e-9);
    }

    @Test
    void whatWasNotMeasuredCostsAsMuchAsTheNearestThatWas() {
        assertEquals(30, falling.at(0), 1e-9);
        assertEquals(30, falling.at(1), 1e-9);
        assertEquals(10, falling.at(1e6), 1e-9);
    }

    @Test
    void oneValueIsTheSameAtAllRates() {
        assertEquals(4, Cost.of(4).at(0), 1e-9);
        assertEquals(4, Cost.of(4).at(1e6), 1e-9);
    }

    @Test
    void aCostWithoutAValueIsNone() {
        assertThrows(IllegalArgumentException.class, () -> new Cost(List.of()));
    }
}
