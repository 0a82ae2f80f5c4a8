package dev.parley.wire.hub;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Something that is done to the server from outside. */
@FunctionalInterface
public interface Action {
    /** Linux takes 128 KiB in one variable. */
    int MOST_IN_ENVIRONMENT = 30_000;

    /** Does it; throws NotTried when it could not be done. */
    void run() throws IOException, InterruptedException, NotTried;

    /** A command line for {@code sh}; what it prints goes to standard error. */
    static Action shell(String command) {
        return () -> Shell.run(command, Map.of(), "");
    }

    /** Says something with a command: the text is its standard input, and {@code WIRE_TEXT} unless it is
     * long; {@code WIRE_CHANNEL} names the channel. */
    static void publish(String command, String channel, String text)
            throws IOException, InterruptedException, NotTried {
        Map<String, String> environment = new HashMap<>(Map.of("WIRE_CHANNEL", channel));
        if (text.length() < MOST_IN_ENVIRONMENT) {
            environment.put("WIRE_TEXT", text);
        }
        Shell.run(command, environment, text);
    }

    /** Runs commands. */
    final class Shell {
        private Shell() {}

        static void run(String command, Map<String, String> environment, String input)
                throws IOException, InterruptedException, NotTried {
            ProcessBuilder builder = new ProcessBuilder(List.of("sh", "-c", command))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.INHERIT);
            builder.environment().putAll(environment);
            Process process = builder.start();
            try (var in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
            } catch (IOException readsNoInput) {
                // it may take the text from the environment
            }
            int status = process.waitFor();
            if (status != 0) {
                throw new NotTried("the command `" + command + "` failed with exit status " + status);
            }
        }
    }
}
