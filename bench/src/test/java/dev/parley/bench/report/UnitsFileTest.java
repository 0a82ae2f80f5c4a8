package dev.parley.bench.report;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.bench.measure.Measure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnitsFileTest {
    @TempDir
    private Path directory;

    @Test
    void unitsAreWrittenWithTheirRatesAndSpreads() throws IOException {
        Results results = new Results(3);
        for (int round = 0; round < 3; round++) {
            results.record("units-interest", "parley-interest", round, Measure.POST_INSTANCE_100, 120.123 + round);
            results.record("units-interest", "parley-interest", round, Measure.POST_INSTANCE_1600, 90 + round);
            results.record("units-interest", "parley-interest", round, Measure.BASE_BYTES, 140_000_000.0);
            results.record("units-interest", "parley-interest", round, Measure.P50, 1.0); // no unit
        }
        UnitsFile units = new UnitsFile(results);
        assertTrue(units.add("units-interest", "parley-interest"));
        assertFalse(units.add("echo", "parley-interest"));
        Path file = directory.resolve("units.json");
        units.write(file, "commit abc");
        String json = Files.readString(file);
        assertTrue(json.startsWith("{\n  \"origin\": \"commit abc, 3 rounds, "), json);
        assertTrue(
                json.contains(
                        "\"post_instance\": [{\"rate\": 100, \"median\": 121.1, \"least\": 120.1, \"most\": 122.1}, {\"rate\": 1600,"
                                + " \"median\": 91, \"least\": 90, \"most\": 92}]"),
                json);
        assertTrue(json.contains("\"base_bytes\": [{\"rate\": 0, \"median\": 140000000,"), json);
        assertFalse(json.contains("p50"), json);
    }

    @Test
    void whatWasNotMeasuredThisTimeStays() throws IOException {
        Path file = directory.resolve("units.json");
        write(file, Measure.BASE_BYTES, 140);
        String first = Files.readString(file);
        write(file, Measure.SEND_REDIS, 4);
        write(file, Measure.SEND_REDIS, 5);
        String json = Files.readString(file);
        assertTrue(first.contains("\"base_bytes\": [{\"rate\": 0, \"median\": 140, "), first);
        assertTrue(json.contains("\"base_bytes\": [{\"rate\": 0, \"median\": 140, "), json);
        assertTrue(json.contains("\"send_redis\": [{\"rate\": 0, \"median\": 5, "), json);
        assertFalse(json.contains("\"median\": 4, "), json);
    }

    private static void write(Path file, Measure measure, double value) throws IOException {
        Results results = new Results(1);
        results.record("units-interest", "parley-interest", 0, measure, value);
        UnitsFile units = new UnitsFile(results);
        units.add("units-interest", "parley-interest");
        units.write(file, "commit abc");
    }
}
