package dev.parley.bench.subject;

import dev.parley.bench.load.Dialect;
import dev.parley.bench.load.Requests;
import dev.parley.bench.server.Floor;
import dev.parley.bench.server.Naive;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A yardstick of this module, in a JVM of its own with the same options as Parley's. */
final class OwnServer implements Subject {
    private final Path root;
    private final String name;
    private final String title;
    private final Class<?> main;

    private OwnServer(Path root, String name, String title, Class<?> main) {
        this.root = root;
        this.name = name;
        this.title = title;
        this.main = main;
    }

    /** @param root of the repository */
    static Subject floor(Path root) {
        return new OwnServer(root, "floor", "the floor", Floor.class);
    }

    /** @param root of the repository */
    static Subject naive(Path root) {
        return new OwnServer(root, "naive", "naive Javalin", Naive.class);
    }

    @Override
    public Profile profile() {
        return Profile.of(name, title, Kind.YARDSTICK).onJvm();
    }

    @Override
    public String prepare(boolean mayInstall) {
        return main.getName() + " in bench/";
    }

    @Override
    public Server start(Workbench workbench, Manner manner) throws IOException, InterruptedException {
        Path directory = workbench.newDirectory(name);
        int port = workbench.serverPort();
        List<String> command = List.of(
                Programs.java(),
                "@" + root.resolve("app/jvm.options"),
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName(),
                Integer.toString(port),
                Integer.toString(manner.heartbeatSeconds()));
        Child child = Child.start(directory, name, command);
        Workbench.awaitUp(child, port, "/up");
        return new Server(List.of(child), List.of(Workbench.address(port)), List.of());
    }

    @Override
    public Dialect dialect() {
        return new PlainDialect();
    }

    private static final class PlainDialect implements Dialect {
        @Override
        public String subscribe(String channel) {
            return Requests.eventStream("/" + channel);
        }

        @Override
        public Optional<String> resume(String channel, String heard) {
            return Optional.empty();
        }

        @Override
        public String publish(String channel, String message) {
            return Requests.post("/" + channel, "text/plain", message);
        }
    }
}
