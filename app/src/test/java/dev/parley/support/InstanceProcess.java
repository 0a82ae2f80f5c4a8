package dev.parley.support;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One instance in a process of its own, for tests that kill or stall it. */
public final class InstanceProcess implements AutoCloseable {
    private static final String WELCOME = "Chat:";

    private final Process process;
    private final int port;

    private InstanceProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Started and ready. */
    public static InstanceProcess start(TestRedis redis, String prefix, String... flags) {
        return startAt(0, redis.uri(), prefix, flags);
    }

    /** The same, at a port where it can be started again, and where a balancer looks for it. */
    public static InstanceProcess startAt(int port, URI redis, String prefix, String... flags) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@jvm.options",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.parley.Main",
                "--host=127.0.0.1",
                "--port=" + port,
                "--prefix=" + prefix,
                "--redis-url=" + redis));
        command.addAll(withUnlimitedClients(flags));
        try {
            Process process =
                    new ProcessBuilder(command).redirectError(log(port)).start();
            InstanceProcess instance = new InstanceProcess(process, readPort(process));
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> instance.http().get("/readyz").status() == 200);
            return instance;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    public long pid() {
        return process.pid();
    }

    public Http http() {
        return new Http(port);
    }

    /** SIGTERM; returns the exit code when it has ended. */
    public int terminate() {
        process.destroy();
        return process.onExit().join().exitValue();
    }

    /** kill -9. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }

    /** Sends a signal such as STOP or CONT to any process. */
    public static void signal(String name, long pid) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Tests are one busy client, unless they say otherwise. */
    private static List<String> withUnlimitedClients(String... flags) {
        List<String> all = new ArrayList<>(List.of(flags));
        for (String limit : List.of("--post-rate=", "--streams-per-address=")) {
            if (all.stream().noneMatch(flag -> flag.startsWith(limit))) {
                all.add(limit + "off");
            }
        }
        return all;
    }

    /** What an instance logs is kept where its port tells which one it was. */
    private static ProcessBuilder.Redirect log(int port) throws IOException {
        if (port == 0) {
            return ProcessBuilder.Redirect.DISCARD;
        }
        Path directory = Files.createDirectories(Path.of("target", "instance-logs"));
        return ProcessBuilder.Redirect.appendTo(directory.resolve(port + ".log").toFile());
    }

    private static int readPort(Process process) throws IOException {
        BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(WELCOME)) {
                return URI.create(line.substring(WELCOME.length()).strip()).getPort();
            }
        }
        throw new IOException("the instance ended before it was up");
    }
}
