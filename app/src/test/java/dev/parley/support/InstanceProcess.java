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
import java.util.stream.Stream;

/** One instance in a process of its own, for tests that kill or stall it. */
public final class InstanceProcess implements AutoCloseable {
    private static final String WELCOME = "Chat:";

    private final Process process;
    private final int port;
    private final Path log;

    private InstanceProcess(Process process, int port, Path log) {
        this.process = process;
        this.port = port;
        this.log = log;
    }

    /** Started and ready. */
    public static InstanceProcess start(TestRedis redis, String prefix, String... flags) {
        return launch(List.of(), redis.uri().toString(), prefix, flags).awaitReady();
    }

    /** The same, at a port where it can be started again, and where a balancer looks for it. */
    public static InstanceProcess startAt(int port, URI redis, String prefix, String... flags) {
        List<String> all = new ArrayList<>(List.of(flags));
        all.add("--port=" + port);
        return launch(List.of("@jvm.options"), redis.toString(), prefix, all.toArray(String[]::new))
                .awaitReady();
    }

    /**
     * Started, but maybe not ready yet.
     *
     * @param jvmOptions further options of its JVM
     */
    public static InstanceProcess launch(List<String> jvmOptions, String redisUrl, String prefix, String... flags) {
        return launch(List.of(), jvmOptions, redisUrl, prefix, flags);
    }

    /** The same, with only so many files and sockets that it may have open. */
    public static InstanceProcess launchWithFiles(int max, String redisUrl, String prefix, String... flags) {
        List<String> limited = List.of("sh", "-c", "ulimit -n " + max + " && exec \"$0\" \"$@\"");
        return launch(limited, List.of(), redisUrl, prefix, flags);
    }

    private static InstanceProcess launch(
            List<String> launcher, List<String> jvmOptions, String redisUrl, String prefix, String... flags) {
        List<String> command = new ArrayList<>(launcher);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED")); // as the jar's manifest does
        command.addAll(jvmOptions);
        command.addAll(
                List.of("-cp", ClassPath.own(), "dev.parley.Main", "--prefix=" + prefix, "--redis-url=" + redisUrl));
        command.addAll(withDefaults(URI.create(redisUrl), flags));
        try {
            Path directory = Files.createDirectories(Path.of("target", "instance-logs"));
            Path log = Files.createTempFile(directory, "parley-", ".log");
            Process process =
                    new ProcessBuilder(command).redirectError(log.toFile()).start();
            return new InstanceProcess(process, readPort(process), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public InstanceProcess awaitReady() {
        await().atMost(Duration.ofSeconds(20)).until(() -> http().get("/readyz").status() == 200);
        return this;
    }

    /** What it has logged up to now. */
    public List<String> log() {
        try {
            return Files.readAllLines(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean isAlive() {
        return process.isAlive();
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

    /** Here, at a free port, and without limits, since tests are one busy client; unless the test says otherwise. */
    private static List<String> withDefaults(URI redis, String... flags) {
        List<String> all = new ArrayList<>(List.of(flags));
        for (String usual : List.of("--host=127.0.0.1", "--port=0")) {
            String name = usual.substring(0, usual.indexOf('=') + 1);
            if (all.stream().noneMatch(flag -> flag.startsWith(name))) {
                all.add(usual);
            }
        }
        all.addAll(busyClient(flags));
        all.addAll(World.flags(redis, flags));
        return all;
    }

    /** What tests need, all of which are one busy client, unless they are about these limits. */
    public static List<String> busyClient(String... flags) {
        boolean isAboutLimits = Stream.of(flags)
                .anyMatch(flag -> flag.matches("--(address-limits|post-rate|streams-per-address|streams-per-user)=.*"));
        return isAboutLimits ? List.of() : List.of("--address-limits=off");
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
