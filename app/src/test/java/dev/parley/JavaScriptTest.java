package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.support.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Runs the tests of the client's pure modules: each file of {@code src/test/js}, by {@code node --test}. */
class JavaScriptTest {
    private static final Path TESTS = Path.of("src", "test", "js");

    @TestFactory
    Stream<DynamicTest> passes() throws IOException {
        Path node = Programs.node();
        try (Stream<Path> files = Files.list(TESTS)) {
            return files.filter(file -> file.toString().endsWith(".test.js")).sorted().toList().stream()
                    .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> run(node, file)));
        }
    }

    private static void run(Path node, Path test) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(node.toString(), "--test", test.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
    }
}
