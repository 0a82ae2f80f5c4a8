package dev.parley.reliability;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** The section about Redis Cluster of docs/reliability.md: written, between its marks, when a full run has all its rows. */
final class ClusterReport {
    /** What {@link Report} leaves as it is. */
    static final String BEGIN = "<!-- the section on Redis Cluster -->\n";

    static final String END = "<!-- until here -->\n";

    private static final Path FILE = Checkout.path("docs/reliability.md");
    private static final String TEMPLATE = "app/src/test/resources/dev/parley/reliability/cluster.md";

    private static final Map<ClusterFault, Row> ROWS = new EnumMap<>(ClusterFault.class);

    private ClusterReport() {}

    private record Row(RoomsVerdict verdict, String note) {}

    static synchronized void add(ClusterFault fault, RoomsVerdict verdict, String note) {
        ROWS.put(fault, new Row(verdict, note));
        System.out.println(fault + ": " + verdict + " " + note);
        if (ROWS.size() == ClusterFault.values().length) {
            write();
        }
    }

    /** The section as it stands in a page; empty where there is none. */
    static String section(String page) {
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END);
        return begin < 0 || end < begin ? "" : page.substring(begin, end + END.length());
    }

    private static void write() {
        String section = Checkout.text(TEMPLATE)
                .replace(
                        "${rows}",
                        ROWS.entrySet().stream().map(ClusterReport::row).collect(joining("\n")))
                .replace(
                        "${notes}",
                        ROWS.entrySet().stream().map(ClusterReport::note).collect(joining()))
                .replace("${machine}", Machine.description())
                .replace("${date}", LocalDate.now(ZoneOffset.UTC).toString());
        try {
            String page = Files.readString(FILE);
            Files.writeString(FILE, page.replace(section(page), BEGIN + section + END));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String row(Map.Entry<ClusterFault, Row> row) {
        RoomsVerdict verdict = row.getValue().verdict();
        return String.format(
                Locale.ROOT,
                "| %s | %,d | %d | %d | %,d | %d | %d | %d | %s | %s | %s | %,d |",
                row.getKey(),
                verdict.acknowledged(),
                verdict.lost(),
                verdict.doubled(),
                verdict.injected(),
                verdict.neverAdopted() + verdict.adoptedTwice(),
                verdict.twoContents(),
                verdict.resets(),
                seconds(verdict.silence()),
                seconds(verdict.silenceElsewhere()),
                seconds(verdict.latestElsewhere()),
                verdict.retries());
    }

    private static String note(Map.Entry<ClusterFault, Row> row) {
        String note = row.getValue().note();
        return note.isEmpty() ? "" : "- " + row.getKey() + ": " + note + ".\n";
    }

    private static String seconds(Duration time) {
        return time.isZero() ? "–" : String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1e3);
    }
}
