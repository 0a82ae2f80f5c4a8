package dev.parley.bench.scenario;

import dev.parley.bench.measure.Measure;
import dev.parley.bench.subject.Subject;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** One thing that is measured on every subject it suits. */
public interface Scenario {
    /** For {@code --only}. */
    String name();

    /** What happens, for the results. */
    String story(Sizes sizes);

    /** Scenarios of one group share a subject's start. */
    Group group();

    /** Its table's columns. */
    List<Measure> columns();

    /** The columns of a second table, of what it cost. */
    default List<Measure> costs() {
        return List.of();
    }

    /** What subjects are compared by; of Parley and the floor, none may be missing. */
    List<Measure> headlines();

    /** Whether the subject can do it at all. */
    default boolean suits(Subject subject) {
        return true;
    }

    /** Names of those that do it unless others are asked for; empty for all. Keeps the whole within 15 minutes. */
    default Set<String> usualSubjects() {
        return Set.of();
    }

    /** Whether it runs also when none is named. */
    default boolean isUsual() {
        return true;
    }

    /** Whether it brings servers to work before it measures, so that they need not have gone through it once. */
    default boolean warmsUp() {
        return false;
    }

    /** About how long it takes, without the start. */
    double seconds(Sizes sizes);

    void run(Stage stage) throws IOException, InterruptedException;
}
