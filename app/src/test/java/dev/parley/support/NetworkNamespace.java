package dev.parley.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** A network of its own for programs (a network namespace of Linux), in which every port is free. */
public final class NetworkNamespace implements AutoCloseable {
    private static final boolean IN_CI = Boolean.parseBoolean(System.getenv("CI"));
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String name = "parley-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet();

    private NetworkNamespace() {}

    /** Takes root on Linux: otherwise the test is skipped and says so; in CI it fails. */
    public static NetworkNamespace open() {
        NetworkNamespace namespace = new NetworkNamespace();
        try {
            ip("netns", "add", namespace.name);
            namespace.ipInside("link", "set", "lo", "up");
            return namespace;
        } catch (IllegalStateException e) {
            namespace.close();
            String reason =
                    "no network namespace can be made here (root on Linux can, with iproute2): " + e.getMessage();
            System.err.println("SKIPPED: " + reason);
            Assertions.assertFalse(IN_CI, reason);
            Assumptions.abort(reason);
            throw e;
        }
    }

    String name() {
        return name;
    }

    /** A program that is to be run in it. */
    public ProcessBuilder command(List<String> command) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", name));
        all.addAll(command);
        return new ProcessBuilder(all);
    }

    /** Runs a program in it to its end, within 10 s; returns what it has printed. */
    public String output(String... command) {
        return output(command(List.of(command)));
    }

    @Override
    public void close() {
        try {
            ip("netns", "del", name);
        } catch (IllegalStateException neverMade) {
            // there is nothing to be cleared away
        }
    }

    /** Sets up the network of this machine. */
    static void ip(String... arguments) {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments));
        output(new ProcessBuilder(command));
    }

    /** Sets up this one. */
    void ipInside(String... arguments) {
        List<String> all = new ArrayList<>(List.of("-n", name));
        all.addAll(List.of(arguments));
        ip(all.toArray(String[]::new));
    }

    private static String output(ProcessBuilder program) {
        String command = String.join(" ", program.command());
        try {
            Process process = program.redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException(command + ": " + said);
            }
            return said;
        } catch (IOException e) {
            throw new IllegalStateException(e.getMessage(), new UncheckedIOException(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
