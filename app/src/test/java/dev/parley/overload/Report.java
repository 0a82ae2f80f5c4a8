package dev.parley.overload;

import dev.parley.reliability.Checkout;
import dev.parley.reliability.Machine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.stream.Collectors;

/** docs/overload.md: what came of all attacks under all settings. */
final class Report {
    private static final String TEMPLATE = "app/src/test/resources/dev/parley/overload/overload.md";
    private static final String HEAD = """
            | strangers | | attempts | asked | failed | lost or doubled | presence | answered | heard | opened | health | longest | MiB | threads | normal after |
            |---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|
            """;

    private Report() {}

    static void write(Map<Setting, Map<Attack, Outcome>> outcomes) {
        try {
            Files.writeString(Checkout.path("docs/overload.md"), page(outcomes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String page(Map<Setting, Map<Attack, Outcome>> outcomes) {
        long all = outcomes.values().stream().mapToLong(Map::size).sum();
        long ok = outcomes.values().stream()
                .flatMap(rows -> rows.values().stream())
                .filter(Outcome::isOk)
                .count();
        return Checkout.text(TEMPLATE)
                .replace("${date}", LocalDate.now(ZoneOffset.UTC).toString())
                .replace("${command}", "bin/test --long -Dparley.overload.seconds=" + Setting.longest())
                .replace("${machine}", Machine.description())
                .replace("${ok}", ok + " of " + all)
                .replace(
                        "${tables}",
                        outcomes.entrySet().stream().map(Report::table).collect(Collectors.joining("\n")));
    }

    private static String table(Map.Entry<Setting, Map<Attack, Outcome>> of) {
        Setting setting = of.getKey();
        String rows = of.getValue().entrySet().stream()
                .map(row -> "| " + row.getKey() + " | " + row.getValue() + " |\n")
                .collect(Collectors.joining());
        return "## " + setting.title() + "\n\n" + HEAD + rows + notes(of.getValue());
    }

    private static String notes(Map<Attack, Outcome> rows) {
        String notes = rows.entrySet().stream()
                .filter(row -> !row.getValue().troubles().isEmpty())
                .map(row -> "- " + row.getKey() + ": "
                        + String.join("; ", row.getValue().troubles()) + ".\n")
                .collect(Collectors.joining());
        return notes.isEmpty() ? "" : "\n" + notes;
    }
}
