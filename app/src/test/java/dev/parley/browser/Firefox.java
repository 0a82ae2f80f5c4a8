package dev.parley.browser;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.support.Programs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A Firefox with nothing on the screen and a profile of its own. Playwright drives only builds of its own; so this speaks BiDi. */
final class Firefox implements AutoCloseable {
    private static final String LISTENING = "WebDriver BiDi listening on ";

    private final Process process;
    private final BiDi bidi;

    private Firefox(Process process, BiDi bidi) {
        this.process = process;
        this.bidi = bidi;
    }

    /** Started, with these lines in its user.js. Without an installed Firefox, the test is skipped and says so; in CI it fails. */
    static Firefox start(Path profile, String... preferences) {
        try {
            Files.writeString(profile.resolve("user.js"), String.join("\n", preferences));
            Process process = new ProcessBuilder(
                            Programs.firefox().toString(),
                            "--headless",
                            "--no-remote",
                            "--profile",
                            profile.toString(),
                            "--remote-debugging-port=0")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            BiDi bidi = new BiDi(URI.create(address(process) + "/session"));
            bidi.ask("session.new", Map.of("capabilities", Map.of()));
            return new Firefox(process, bidi);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A tab at this address, when it has been loaded. */
    Tab open(String address) {
        Tab tab = new Tab(bidi.ask("browsingContext.create", Map.of("type", "tab"))
                .path("context")
                .asText());
        tab.navigate(address);
        return tab;
    }

    @Override
    public void close() {
        bidi.close();
        process.destroyForcibly().onExit().join();
    }

    private static String address(Process process) throws IOException {
        BufferedReader lines = process.errorReader(StandardCharsets.UTF_8);
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(LISTENING)) {
                drain(lines);
                return line.substring(LISTENING.length());
            }
        }
        throw new IOException("Firefox ended before it was up");
    }

    /** What it says later; a full pipe would halt it. */
    private static void drain(BufferedReader lines) {
        Thread thread = new Thread(() -> lines.lines().forEach(line -> {}), "firefox's complaints");
        thread.setDaemon(true);
        thread.start();
    }

    /** One of its tabs. */
    final class Tab {
        private final String context;

        private Tab(String context) {
            this.context = context;
        }

        void navigate(String address) {
            bidi.ask("browsingContext.navigate", Map.of("context", context, "url", address, "wait", "complete"));
        }

        /** What this expression, or its promise, comes to: a string, a number or a boolean, as text. */
        String evaluate(String expression) {
            JsonNode answer = bidi.ask(
                    "script.evaluate",
                    Map.of("expression", expression, "target", Map.of("context", context), "awaitPromise", true));
            if (!answer.path("type").asText().equals("success")) {
                throw new AssertionError(
                        answer.path("exceptionDetails").path("text").asText());
            }
            return answer.path("result").path("value").asText();
        }

        void awaitTrue(String expression) {
            await(expression)
                    .until(() -> evaluate("Boolean(" + expression + ")").equals("true"));
        }
    }
}
