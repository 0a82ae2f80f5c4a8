package dev.parley.reliability;

import static java.util.stream.Collectors.joining;

import dev.parley.support.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * What came of the faults, as a document: of a full run in {@code docs/}, of a short one beside the tests' own reports. It is
 * written when the last row is there, so a run of some of the tests writes none.
 */
final class Report {
    private static final Path FILE = Extent.LONG && !World.isInterest()
            ? Checkout.path("docs/reliability.md")
            : Path.of(World.isInterest() ? "target/reliability-interest.md" : "target/reliability.md");
    private static final String TEMPLATE = "dev/parley/reliability/reliability.md";

    private static final Map<Fault, Row> ROWS = new EnumMap<>(Fault.class);

    private Report() {}

    private record Row(Verdict verdict, String note) {}

    static synchronized void add(Fault fault, Verdict verdict, String note) {
        ROWS.put(fault, new Row(verdict, note));
        System.out.println(fault + ": " + verdict + " " + note);
        if (ROWS.keySet().containsAll(Fault.thatAreRun())) {
            write();
        }
    }

    private static void write() {
        String report = Checkout.text("app/src/test/resources/" + TEMPLATE)
                .replace("${rows}", ROWS.entrySet().stream().map(Report::row).collect(joining("\n")))
                .replace("${notes}", ROWS.entrySet().stream().map(Report::note).collect(joining()))
                .replace("${more}", ROWS.entrySet().stream().map(Report::more).collect(joining("\n")))
                .replace("${machine}", Machine.description())
                .replace("${date}", LocalDate.now(ZoneOffset.UTC).toString())
                .replace("${command}", Extent.LONG ? "bin/test --long" : "bin/test");
        try {
            String before = Files.exists(FILE) ? Files.readString(FILE) : "";
            String cluster = ClusterReport.section(before);
            if (!cluster.isEmpty()) {
                report = report.replace(ClusterReport.section(report), cluster);
            }
            Files.writeString(FILE, report);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String row(Map.Entry<Fault, Row> row) {
        Verdict verdict = row.getValue().verdict();
        return String.format(
                Locale.ROOT,
                "| %s | %,d | %d | %d | %.1f s |",
                row.getKey(),
                verdict.acknowledged(),
                verdict.lost(),
                verdict.doubled(),
                verdict.longestSilence().toMillis() / 1e3);
    }

    private static String note(Map.Entry<Fault, Row> row) {
        return row.getValue().note().isEmpty()
                ? ""
                : "- " + row.getKey() + ": " + row.getValue().note() + ".\n";
    }

    private static String more(Map.Entry<Fault, Row> row) {
        Verdict verdict = row.getValue().verdict();
        return String.format(
                Locale.ROOT,
                "| %s | %d | %d | %d | %,d | %d | %,d |",
                row.getKey(),
                verdict.outOfOrder() + verdict.gaps(),
                verdict.twoContents(),
                verdict.resets(),
                verdict.ends(),
                verdict.refusals(),
                verdict.retries());
    }
}
