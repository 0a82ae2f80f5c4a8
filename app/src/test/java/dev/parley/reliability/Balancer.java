package dev.parley.reliability;

import static org.awaitility.Awaitility.await;

import dev.parley.support.Http;
import dev.parley.support.TestRedis;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A balancer in a process of its own, with our configuration of {@code deploy/}, in which only addresses are others. */
public final class Balancer implements AutoCloseable {
    /** Which one; knows how to start it, and how to put addresses into its configuration. */
    public interface Kind {
        /** The whole configuration. */
        String configuration(int port, List<Integer> instances, Path directory);

        List<String> startCommand(Path configuration, Path directory);

        List<String> reloadCommand(Path configuration, Path directory);

        /** How a request without TLS is answered when all is well. */
        default int plainAnswer() {
            return 200;
        }
    }

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Kind kind;
    private final int port;
    private final Path directory;
    private final Path configuration;
    private final Process process;

    private Balancer(Kind kind, int port, Path directory, List<Integer> instances) throws IOException {
        this.kind = kind;
        this.port = port;
        this.directory = directory;
        configuration = directory.resolve("configuration");
        Files.writeString(configuration, kind.configuration(port, instances, directory));
        process = command(kind.startCommand(configuration, directory)).start();
    }

    /** Started, and answering for the instances. */
    public static Balancer start(Kind kind, List<Integer> instances) {
        try {
            Path target = Files.createDirectories(Path.of("target", "balancers").toAbsolutePath());
            Balancer balancer =
                    new Balancer(kind, TestRedis.freePort(), Files.createTempDirectory(target, "balancer"), instances);
            balancer.awaitAnswer();
            return balancer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    Http http() {
        return new Http(port);
    }

    /** As an operator does who has changed the configuration. */
    void reload() {
        try {
            Process reload =
                    command(kind.reloadCommand(configuration, directory)).start();
            if (reload.waitFor() != 0) {
                throw new AssertionError("the reload failed; see " + log());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        // SIGTERM, so that nginx ends its workers
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitAnswer() {
        try {
            await().atMost(PATIENCE).until(() -> {
                if (!process.isAlive()) {
                    throw new AssertionError("the balancer ended; see " + log());
                }
                return answers();
            });
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private boolean answers() {
        try {
            return http().get("/readyz").status() == kind.plainAnswer();
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    private ProcessBuilder command(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log()));
        // where Caddy keeps its own files
        builder.environment().put("HOME", directory.toString());
        builder.environment().put("XDG_DATA_HOME", directory.toString());
        builder.environment().put("XDG_CONFIG_HOME", directory.toString());
        return builder;
    }

    private File log() {
        return directory.resolve("log").toFile();
    }
}
