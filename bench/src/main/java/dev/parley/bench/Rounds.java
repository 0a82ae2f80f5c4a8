package dev.parley.bench;

import dev.parley.bench.measure.Measure;
import dev.parley.bench.report.Results;
import dev.parley.bench.scenario.Group;
import dev.parley.bench.scenario.Scenario;
import dev.parley.bench.scenario.Sizes;
import dev.parley.bench.scenario.Stage;
import dev.parley.bench.subject.Server;
import dev.parley.bench.subject.Subject;
import dev.parley.bench.subject.Workbench;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Takes all subjects through all scenarios, in turn, round after round. */
final class Rounds {
    private static final double START_SECONDS = 0.5; // of a server and its Redis, and their end
    private static final double JVM_START_SECONDS = 1.7;

    private final Plan plan;
    private final Results results;

    Rounds(Plan plan, Results results) {
        this.plan = plan;
        this.results = results;
    }

    void run() throws IOException, InterruptedException {
        try (Workbench workbench = new Workbench()) {
            for (int round = 0; round < plan.rounds(); round++) {
                for (List<Group> groups : plan.starts()) {
                    for (Subject subject : inTurn(round)) {
                        run(workbench, groups, subject, round);
                    }
                }
            }
        }
    }

    /** About how long it takes, in seconds. */
    double estimate() {
        double seconds = 0;
        for (List<Group> groups : plan.starts()) {
            for (Subject subject : plan.subjects()) {
                List<Scenario> scenarios = plan.scenarios(groups, subject);
                boolean isJvm = subject.profile().needsWarmUp();
                seconds += scenarios.isEmpty() ? 0 : isJvm ? JVM_START_SECONDS : START_SECONDS;
                seconds += scenarios.stream()
                        .mapToDouble(scenario -> scenario.seconds(plan.sizes(), isJvm))
                        .sum();
            }
        }
        return seconds * plan.rounds();
    }

    /** Each round begins with another subject, so that none is always first. */
    private List<Subject> inTurn(int round) {
        List<Subject> subjects = new ArrayList<>(plan.subjects());
        Collections.rotate(subjects, -round);
        return subjects;
    }

    private void run(Workbench workbench, List<Group> groups, Subject subject, int round) throws InterruptedException {
        List<Scenario> scenarios = plan.scenarios(groups, subject);
        if (scenarios.isEmpty()) {
            return;
        }
        Sizes sizes = plan.sizes();
        Subject.Manner manner = groups.size() == 1 ? groups.get(0).manner(sizes) : Group.held(sizes);
        try (Server server = subject.start(workbench, manner);
                Stage stage = new Stage(subject, server, sizes)) {
            Group group = scenarios.get(0).group();
            for (Scenario scenario : scenarios) {
                if (scenario.group() != group) {
                    stage.clear();
                    group = scenario.group();
                }
                run(stage, server, scenario, subject, round);
            }
        } catch (IOException | RuntimeException e) {
            say("round %d  %-12s %s", round + 1, subject.name(), e);
        }
    }

    private void run(Stage stage, Server server, Scenario scenario, Subject subject, int round)
            throws IOException, InterruptedException {
        scenario.run(stage);
        Map<Measure, Double> figures = stage.takeFigures();
        figures.forEach((measure, value) -> results.record(scenario.name(), subject.name(), round, measure, value));
        StringBuilder line = new StringBuilder();
        for (Measure measure : scenario.headlines()) {
            Double value = figures.get(measure);
            line.append(value == null ? "no" : measure.format(value))
                    .append(' ')
                    .append(measure.heading())
                    .append("  ");
        }
        double lost = figures.getOrDefault(Measure.LOST, 0.0);
        say(
                "round %d  %-12s %-12s %s%s",
                round + 1, subject.name(), scenario.name(), line, lost > 0 ? "lost " + lost : "");
        if (!server.isAlive()) {
            throw new IOException("ended during " + scenario.name());
        }
    }

    private static void say(String format, Object... args) {
        System.out.printf(Locale.ROOT, format + "%n", args);
    }
}
