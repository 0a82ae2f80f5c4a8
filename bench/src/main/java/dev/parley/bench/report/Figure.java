package dev.parley.bench.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.OptionalDouble;

/** One measure of one subject in one scenario, once a round. A round without it is NaN. */
public final class Figure {
    private final double[] rounds;

    Figure(int rounds) {
        this.rounds = new double[rounds];
        Arrays.fill(this.rounds, Double.NaN);
    }

    /** @param round from 0 */
    void set(int round, double value) {
        rounds[round] = value;
    }

    public OptionalDouble median() {
        double[] values = sorted();
        if (values.length == 0) {
            return OptionalDouble.empty();
        }
        int middle = values.length / 2;
        return OptionalDouble.of(values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2);
    }

    public double max() {
        double[] values = sorted();
        return values.length == 0 ? Double.NaN : values[values.length - 1];
    }

    /** Whether every round has it. */
    public boolean isWhole() {
        return sorted().length == rounds.length;
    }

    /** The ratios to another, round by round: what disturbs the machine in a round disturbs both. */
    Figure over(Figure other) {
        Figure ratio = new Figure(rounds.length);
        for (int i = 0; i < rounds.length; i++) {
            ratio.rounds[i] = other.rounds[i] == 0 ? Double.NaN : rounds[i] / other.rounds[i];
        }
        return ratio;
    }

    /** The median, with the least and the most where they differ; "–" without any. */
    String text(java.util.function.DoubleFunction<String> format) {
        double[] values = sorted();
        if (values.length == 0) {
            return "–";
        }
        String median = format.apply(median().orElseThrow());
        String least = format.apply(values[0]);
        String most = format.apply(values[values.length - 1]);
        return least.equals(most) ? median : median + " (" + least + "–" + most + ")";
    }

    /** The median, the least and the most, times a factor, as members of a JSON object. */
    String json(double factor) {
        double[] values = sorted();
        return "\"median\": " + number(median().orElseThrow() * factor) + ", \"least\": " + number(values[0] * factor)
                + ", \"most\": " + number(values[values.length - 1] * factor);
    }

    /** With four digits that count. */
    private static String number(double value) {
        return new BigDecimal(value)
                .round(new MathContext(4))
                .stripTrailingZeros()
                .toPlainString();
    }

    private double[] sorted() {
        return Arrays.stream(rounds)
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
    }
}
