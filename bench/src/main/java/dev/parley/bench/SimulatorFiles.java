package dev.parley.bench;

import dev.parley.bench.report.Results;
import dev.parley.bench.report.UnitsFile;
import dev.parley.bench.report.ValidationFile;
import dev.parley.bench.scenario.Scenario;
import dev.parley.bench.scenario.Validate;
import dev.parley.bench.subject.Subject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Writes what {@code bin/simulate} reads, where it was measured. */
final class SimulatorFiles {
    private final Path root;
    private final Plan plan;
    private final Results results;

    /** @param root of the repository */
    SimulatorFiles(Path root, Plan plan, Results results) {
        this.root = root;
        this.plan = plan;
        this.results = results;
    }

    /** @param versions of the subjects, by title */
    void write(Map<String, String> versions) throws IOException {
        String version = versions.values().stream().findFirst().orElse("");
        UnitsFile units = new UnitsFile(results);
        boolean hasUnits = false;
        ValidationFile validation = new ValidationFile(results);
        for (Subject subject : plan.subjects()) {
            for (Scenario scenario : plan.scenarios()) {
                hasUnits |= units.add(scenario.name(), subject.name());
            }
            subject.deployment().ifPresent(deployment -> validation.add(subject.name(), deployment, Validate.LOAD));
        }
        if (hasUnits) {
            units.write(root.resolve("simulate/units.json"), version);
            System.out.println("wrote simulate/units.json");
        }
        if (!validation.isEmpty()) {
            validation.write(root.resolve("simulate/measured.json"), version);
            System.out.println("wrote simulate/measured.json");
        }
    }
}
