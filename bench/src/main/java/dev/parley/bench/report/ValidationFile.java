package dev.parley.bench.report;

import dev.parley.bench.measure.Measure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes what real loads cost, for {@code bin/simulate} to be compared with. Loads that were not made this time stay as they were, so that they can be
 * made one by one.
 */
public final class ValidationFile {
    private static final double PER_CENT = 0.01;

    private static final Pattern RUN = Pattern.compile(
            "^ {4}\\{(\"instances\".*),\n {5}(\"instance_cpu\".*,\n {5}\"origin\": \".*\")}", Pattern.MULTILINE);

    private final Results results;
    private final Map<String, String> runs = new TreeMap<>(); // by deployment and load, so that they have an order

    public ValidationFile(Results results) {
        this.results = results;
    }

    /**
     * Takes the figures of a subject, if it has them.
     *
     * @param deployment and {@code load} as members of a JSON object
     */
    public void add(String subject, String deployment, String load) {
        Figure instances =
                results.figure("validate", subject, Measure.VALIDATE_INSTANCES).orElse(null);
        Figure redis =
                results.figure("validate", subject, Measure.VALIDATE_REDIS).orElse(null);
        if (instances != null && redis != null) {
            runs.put(
                    deployment + ", " + load,
                    String.format(
                            Locale.ROOT,
                            "\"instance_cpu\": {%s}, \"redis_cpu\": {%s}",
                            instances.json(PER_CENT),
                            redis.json(PER_CENT)));
        }
    }

    public boolean isEmpty() {
        return runs.isEmpty();
    }

    /**
     * Writes all.
     *
     * @param of what was measured: its version
     */
    public void write(Path file, String of) throws IOException {
        String origin = ",\n     \"origin\": \"" + UnitsFile.origin(results, of) + "\"";
        Map<String, String> all = before(file);
        runs.forEach((load, figures) -> all.put(load, figures + origin));
        String text = all.entrySet().stream()
                .map(run -> "    {" + run.getKey() + ",\n     " + run.getValue() + "}")
                .collect(Collectors.joining(",\n"));
        Files.writeString(file, "{\n  \"runs\": [\n" + text + "\n  ]\n}\n");
    }

    /** What this class wrote. */
    private static Map<String, String> before(Path file) throws IOException {
        Map<String, String> runs = new TreeMap<>();
        if (Files.exists(file)) {
            Matcher matcher = RUN.matcher(Files.readString(file));
            while (matcher.find()) {
                runs.put(matcher.group(1), matcher.group(2));
            }
        }
        return runs;
    }
}
