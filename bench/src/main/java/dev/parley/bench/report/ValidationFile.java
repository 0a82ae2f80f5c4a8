package dev.parley.bench.report;

import dev.parley.bench.measure.Measure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes what real loads cost, for {@code bin/simulate} to be compared with. */
public final class ValidationFile {
    private static final double PER_CENT = 0.01;

    private final Results results;
    private final List<String> runs = new ArrayList<>();

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
            runs.add(String.format(
                    Locale.ROOT,
                    "    {%s, %s,%n     \"instance_cpu\": {%s}, \"redis_cpu\": {%s}}",
                    deployment,
                    load,
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
        Files.writeString(
                file,
                "{\n  \"origin\": \"" + UnitsFile.origin(results, of) + "\",\n  \"runs\": [\n"
                        + String.join(",\n", runs) + "\n  ]\n}\n");
    }
}
