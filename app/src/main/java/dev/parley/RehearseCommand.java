package dev.parley;

import dev.parley.redis.embedded.LocalRedis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * {@code rehearse}: an instance's day in two seconds, with a Redis of its own, at ports that are free. A JVM that archives the
 * classes it has loaded ({@code -XX:ArchiveClassesAtExit}) has those then that the next one needs.
 */
@Command(
        name = "rehearse",
        hidden = true,
        description = "Starts, serves a visitor and ends, with a Redis of its own; for -XX:ArchiveClassesAtExit=FILE.")
final class RehearseCommand implements Subcommand {
    @Override
    public int run() {
        try {
            Path home = Files.createTempDirectory("parley-rehearsal");
            try (LocalRedis redis = LocalRedis.find(freePort(), Optional.empty(), home)) {
                rehearse(redis);
            } finally {
                delete(home);
            }
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void rehearse(LocalRedis redis) throws IOException {
        CommandLine parser = Settings.parser(Map.of());
        parser.parseArgs("--port=0", "--host=127.0.0.1", "--drain=0s");
        App app = new App(parser.getCommand(), redis.url());
        try {
            app.start();
            new Visitor(app.port()).visit();
        } finally {
            app.close();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return any.getLocalPort();
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> innermostFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path path : innermostFirst) {
                Files.delete(path);
            }
        }
    }
}
