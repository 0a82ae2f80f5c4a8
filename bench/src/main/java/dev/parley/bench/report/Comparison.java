package dev.parley.bench.report;

import dev.parley.bench.measure.Measure;
import dev.parley.bench.scenario.Scenario;
import dev.parley.bench.subject.Subject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How Parley compares in a scenario: medians of the ratios within each round. */
final class Comparison {
    private static final String MAIN_PEER = "nchan-redis";
    private static final String FLOOR = "floor";

    private final Results results;
    private final Scenario scenario;
    private final List<Subject> subjects;

    Comparison(Results results, Scenario scenario, List<Subject> subjects) {
        this.results = results;
        this.scenario = scenario;
        this.subjects = subjects;
    }

    /** A row for each measure that the scenario is about, and each way Parley was started; empty without Parley. */
    String table() {
        List<Subject> ours = subjects.stream()
                .filter(subject -> subject.kind() == Subject.Kind.PARLEY)
                .toList();
        if (ours.isEmpty()) {
            return "";
        }
        Table table =
                new Table(List.of("ratio of", "measure", "to nchan with Redis", "to the best peer", "to the floor"));
        for (Measure measure : scenario.headlines()) {
            for (Subject subject : ours) {
                figure(subject.name(), measure).ifPresent(figure -> table.add(row(subject, measure, figure)));
            }
        }
        return table.toString();
    }

    private List<String> row(Subject subject, Measure measure, Figure figure) {
        String direction = measure.better() == Measure.Better.HIGHER ? "higher is better" : "lower is better";
        List<String> row = new ArrayList<>();
        row.add(subject.title());
        row.add(measure.heading() + " (" + direction + ")");
        row.add(ratio(figure, figure(MAIN_PEER, measure)));
        row.add(bestPeer(measure)
                .map(peer -> ratio(figure, figure(peer.name(), measure)) + " · " + peer.title())
                .orElse("–"));
        row.add(ratio(figure, figure(FLOOR, measure)));
        return row;
    }

    /** The peer with the best median. */
    Optional<Subject> bestPeer(Measure measure) {
        Comparator<Subject> byMedian = Comparator.comparingDouble(subject ->
                figure(subject.name(), measure).orElseThrow().median().orElseThrow());
        return subjects.stream()
                .filter(subject -> subject.kind() == Subject.Kind.PEER)
                .filter(subject -> figure(subject.name(), measure).isPresent())
                .min(measure.better() == Measure.Better.HIGHER ? byMedian.reversed() : byMedian);
    }

    private Optional<Figure> figure(String subject, Measure measure) {
        return results.figure(scenario.name(), subject, measure);
    }

    private static String ratio(Figure figure, Optional<Figure> other) {
        return other.map(to -> figure.over(to).text(value -> String.format(Locale.ROOT, "%.2f", value)))
                .orElse("–");
    }
}
