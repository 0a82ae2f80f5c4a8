package dev.parley.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What the figures were measured on. */
final class Machine {
    private Machine() {}

    static String describe() {
        return String.format(
                Locale.ROOT,
                "%d cores of %s, %.0f GiB of memory, Linux %s, JDK %s",
                Runtime.getRuntime().availableProcessors(),
                after("/proc/cpuinfo", "model name").replaceAll("\\s+", " "),
                Double.parseDouble(after("/proc/meminfo", "MemTotal").replaceAll("\\D", "")) / 1024 / 1024,
                System.getProperty("os.version"),
                System.getProperty("java.version"));
    }

    /** The first value of that name; "0 (unknown)" where there is none. */
    private static String after(String file, String name) {
        try (var lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("0 (unknown)");
        } catch (IOException e) {
            return "0 (unknown)";
        }
    }
}
