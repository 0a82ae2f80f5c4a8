package dev.parley.bench.report;

import dev.parley.bench.measure.Measure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes what one of everything costs, for {@code bin/simulate}. */
public final class UnitsFile {
    /** All units; their labels are {@code post_instance}, or {@code post_instance at 100/s}. */
    public static final Set<Measure> UNITS = EnumSet.range(Measure.REST_INSTANCE, Measure.HEARD_BYTES);

    private static final Pattern LABEL = Pattern.compile("(\\w+)(?: at ([\\d,]+)/s)?");

    private static final Pattern LINE = Pattern.compile("^ +\"(\\w+)\": \\[(.*)],?$", Pattern.MULTILINE);

    private final Results results;
    private final Map<String, List<String>> points = new LinkedHashMap<>();

    public UnitsFile(Results results) {
        this.results = results;
    }

    /**
     * Takes the figures that a subject has of a scenario.
     *
     * @return whether there are any
     */
    public boolean add(String scenario, String subject) {
        boolean isThere = false;
        for (Measure measure : UNITS) {
            Figure figure = results.figure(scenario, subject, measure).orElse(null);
            if (figure != null && figure.median().isPresent()) {
                isThere = true;
                Matcher label = LABEL.matcher(measure.label());
                if (!label.matches()) {
                    throw new IllegalStateException(measure.label());
                }
                String rate = label.group(2) == null ? "0" : label.group(2).replace(",", "");
                points.computeIfAbsent(label.group(1), unit -> new ArrayList<>())
                        .add("{\"rate\": " + rate + ", " + figure.json(1) + "}");
            }
        }
        return isThere;
    }

    /**
     * Writes all; what was not measured this time stays as it was.
     *
     * @param of what was measured: its version
     */
    public void write(Path file, String of) throws IOException {
        Map<String, String> units = new LinkedHashMap<>(before(file));
        points.forEach((unit, values) -> units.put(unit, String.join(", ", values)));
        StringBuilder json = new StringBuilder("{\n  \"origin\": \"" + origin(results, of) + "\",\n  \"units\": {\n");
        List<String> lines = new ArrayList<>();
        units.forEach((unit, values) -> lines.add("    \"" + unit + "\": [" + values + "]"));
        json.append(String.join(",\n", lines)).append("\n  }\n}\n");
        Files.writeString(file, json);
    }

    /** What this class wrote, a line for each unit. */
    private static Map<String, String> before(Path file) throws IOException {
        Map<String, String> units = new LinkedHashMap<>();
        if (Files.exists(file)) {
            Matcher lines = LINE.matcher(Files.readString(file));
            while (lines.find()) {
                units.put(lines.group(1), lines.group(2));
            }
        }
        return units;
    }

    /** Where figures are from, in words. */
    static String origin(Results results, String of) {
        return String.format(
                Locale.ROOT,
                "%s, %d rounds, %s, on %s",
                of,
                results.rounds(),
                LocalDate.now(ZoneOffset.UTC),
                Machine.describe());
    }
}
