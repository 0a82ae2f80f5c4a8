package dev.parley.bench.subject;

import dev.parley.bench.measure.CommandStats;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** A Redis of a subject's own, without persistence: the installed one, else the one inside embedded-redis. */
record RedisServer(Child child, int port) {
    private static final String EMBEDDED = "redis-server-7.0.15-linux-";

    static RedisServer start(Workbench workbench, Path directory) throws IOException, InterruptedException {
        int port = workbench.redisPort();
        List<String> command = List.of(
                program(directory.getParent()).toString(),
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--appendonly",
                "no");
        RedisServer redis = new RedisServer(Child.start(directory, "redis", command), port);
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (!redis.answers()) {
            if (!redis.child.isAlive() || System.nanoTime() > deadline) {
                throw new IOException("Redis did not start: " + redis.child.lastWords());
            }
            Thread.sleep(10);
        }
        return redis;
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
