package dev.parley.bench;

import dev.parley.bench.measure.OwnCost;
import dev.parley.bench.report.Results;
import dev.parley.bench.report.ResultsPage;
import dev.parley.bench.scenario.Scenario;
import dev.parley.bench.scenario.Scenarios;
import dev.parley.bench.scenario.Sizes;
import dev.parley.bench.subject.LeftOut;
import dev.parley.bench.subject.Subject;
import dev.parley.bench.subject.Subjects;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures Parley and its peers; see {@code bin/bench --help}. Runs in the root of the repository. */
@Command(
        name = "bin/bench",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = "Measures Parley and its peers on this machine, and writes the results as a page.",
        footer = {
            "",
            "Exits with 1 when a figure of Parley or the floor is missing or they lost something, with 2 on wrong usage."
        })
public final class Bench implements Callable<Integer> {
    private static final int MOST_ROUNDS = 25;
    private static final int USUAL_ROUNDS = 3;
    private static final int SPARE_FILES = 500;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--quick",
            description = "Small, short, one round, installs nothing: shows in 2 minutes that it works.")
    private boolean isQuick;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "SCENARIO",
            description =
                    "Only these: echo, publish, crowd-20, crowd-50, crowd-100, slow, crowd-flood, rooms, idle, storm;"
                            + " crowd is all four. And scale, units and validate, which run only when they are named; the last"
                            + " two, without --quick, write what bin/simulate reads.")
    private List<String> only = List.of();

    @Option(
            names = "--subjects",
            split = ",",
            paramLabel = "SUBJECT",
            description =
                    "Only these, and each in every scenario that it can do: parley-1, parley-2, parley-interest, nchan-redis,"
                            + " nchan, centrifugo, mercure, naive, floor; where everybody has a token parley-1-hs256,"
                            + " parley-1-rs256; for validate simulated-1, -3, -5,"
                            + " and the same with -3 behind them over 3 masters; for scale also cluster-1, -3, -6, -failover.")
    private List<String> wanted = List.of();

    @Option(names = "--rounds", paramLabel = "N", description = "How often, 1 to 25; 3 if not given, 1 with --quick.")
    private Integer rounds;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "The page; plots go beside it. bench/RESULTS.md if everything is run, else"
                    + " bench/target/results/RESULTS.md.")
    private Path out;

    public static void main(String[] args) {
        System.exit(new CommandLine(new Bench()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path root = Path.of("").toAbsolutePath();
        List<Scenario> scenarios = choose("scenario", Scenarios.ALL, only, Scenario::name).stream()
                .filter(scenario -> scenario.isUsual() || !only.isEmpty())
                .toList();
        List<Subject> subjects = choose("subject", Subjects.all(root), wanted, Subject::name);
        int count = rounds();
        Sizes sizes = isQuick ? Sizes.QUICK : Sizes.FULL;
        checkFiles(sizes);
        Map<String, String> versions = new LinkedHashMap<>();
        Map<String, String> leftOut = new LinkedHashMap<>();
        Plan all = new Plan(scenarios, subjects, !wanted.isEmpty(), sizes, count, isQuick);
        List<Subject> present = prepare(all.subjectsNeeded(), versions, leftOut);

        Plan plan = new Plan(scenarios, present, !wanted.isEmpty(), sizes, count, isQuick);
        Results results = new Results(count);
        Rounds run = new Rounds(plan, results);
        System.out.printf(Locale.ROOT, "%d rounds, about %.1f minutes%n", count, run.estimate() / 60);
        long begin = System.nanoTime();
        run.run();
        System.out.printf(Locale.ROOT, "took %.1f minutes%n", (System.nanoTime() - begin) / 60e9);

        Path page = page(root);
        new ResultsPage(results, scenarios, present, plan.sizes()).write(page, versions, leftOut);
        System.out.println("wrote " + root.relativize(page.toAbsolutePath()));
        boolean isWell = judge(plan, results);
        if (isWell && !isQuick) {
            new SimulatorFiles(root, plan, results).write(versions);
        }
        return isWell ? 0 : 1;
    }

    private List<Subject> prepare(List<Subject> subjects, Map<String, String> versions, Map<String, String> leftOut)
            throws IOException, InterruptedException {
        List<Subject> present = new ArrayList<>();
        for (Subject subject : subjects) {
            try {
                versions.put(subject.title(), subject.prepare(!isQuick));
                present.add(subject);
            } catch (LeftOut e) {
                leftOut.put(subject.title(), e.getMessage());
                System.out.println(subject.title() + " is left out: " + e.getMessage());
            }
        }
        return present;
    }

    private static boolean judge(Plan plan, Results results) {
        Verdict verdict = new Verdict(results);
        List<String> faults = new ArrayList<>();
        for (Subject subject : plan.subjects()) {
            for (Scenario scenario : plan.scenarios()) {
                if (Verdict.judges(subject) && plan.isRun(scenario, subject)) {
                    faults.addAll(verdict.faults(scenario, subject));
                }
            }
        }
        faults.forEach(fault -> System.out.println("FAULT  " + fault));
        if (plan.subjects().stream().noneMatch(Verdict::judges)) {
            System.out.println("neither Parley nor the floor was measured, so nothing was judged");
        }
        return faults.isEmpty();
    }

    private <T> List<T> choose(String what, List<T> all, List<String> names, Function<T, String> name) {
        try {
            return Choice.of(what, all, names, name);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    private void checkFiles(Sizes sizes) {
        if (OwnCost.mostFiles() < sizes.most() + SPARE_FILES) {
            throw new ParameterException(
                    spec.commandLine(),
                    "up to " + sizes.most() + " streams need as many files, but `ulimit -n` is " + OwnCost.mostFiles());
        }
    }

    private int rounds() {
        if (rounds == null) {
            return isQuick ? 1 : USUAL_ROUNDS;
        }
        if (rounds < 1 || rounds > MOST_ROUNDS) {
            throw new ParameterException(
                    spec.commandLine(), "--rounds goes from 1 to " + MOST_ROUNDS + ", not " + rounds);
        }
        return rounds;
    }

    private Path page(Path root) {
        if (out != null) {
            return out.toAbsolutePath();
        }
        boolean isAll = !isQuick && only.isEmpty() && wanted.isEmpty();
        return root.resolve(isAll ? "bench/RESULTS.md" : "bench/target/results/RESULTS.md");
    }
}
