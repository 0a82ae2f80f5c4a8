package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.parley.support.ClassPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a new process needs is made ready by one that went through everything before. */
class RehearsalTest {
    @TempDir
    Path folder;

    @Test
    void aRehearsalEndsWellAndLeavesNothingBehind() throws Exception {
        Process rehearsal = java("-Djava.io.tmpdir=" + folder, "-cp", ClassPath.own(), "dev.parley.Main", "rehearse");
        String said = new String(rehearsal.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, rehearsal.waitFor(), said);
        assertFalse(said.contains(" WARN "), said);
        assertFalse(said.contains(" ERROR "), said);
        assertEquals(List.of(), list(folder));
    }

    private static List<Path> list(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> !file.getFileName().toString().startsWith("hsperfdata"))
                    .toList();
        }
    }

    private static Process java(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }
}
