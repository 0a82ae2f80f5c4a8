package dev.parley.bench;

import dev.parley.bench.measure.Measure;
import dev.parley.bench.report.Figure;
import dev.parley.bench.report.Results;
import dev.parley.bench.scenario.Scenario;
import dev.parley.bench.subject.Subject;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with a run: figures that are missing, and messages that Parley or the floor lost. Not how fast. */
final class Verdict {
    private static final List<Measure> FAULTS = List.of(Measure.LOST, Measure.DOUBLED, Measure.REFUSED);

    private final Results results;

    Verdict(Results results) {
        this.results = results;
    }

    /** Whether a subject must come out well: a peer's losses are results. */
    static boolean judges(Subject subject) {
        return subject.kind() == Subject.Kind.PARLEY || subject.name().equals("floor");
    }

    /** One line for each. */
    List<String> faults(Scenario scenario, Subject subject) {
        List<String> faults = new ArrayList<>();
        String where = scenario.name() + " on " + subject.title() + ": ";
        for (Measure measure : scenario.headlines()) {
            if (!results.figure(scenario.name(), subject.name(), measure)
                    .map(Figure::isWhole)
                    .orElse(false)) {
                faults.add(where + "no figure for " + measure.heading());
            }
        }
        for (Measure measure : FAULTS) {
            double most = results.figure(scenario.name(), subject.name(), measure)
                    .map(Figure::max)
                    .orElse(0.0);
            if (most > 0) {
                faults.add(where + measure.format(most) + " " + measure.heading());
            }
        }
        return faults;
    }
}
