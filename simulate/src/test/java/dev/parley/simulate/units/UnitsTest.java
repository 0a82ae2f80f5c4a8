package dev.parley.simulate.units;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnitsTest {
    @TempDir
    private Path directory;

    @Test
    void theMeasuredUnitsOfTheRepositoryCanBeRead() throws IOException {
        Units units = Units.read(Path.of("units.json"));
        for (Unit unit : Unit.values()) {
            assertTrue(units.value(unit) >= 0, unit.key() + " is " + units.value(unit));
        }
    }

    @Test
    void aUnitThatIsMissingIsNamed() throws IOException {
        String all = Arrays.stream(Unit.values())
                .filter(unit -> unit != Unit.LEASE_REDIS)
                .map(unit -> "\"" + unit.key() + "\": [{\"rate\": 0, \"median\": 1, \"least\": 1, \"most\": 1}]")
                .collect(Collectors.joining(","));
        Path file = Files.writeString(directory.resolve("units.json"), "{\"units\": {" + all + "}}");
        Exception missing = assertThrows(IllegalArgumentException.class, () -> Units.read(file));
        assertTrue(missing.getMessage().startsWith("there is no lease_redis"), missing.getMessage());
    }

    @Test
    void aUnitThatIsNoNumberIsNamed() throws IOException {
        Path file = Files.writeString(
                directory.resolve("units.json"),
                "{\"units\": {\"rest_instance\": [{\"rate\": 0, \"median\": \"much\"}]}}");
        Exception wrong = assertThrows(IllegalArgumentException.class, () -> Units.read(file));
        assertEquals("rest_instance has no number as its median", wrong.getMessage());
    }
}
