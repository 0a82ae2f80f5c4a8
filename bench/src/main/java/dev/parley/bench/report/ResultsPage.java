package dev.parley.bench.report;

import dev.parley.bench.measure.Measure;
import dev.parley.bench.scenario.Scenario;
import dev.parley.bench.scenario.Sizes;
import dev.parley.bench.subject.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes the results as a page of Markdown with two plots beside it. */
public final class ResultsPage {
    private static final String PLOTTED = "crowd-50"; // latency; the other plot has all rates
    private static final List<String> RATES = List.of("crowd-20", "crowd-50", "crowd-100", "crowd-200");

    private static final String INTRODUCTION = """
            Written by `bin/bench`, which anybody can repeat: it starts every server on this machine, on 127.0.0.1 and with a
            Redis of its own, measures it, and ends it. All subjects take turns within a round. A figure is the median of the
            rounds, with the least and the most; a ratio is the median of the ratios within each round.

            - **Warm** is how servers are measured, except in idle: a JVM is started once, takes @WARM@ s of POSTs flat out, and goes
              through a scenario once before the first round of it that counts. What a fresh one does is in [NOTES.md](NOTES.md).
              All others, which don't get quicker, start anew in each round.
            - **Latency** counts from when a message was due (at a rate) or just before its POST (flat out, echo) to when a
              listener's bytes were read. A stall of the server counts for all messages that were due meanwhile.
            - **CPU** is the user and system time of the server and its Redis; the load generator runs beside them, on the same
              cores, and its own time is shown.
            - **RSS** is that of the server's processes without Redis; memory that they share counts once.
            - **Lost** is what was accepted (2xx) and not heard by a listener some @DRAIN@ s after the last POST: lost, or still queued.
              **Refused** are streams and POSTs that were not answered with 2xx, and messages that could not be sent in time.
            - Messages have 100 characters, streams are plain HTTP/1.1. Nothing is persisted.
            """;

    private final Results results;
    private final List<Scenario> scenarios;
    private final List<Subject> subjects;
    private final Sizes sizes;

    public ResultsPage(Results results, List<Scenario> scenarios, List<Subject> subjects, Sizes sizes) {
        this.results = results;
        this.scenarios = scenarios;
        this.subjects = subjects;
        this.sizes = sizes;
    }

    /**
     * Writes the page and its plots.
     *
     * @param page the file; the plots go beside it into {@code plots/}
     * @param versions of each subject, by title
     * @param leftOut subjects that could not be had, with the reason
     */
    public void write(Path page, Map<String, String> versions, Map<String, String> leftOut) throws IOException {
        StringBuilder text = new StringBuilder("# Results\n\n");
        text.append(INTRODUCTION
                .replace("@DRAIN@", String.format(Locale.ROOT, "%.0f", sizes.drain()))
                .replace("@WARM@", String.format(Locale.ROOT, "%.0f", sizes.warmUp())));
        text.append("\nOn ").append(LocalDate.now(java.time.ZoneOffset.UTC)).append(", ");
        text.append(results.rounds()).append(results.rounds() == 1 ? " round, on " : " rounds, on ");
        text.append(Machine.describe()).append(".\n\n");
        versions.forEach((title, version) ->
                text.append("- ").append(title).append(": ").append(version).append("\n"));
        leftOut.forEach((title, reason) -> text.append("- ")
                .append(title)
                .append(" is left out: ")
                .append(reason)
                .append("\n"));
        plots(text, page.resolveSibling("plots"));
        scenarios.forEach(scenario -> section(text, scenario));
        Files.createDirectories(page.toAbsolutePath().getParent());
        Files.writeString(page, text);
    }

    private void section(StringBuilder text, Scenario scenario) {
        text.append("\n## ")
                .append(scenario.name())
                .append("\n\n")
                .append(scenario.story(sizes))
                .append("\n\n");
        text.append(table(scenario, scenario.columns())).append("\n");
        if (!scenario.costs().isEmpty()) {
            text.append(table(scenario, scenario.costs())).append("\n");
        }
        text.append(new Comparison(results, scenario, subjects).table());
    }

    private Table table(Scenario scenario, List<Measure> columns) {
        List<String> headings = new ArrayList<>(List.of("subject"));
        columns.forEach(column -> headings.add(column.heading()));
        Table table = new Table(headings);
        for (Subject subject : subjects) {
            if (columns.stream().anyMatch(column -> figure(scenario.name(), subject, column) != null)) {
                List<String> row = new ArrayList<>(List.of(subject.title()));
                columns.forEach(column -> row.add(cell(scenario.name(), subject, column)));
                table.add(row);
            }
        }
        return table;
    }

    private void plots(StringBuilder text, Path directory) throws IOException {
        Files.createDirectories(directory);
        if (scenarios.stream().anyMatch(scenario -> scenario.name().equals(PLOTTED))) {
            BarChart latency = new BarChart(
                    "Latency at 50 messages/s to a crowd, ms (logarithmic)", List.of("p50", "p99", "p99.9"), true);
            for (Subject subject : subjects) {
                latency.add(
                        subject.title(),
                        median(PLOTTED, subject, Measure.P50),
                        median(PLOTTED, subject, Measure.P99),
                        median(PLOTTED, subject, Measure.P999));
            }
            Files.writeString(directory.resolve("latency.svg"), latency.svg());
            text.append("\n![latency](plots/latency.svg)\n");
        }
        if (scenarios.stream().anyMatch(scenario -> RATES.contains(scenario.name()))) {
            BarChart perCpu = new BarChart(
                    "Deliveries per CPU-second of server and Redis, to a crowd",
                    List.of("20 messages/s", "50 messages/s", "100 messages/s", "200 messages/s"),
                    false);
            for (Subject subject : subjects) {
                perCpu.add(
                        subject.title(),
                        RATES.stream()
                                .mapToDouble(rate -> median(rate, subject, Measure.DELIVERIES_PER_CPU_SECOND))
                                .toArray());
            }
            Files.writeString(directory.resolve("deliveries-per-cpu-second.svg"), perCpu.svg());
            text.append("\n![deliveries per CPU-second](plots/deliveries-per-cpu-second.svg)\n");
        }
    }

    private Figure figure(String scenario, Subject subject, Measure measure) {
        return results.figure(scenario, subject.name(), measure).orElse(null);
    }

    private String cell(String scenario, Subject subject, Measure measure) {
        Figure figure = figure(scenario, subject, measure);
        return figure == null ? "–" : figure.text(measure::format);
    }

    private double median(String scenario, Subject subject, Measure measure) {
        Figure figure = figure(scenario, subject, measure);
        return figure == null ? Double.NaN : figure.median().orElse(Double.NaN);
    }
}
