package dev.parley.redis.embedded;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Redis that is a child of this process: on this machine only, and bounded in memory.
 *
 * <p>Everybody on the machine may publish to it, so that {@code redis-cli publish} works without a password, and nothing
 * else: no key can be read or written, no setting, script or replication touched. Parley's instances sign in as {@link
 * #USER}.
 *
 * <p>It is in a session of its own, so that Ctrl-C in a terminal reaches Parley alone, which needs it until its drain is over.
 * When this process dies without a word, so does it: a small shell, which waits for the end of a pipe from here, ends it.
 *
 * <p>Threading: a daemon thread reads what it prints, for as long as it lives.
 */
final class EmbeddedRedis implements AutoCloseable {
    static final String USER = "parley";

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedRedis.class);
    private static final long START_SECONDS = 10;
    private static final long STOP_SECONDS = 10;
    private static final long MIB = 1024L * 1024;
    private static final long MIN_MEMORY = 64 * MIB;
    private static final long MAX_MEMORY = 1024 * MIB;
    private static final String READY = "Ready to accept connections";

    private final RedisProgram program;
    private final Process redis;
    private final Process keeper;

    private EmbeddedRedis(RedisProgram program, Process redis, Process keeper) {
        this.program = program;
        this.redis = redis;
        this.keeper = keeper;
    }

    /**
     * Starts one.
     *
     * @param data where it keeps everything, so that it survives a restart; empty: in memory only
     * @throws IOException when it can't, for instance because the port is taken
     */
    static EmbeddedRedis start(RedisProgram program, int port, Password password, Optional<Path> data)
            throws IOException {
        List<String> command = inOwnSession(program.path().toString());
        command.addAll(settings(port, password, data));
        Process redis = new ProcessBuilder(command).redirectErrorStream(true).start();
        redis.getOutputStream().close();
        CompletableFuture<Void> ready = new CompletableFuture<>();
        Thread reader = new Thread(() -> read(redis.inputReader(StandardCharsets.UTF_8), ready), "redis-output");
        reader.setDaemon(true);
        reader.start();
        try {
            ready.get(START_SECONDS, TimeUnit.SECONDS);
            return new EmbeddedRedis(program, redis, keeperOf(redis));
        } catch (ExecutionException | TimeoutException e) {
            redis.destroyForcibly();
            program.delete();
            String why =
                    e.getCause() == null ? "it took too long" : e.getCause().getMessage();
            throw new IOException("the embedded Redis did not start on port " + port + ": " + why, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            redis.destroyForcibly();
            throw new IOException("interrupted", e);
        }
    }

    long pid() {
        return redis.pid();
    }

    boolean isAlive() {
        return redis.isAlive();
    }

    /** Ends it, with all that it was to keep in its file. */
    @Override
    public void close() {
        keeper.destroyForcibly(); // first: it must not find another process under that number
        redis.destroy();
        try {
            if (!redis.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                redis.destroyForcibly();
            }
            program.delete();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            redis.destroyForcibly();
        } catch (IOException e) {
            LOG.debug("{} is left behind", program.path(), e);
        }
    }

    private static List<String> settings(int port, Password password, Optional<Path> data) throws IOException {
        List<String> settings = new ArrayList<>(List.of("--port", Integer.toString(port)));
        settings.addAll(List.of("--bind", "127.0.0.1", "-::1", "--save", "", "--daemonize", "no"));
        settings.addAll(List.of("--maxmemory", Long.toString(memory()), "--maxmemory-policy", "noeviction"));
        settings.addAll(List.of("--user", "default", "on", "nopass", "resetkeys", "&*", "-@all", "+publish", "+ping"));
        settings.addAll(List.of("--user", USER, "on", "#" + password.sha256(), "~*", "&*", "+@all"));
        if (data.isPresent()) {
            Files.createDirectories(data.get());
            settings.addAll(List.of("--appendonly", "yes", "--dir", data.get().toString()));
        } else {
            settings.addAll(List.of("--appendonly", "no"));
        }
        return settings;
    }

    /** A quarter of the machine's: history goes, oldest first, long before that is full. */
    private static long memory() {
        var machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return Math.max(MIN_MEMORY, Math.min(MAX_MEMORY, machine.getTotalMemorySize() / 4));
    }

    /** Where there is no setsid (macOS), Perl does the same. */
    private static List<String> inOwnSession(String... command) {
        boolean hasSetsid =
                Files.isExecutable(Path.of("/usr/bin/setsid")) || Files.isExecutable(Path.of("/bin/setsid"));
        List<String> all = new ArrayList<>(
                hasSetsid ? List.of("setsid") : List.of("perl", "-MPOSIX=setsid", "-e", "setsid; exec @ARGV", "--"));
        all.addAll(List.of(command));
        return all;
    }

    private static Process keeperOf(Process redis) throws IOException {
        return new ProcessBuilder(
                        inOwnSession("sh", "-c", "read -r line; kill \"$1\"", "sh", Long.toString(redis.pid())))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static void read(BufferedReader lines, CompletableFuture<Void> ready) {
        String last = "no output";
        try (lines) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                LOG.debug("{}", line);
                last = line.isBlank() ? last : line;
                if (line.contains(READY)) {
                    ready.complete(null);
                }
            }
            ready.completeExceptionally(new IOException(last));
        } catch (IOException | UncheckedIOException e) {
            ready.completeExceptionally(e);
        }
    }
}
