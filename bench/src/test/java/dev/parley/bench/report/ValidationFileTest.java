package dev.parley.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.bench.measure.Measure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidationFileTest {
    private static final String LOAD = "\"rate\": 500";

    @TempDir
    private Path directory;

    @Test
    void loadsMayBeMadeOneByOneAndEachAgain() throws IOException {
        Path file = directory.resolve("measured.json");
        write(file, 3, 50);
        write(file, 1, 20);
        write(file, 3, 40);
        String json = Files.readString(file);
        assertTrue(
                json.startsWith(
                        "{\n  \"runs\": [\n    {\"instances\": 1, \"rate\": 500,\n     \"instance_cpu\": {\"median\": 0.2, "),
                json);
        assertTrue(
                json.contains("},\n    {\"instances\": 3, \"rate\": 500,\n     \"instance_cpu\": {\"median\": 0.4, "),
                json);
        assertTrue(json.contains(",\n     \"origin\": \"commit abc, 1 rounds, "), json);
        assertEquals(2, json.split("\"origin\"", -1).length - 1, json);
        assertTrue(json.endsWith("\"}\n  ]\n}\n"), json);
    }

    private static void write(Path file, int instances, double perCent) throws IOException {
        Results results = new Results(1);
        results.record("validate", "simulated", 0, Measure.VALIDATE_INSTANCES, perCent);
        results.record("validate", "simulated", 0, Measure.VALIDATE_REDIS, 5.0);
        ValidationFile validation = new ValidationFile(results);
        validation.add("simulated", "\"instances\": " + instances, LOAD);
        validation.write(file, "commit abc");
    }
}
