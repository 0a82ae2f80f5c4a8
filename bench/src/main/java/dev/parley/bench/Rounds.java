package dev.parley.bench;

import dev.parley.bench.measure.Measure;
import dev.parley.bench.report.Results;
import dev.parley.bench.scenario.Group;
import dev.parley.bench.scenario.Scenario;
import dev.parley.bench.scenario.Stage;
import dev.parley.bench.subject.Subject;
import dev.parley.bench.subject.Workbench;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Takes all subjects through all scenarios, in turn, round after round. A JVM, which gets quicker while it works, is started
 * once where a server that has been at work is measured, and goes through everything once before the rounds; all others are
 * started anew for each round of each group of scenarios.
 */
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
            Map<Subject, Stage> open = new HashMap<>();
            try {
                for (List<Group> groups : plan.starts()) {
                    for (int round = 0; round < plan.rounds(); round++) {
                        run(workbench, groups, open, round);
                    }
                }
            } finally {
                open.values().forEach(Stage::close);
            }
        }
    }

    /** About how long it takes, in seconds. */
    double estimate() {
        double seconds = 0;
        for (List<Group> groups : plan.starts()) {
            for (Subject subject : plan.subjects()) {
                seconds += estimate(groups, subject);
            }
        }
        return seconds;
    }

    private double estimate(List<Group> groups, Subject subject) {
        List<Scenario> scenarios = plan.scenarios(groups, subject);
        if (scenarios.isEmpty()) {
            return 0;
        }
        double round = scenarios.stream()
                .mapToDouble(scenario -> scenario.seconds(plan.sizes()))
                .sum();
        if (plan.isKept(groups, subject)) {
            boolean isFirst = groups.contains(Group.TALK);
            return (isFirst ? JVM_START_SECONDS + plan.sizes().warmUp() : 0) + (1 + plan.rounds()) * round;
        }
        return plan.rounds() * ((subject.profile().isJvm() ? JVM_START_SECONDS : START_SECONDS) + round);
    }

    /** Each round begins with another subject, so that none is always first. */
    private List<Subject> inTurn(int round) {
        List<Subject> subjects = new ArrayList<>(plan.subjects());
        Collections.rotate(subjects, -round);
        return subjects;
    }

    private void run(Workbench workbench, List<Group> groups, Map<Subject, Stage> open, int round)
            throws InterruptedException {
        for (Subject subject : inTurn(round)) {
            List<Scenario> scenarios = plan.scenarios(groups, subject);
            if (scenarios.isEmpty()) {
                continue;
            }
            boolean isKept = plan.isKept(groups, subject);
            if (!isKept) {
                end(open, subject);
            }
            try {
                if (!open.containsKey(subject)) {
                    open.put(subject, Stage.open(subject, workbench, manner(groups), plan.sizes()));
                    if (isKept) {
                        open.get(subject).warmUp();
                    }
                }
                if (isKept && round == 0) {
                    List<Scenario> cold =
                            scenarios.stream().filter(each -> !each.warmsUp()).toList();
                    goThrough(open.get(subject), cold, (scenario, figures) -> {});
                }
                goThrough(
                        open.get(subject), scenarios, (scenario, figures) -> record(scenario, subject, round, figures));
            } catch (IOException | RuntimeException e) {
                say("round %d  %-12s %s", round + 1, subject.name(), e);
                isKept = false; // the next round tries a new one
            }
            if (!isKept) {
                end(open, subject);
            }
        }
    }

    private static void end(Map<Subject, Stage> open, Subject subject) {
        Stage stage = open.remove(subject);
        if (stage != null) {
            stage.close();
        }
    }

    private Subject.Manner manner(List<Group> groups) {
        return plan.isOneStart() ? Group.held(plan.sizes()) : groups.get(0).manner(plan.sizes());
    }

    private static void goThrough(
            Stage stage, List<Scenario> scenarios, BiConsumer<Scenario, Map<Measure, Double>> recorder)
            throws IOException, InterruptedException {
        Group group = null;
        for (Scenario scenario : scenarios) {
            if (scenario.group() != group) {
                stage.clear();
                group = scenario.group();
            }
            scenario.run(stage);
            recorder.accept(scenario, stage.takeFigures());
            if (!stage.isAlive()) {
                throw new IOException("ended during " + scenario.name());
            }
        }
        stage.clear();
    }

    private void record(Scenario scenario, Subject subject, int round, Map<Measure, Double> figures) {
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
    }

    private static void say(String format, Object... args) {
        System.out.printf(Locale.ROOT, format + "%n", args);
    }
}
