package dev.parley.reliability;

import dev.parley.support.TestRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** What reports say of the machine that they were made on. */
public final class Machine {
    private Machine() {}

    public static String description() {
        return String.join(
                "; ",
                Runtime.getRuntime().availableProcessors() + " cores of " + valueOf("/proc/cpuinfo", "model name"),
                valueOf("/etc/os-release", "PRETTY_NAME").replace("\"", ""),
                "Java " + System.getProperty("java.version"),
                "Redis " + TestRedis.shared().version(),
                "Caddy " + Programs.output("caddy", "version").split(" ", 2)[0],
                Programs.output("nginx", "-v").replace("nginx version: nginx/", "nginx "));
    }

    /** Of the first line with that name. */
    private static String valueOf(String file, String name) {
        try {
            return Files.readAllLines(Path.of(file)).stream()
                    .filter(line -> line.startsWith(name))
                    .map(line -> Arrays.asList(line.split("[:=]", 2)).get(1).strip())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException notLinux) {
            return "unknown";
        }
    }
}
