package dev.parley.bench;

import dev.parley.bench.scenario.Group;
import dev.parley.bench.scenario.Scenario;
import dev.parley.bench.scenario.Sizes;
import dev.parley.bench.subject.Subject;
import java.util.List;

/**
 * What is run.
 *
 * @param scenarios in order
 * @param subjects that can be had
 * @param isAskedFor whether the subjects were named: then each runs every scenario that it can, not only the usual ones
 * @param sizes how large and how long
 * @param rounds how often
 * @param isOneStart whether each subject is started once a round, and not for every group of scenarios
 */
record Plan(
        List<Scenario> scenarios,
        List<Subject> subjects,
        boolean isAskedFor,
        Sizes sizes,
        int rounds,
        boolean isOneStart) {

    /** Groups of scenarios that share a start of each subject. */
    List<List<Group>> starts() {
        List<Group> all = List.of(Group.values());
        return isOneStart ? List.of(all) : all.stream().map(List::of).toList();
    }

    /** Whether a subject that has been started for groups before these goes on, warmed up, or is started anew for each round. */
    boolean isKept(List<Group> groups, Subject subject) {
        return subject.profile().isJvm() && groups.stream().allMatch(Group::isOfWarmServers);
    }

    List<Scenario> scenarios(List<Group> groups, Subject subject) {
        return scenarios.stream()
                .filter(scenario -> groups.contains(scenario.group()) && isRun(scenario, subject))
                .toList();
    }

    /** Those that anything is run on. */
    List<Subject> subjectsNeeded() {
        return subjects.stream()
                .filter(subject -> scenarios.stream().anyMatch(scenario -> isRun(scenario, subject)))
                .toList();
    }

    boolean isRun(Scenario scenario, Subject subject) {
        boolean isUsual = scenario.usualSubjects().isEmpty()
                ? subject.isUsual()
                : scenario.usualSubjects().contains(subject.name());
        return scenario.suits(subject) && (isUsual || isAskedFor);
    }
}
