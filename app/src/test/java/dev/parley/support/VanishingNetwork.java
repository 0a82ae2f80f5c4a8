package dev.parley.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * A network of its own for clients (a network namespace of Linux, and a cable to it), which can vanish as a phone in a
 * tunnel does: neither side is told anything.
 */
public final class VanishingNetwork implements AutoCloseable {
    private static final boolean IN_CI = Boolean.parseBoolean(System.getenv("CI"));

    /** One per process and test; the addresses are of the range for benchmarks (RFC 2544), so they are nobody's. */
    private static final long NUMBER = ProcessHandle.current().pid() % 250;

    private final String name = "parley-" + ProcessHandle.current().pid();
    private final String near = "parley" + NUMBER + "a";
    private final String far = "parley" + NUMBER + "b";
    private final List<Process> clients = new ArrayList<>();

    private VanishingNetwork() {}

    /** Takes root on Linux: otherwise the test is skipped and says so; in CI it fails. */
    public static VanishingNetwork open() {
        VanishingNetwork network = new VanishingNetwork();
        try {
            network.build();
            return network;
        } catch (IllegalStateException e) {
            network.close();
            String reason =
                    "no network namespace can be made here (root on Linux can, with iproute2): " + e.getMessage();
            System.err.println("SKIPPED: " + reason);
            Assertions.assertFalse(IN_CI, reason);
            Assumptions.abort(reason);
            throw e;
        }
    }

    /** Ours, as seen from there: where an instance listens. */
    public String host() {
        return "198.18." + NUMBER + ".1";
    }

    /** Starts a program in it, whose output goes to a file. */
    public Path run(String... command) {
        try {
            Path output = Files.createTempFile("client", ".txt");
            List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", name));
            all.addAll(List.of(command));
            clients.add(new ProcessBuilder(all)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start());
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From now on nothing gets through in either direction. */
    public void vanish() {
        ip("-n", name, "link", "set", far, "down");
    }

    @Override
    public void close() {
        clients.forEach(Process::destroyForcibly);
        try {
            ip("netns", "del", name); // and the cable with it
        } catch (IllegalStateException neverMade) {
            // there is nothing to be cleared away
        }
    }

    private void build() {
        ip("netns", "add", name);
        ip("link", "add", near, "type", "veth", "peer", "name", far, "netns", name);
        ip("addr", "add", host() + "/24", "dev", near);
        ip("link", "set", near, "up");
        ip("-n", name, "addr", "add", "198.18." + NUMBER + ".2/24", "dev", far);
        ip("-n", name, "link", "set", far, "up");
    }

    private static void ip(String... arguments) {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException(String.join(" ", command) + ": " + said);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
