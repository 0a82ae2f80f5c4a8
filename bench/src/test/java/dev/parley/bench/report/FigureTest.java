package dev.parley.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class FigureTest {
    @Test
    void aFigureIsTheMedianWithTheLeastAndTheMost() {
        assertEquals("2 (1–9)", figure(9, 1, 2).text(value -> String.valueOf((int) value)));
        assertEquals("3", figure(3, 3).text(value -> String.valueOf((int) value)));
        assertEquals("–", figure().text(String::valueOf));
    }

    @Test
    void ofAnEvenNumberTheMedianLiesBetweenTheMiddle() {
        assertEquals(2.5, figure(1, 2, 3, 9).median().orElseThrow());
    }

    @Test
    void aRatioIsTakenWithinEachRound() {
        // the machine was slow in the second round, for both
        assertEquals(2.0, figure(10, 40, 20).over(figure(5, 20, 10)).median().orElseThrow());
    }

    @Test
    void aRoundThatIsMissingIsNoticed() {
        assertTrue(figure(1, 2).isWhole());
        assertFalse(figure(1, Double.NaN).isWhole());
    }

    private static Figure figure(double... values) {
        Figure figure = new Figure(values.length);
        for (int round = 0; round < values.length; round++) {
            figure.set(round, values[round]);
        }
        return figure;
    }
}
