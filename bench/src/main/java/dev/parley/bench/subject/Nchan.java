package dev.parley.bench.subject;

import dev.parley.bench.load.Dialect;
import dev.parley.bench.load.Requests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** nchan, the pub/sub module of nginx (Debian's libnginx-mod-nchan), alone or with its messages in Redis. */
final class Nchan implements Subject {
    private final Path peers;
    private final boolean hasRedis;
    private String program;

    /** @param peers the directory with the peers' configurations */
    Nchan(Path peers, boolean hasRedis) {
        this.peers = peers;
        this.hasRedis = hasRedis;
    }

    @Override
    public Profile profile() {
        return hasRedis
                ? Profile.of("nchan-redis", "nchan with Redis", Kind.PEER)
                        .withRedis()
                        .resuming()
                : Profile.of("nchan", "nchan alone", Kind.PEER).resuming();
    }

    @Override
    public String prepare(boolean mayInstall) throws LeftOut, IOException, InterruptedException {
        String[] found = Programs.install(peers, "nchan", mayInstall).split(" ", -1);
        program = found[0];
        return "nchan " + found[2] + ", nginx " + found[1] + (hasRedis ? ", Redis " + RedisServer.version() : "");
    }

    @Override
    public Server start(Workbench workbench, Manner manner) throws IOException, InterruptedException {
        Path directory = workbench.newDirectory(name());
        RedisServer redis = hasRedis ? RedisServer.start(workbench, directory) : null;
        int port = workbench.serverPort();
        Path configuration = Workbench.fill(
                peers.resolve("nchan").resolve(name() + ".conf"),
                directory,
                Map.of(
                        "PORT",
                        Integer.toString(port),
                        "REDIS_PORT",
                        redis == null ? "" : Integer.toString(redis.port()),
                        "HEARTBEAT",
                        Integer.toString(manner.heartbeatSeconds())));
        Files.createDirectory(directory.resolve("tmp"));
        List<String> command = List.of(
                program,
                "-p",
                directory.toString(),
                "-c",
                configuration.toString(),
                "-e",
                "stderr",
                "-g",
                "daemon off;");
        Child nginx = Child.start(directory, "nginx", command);
        Workbench.awaitUp(nginx, port, "/up");
        List<RedisServer> own = redis == null ? List.of() : List.of(redis);
        return new Server(List.of(nginx), List.of(Workbench.address(port)), own);
    }

    @Override
    public Dialect dialect() {
        return new NchanDialect();
    }

    /** The locations of nchan.conf and nchan-redis.conf. */
    private static final class NchanDialect implements Dialect {
        @Override
        public String subscribe(String channel) {
            return Requests.eventStream("/sub/" + channel);
        }

        @Override
        public Optional<String> resume(String channel, String heard) {
            return LastEventId.in(heard).map(id -> Requests.eventStream("/sub/" + channel, "Last-Event-ID: " + id));
        }

        @Override
        public String publish(String channel, String message) {
            return Requests.post("/pub/" + channel, "text/plain", message);
        }
    }
}
