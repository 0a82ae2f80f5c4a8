package dev.parley.bench.subject;

import dev.parley.bench.measure.CommandStats;
import dev.parley.bench.measure.RedisWire;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A Redis of a subject's own, without persistence: the installed one, else the one inside embedded-redis. */
record RedisServer(Child child, int port) {
    private static final String EMBEDDED = "redis-server-7.0.15-linux-";

    static RedisServer start(Workbench workbench, Path directory) throws IOException, InterruptedException {
        return start(workbench, directory, "redis", List.of());
    }

    /** A node of a cluster, which is in none yet. */
    static RedisServer startNode(Workbench workbench, Path directory, int number)
            throws IOException, InterruptedException {
        String name = "redis-" + number;
        return start(
                workbench,
                directory,
                name,
                List.of(
                        "--cluster-enabled",
                        "yes",
                        "--cluster-config-file",
                        name + ".nodes",
                        "--cluster-announce-ip",
                        "127.0.0.1",
                        "--cluster-node-timeout",
                        "5000",
                        "--cluster-require-full-coverage",
                        "no",
                        "--repl-diskless-sync-delay",
                        "0"));
    }

    private static RedisServer start(Workbench workbench, Path directory, String name, List<String> further)
            throws IOException, InterruptedException {
        int port = workbench.redisPort();
        List<String> command = new ArrayList<>(List.of(
                program(directory.getParent()).toString(),
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--appendonly",
                "no"));
        command.addAll(further);
        RedisServer redis = new RedisServer(Child.start(directory, name, command), port);
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (!redis.answers()) {
            if (!redis.child.isAlive() || System.nanoTime() > deadline) {
                throw new IOException("Redis did not start: " + redis.child.lastWords());
            }
            Thread.sleep(10);
        }
        return redis;
    }

    RedisWire wire() throws IOException {
        return new RedisWire(port);
    }

    String url() {
        return "redis://127.0.0.1:" + port;
    }

    static String version() throws IOException, InterruptedException, LeftOut {
        if (Programs.find("redis-server").isEmpty()) {
            return EMBEDDED.replaceAll("[^0-9.]", "");
        }
        return Programs.output(List.of("redis-server", "--version")).replaceAll(".*v=(\\S+).*", "$1");
    }

    private boolean answers() {
        try {
            CommandStats.of(port);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static Path program(Path shared) throws IOException {
        Path installed = Programs.find("redis-server").orElse(null);
        if (installed != null) {
            return installed;
        }
        Path unpacked = shared.resolve("redis-server");
        if (!Files.exists(unpacked)) {
            String architecture =
                    System.getProperty("os.arch").toLowerCase(Locale.ROOT).equals("aarch64") ? "arm64" : "amd64";
            try (InputStream in = RedisServer.class.getResourceAsStream("/" + EMBEDDED + architecture)) {
                Files.copy(in, unpacked);
            }
            if (!unpacked.toFile().setExecutable(true)) {
                throw new IOException("can't make " + unpacked + " executable");
            }
        }
        return unpacked;
    }
}
