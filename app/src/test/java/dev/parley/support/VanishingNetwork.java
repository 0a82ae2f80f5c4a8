package dev.parley.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A network of its own for clients, and a cable to it, which can vanish as a phone in a tunnel does: neither side is told
 * anything.
 */
public final class VanishingNetwork implements AutoCloseable {
    /** One per process; the addresses are of the range for benchmarks (RFC 2544), so they are nobody's. */
    private static final long NUMBER = ProcessHandle.current().pid() % 250;

    private final NetworkNamespace namespace;
    private final String near = "parley" + NUMBER + "a";
    private final String far = "parley" + NUMBER + "b";
    private final List<Process> clients = new ArrayList<>();

    private VanishingNetwork(NetworkNamespace namespace) {
        this.namespace = namespace;
    }

    /** Takes root on Linux: otherwise the test is skipped and says so; in CI it fails. */
    public static VanishingNetwork open() {
        VanishingNetwork network = new VanishingNetwork(NetworkNamespace.open());
        network.build();
        return network;
    }

    /** Ours, as seen from there: where an instance listens. */
    public String host() {
        return "198.18." + NUMBER + ".1";
    }

    /** Its own address, as seen from here: where a server in it listens. */
    public String guest() {
        return "198.18." + NUMBER + ".2";
    }

    /** Starts a program in it, whose output goes to a file. */
    public Path run(String... command) {
        try {
            Path output = Files.createTempFile("client", ".txt");
            clients.add(namespace
                    .command(List.of(command))
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
        namespace.ipInside("link", "set", far, "down");
    }

    /** What is sent from now on gets through, also what was sent again and again meanwhile. */
    public void reappear() {
        namespace.ipInside("link", "set", far, "up");
    }

    @Override
    public void close() {
        clients.forEach(Process::destroyForcibly);
        namespace.close(); // and the cable with it
    }

    private void build() {
        NetworkNamespace.ip("link", "add", near, "type", "veth", "peer", "name", far, "netns", namespace.name());
        NetworkNamespace.ip("addr", "add", host() + "/24", "dev", near);
        NetworkNamespace.ip("link", "set", near, "up");
        namespace.ipInside("addr", "add", guest() + "/24", "dev", far);
        namespace.ipInside("link", "set", far, "up");
    }
}
