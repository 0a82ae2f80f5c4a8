package dev.parley.simulate.model;

import java.util.Arrays;

/** Of several alike: what is usual, and the worst. */
public record Spread(double mean, double worst) {
    static Spread of(double[] values) {
        return new Spread(
                Arrays.stream(values).average().orElse(0),
                Arrays.stream(values).max().orElse(0));
    }
}
