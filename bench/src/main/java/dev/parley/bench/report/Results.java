package dev.parley.bench.report;

import dev.parley.bench.measure.Measure;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** All figures of a run, by scenario, subject and measure. Not thread-safe. */
public final class Results {
    private final int rounds;
    private final Map<String, Map<Measure, Figure>> figures = new HashMap<>();

    public Results(int rounds) {
        this.rounds = rounds;
    }

    public int rounds() {
        return rounds;
    }

    /**
     * Keeps one value.
     *
     * @param round from 0
     */
    public void record(String scenario, String subject, int round, Measure measure, double value) {
        figures.computeIfAbsent(key(scenario, subject), key -> new EnumMap<>(Measure.class))
                .computeIfAbsent(measure, key -> new Figure(rounds))
                .set(round, value);
    }

    public Optional<Figure> figure(String scenario, String subject, Measure measure) {
        return Optional.ofNullable(
                figures.getOrDefault(key(scenario, subject), Map.of()).get(measure));
    }

    private static String key(String scenario, String subject) {
        return scenario + "/" + subject;
    }
}
