package dev.parley.reliability;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Programs of this machine that tests start. */
final class Programs {
    private Programs() {}

    /** Where it is. Without it, the test is skipped; or fails, where everything has to be tested. */
    static String require(String name) {
        Optional<String> found = find(name);
        if (found.isEmpty()) {
            String reason =
                    name + " is not installed (bin/test installs it on Debian and Ubuntu, as root or with sudo)";
            if ("true".equals(System.getenv("CI"))) {
                fail(reason);
            }
            Assumptions.abort(reason);
        }
        return found.orElseThrow();
    }

    /** All that a command prints, or nothing when there is none. */
    static String output(String... command) {
        Optional<String> program = find(command[0]);
        if (program.isEmpty()) {
            return "";
        }
        command[0] = program.get();
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<String> find(String name) {
        // nginx is in sbin, which is not on everyone's path
        List<String> path = Arrays.asList(System.getenv("PATH").split(":", -1));
        return Stream.concat(path.stream(), Stream.of("/usr/sbin", "/usr/local/sbin"))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }
}
