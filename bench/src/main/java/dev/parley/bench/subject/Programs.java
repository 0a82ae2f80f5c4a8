package dev.parley.bench.subject;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Programs of this machine that subjects need. */
final class Programs {
    private static final long INSTALL_MINUTES = 20; // the first build of a Go peer on two cores

    private Programs() {}

    /** Java as it runs this program. */
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Looks in {@code PATH}, and where Debian keeps servers. */
    static Optional<Path> find(String name) {
        String path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/sbin";
        return Stream.of(path.split(File.pathSeparator, -1))
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Runs {@code bench/peers/<name>/install}, which installs or builds a peer unless it is there already.
     *
     * @return what it prints: where the peer is
     * @throws LeftOut with the last thing that the script complained about
     */
    static String install(Path peers, String name, boolean mayInstall)
            throws LeftOut, IOException, InterruptedException {
        String script = peers.resolve(name).resolve("install").toString();
        return output(mayInstall ? List.of(script) : List.of(script, "--check"));
    }

    /** What a command prints to its output, without the last line break. */
    static String output(List<String> command) throws LeftOut, IOException, InterruptedException {
        Path errors = Files.createTempFile("parley-bench-", ".log");
        try {
            Process process =
                    new ProcessBuilder(command).redirectError(errors.toFile()).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!process.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
            } else if (process.exitValue() == 0) {
                return output;
            }
            List<String> complaints = Files.readAllLines(errors);
            throw new LeftOut(
                    complaints.isEmpty() ? command.get(0) + " failed" : complaints.get(complaints.size() - 1));
        } finally {
            Files.deleteIfExists(errors);
        }
    }
}
