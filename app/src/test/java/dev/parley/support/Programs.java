package dev.parley.support;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Programs that some tests need and that are installed, or not. */
public final class Programs {
    private static final boolean IN_CI = Boolean.parseBoolean(System.getenv("CI"));

    private Programs() {}

    public static Path browser() {
        return require("browser", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
    }

    public static Path firefox() {
        return require("Firefox", "firefox-esr", "firefox");
    }

    /** WebKitGTK's driver; {@code apt-get install webkit2gtk-driver xvfb} brings all three. */
    public static Path webkitDriver() {
        return require("WebKitWebDriver", "WebKitWebDriver");
    }

    /** A screen that nobody sees, for one program. */
    public static Path xvfb() {
        return require("xvfb-run", "xvfb-run");
    }

    public static Path node() {
        return require("Node.js", "node", "nodejs");
    }

    public static Path ruby() {
        return require("Ruby", "ruby");
    }

    /** The number that it tells with {@code --version}. */
    public static String version(Path program) {
        try {
            Process process = new ProcessBuilder(program.toString(), "--version").start();
            String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Matcher number = Pattern.compile("\\d+(\\.\\d+)+").matcher(told);
            return number.find() ? number.group() : told.strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first of these on the path. Without any, the test is skipped and says so; in CI it fails. */
    private static Path require(String what, String... names) {
        List<Path> found = Arrays.stream(names)
                .flatMap(name -> folders().stream().map(folder -> folder.resolve(name)))
                .filter(Files::isExecutable)
                .toList();
        if (found.isEmpty()) {
            String reason = "no " + what + " found: " + String.join(", ", names) + " (bin/test installs it)";
            System.err.println("SKIPPED: " + reason);
            Assertions.assertFalse(IN_CI, reason);
            Assumptions.abort(reason);
        }
        return found.get(0);
    }

    private static List<Path> folders() {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .map(Path::of)
                .toList();
    }
}
