package dev.parley.bench.subject;

import dev.parley.bench.load.Dialect;
import dev.parley.bench.load.Requests;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Centrifugo with its Redis engine, over the unidirectional SSE transport. */
final class Centrifugo implements Subject {
    private static final String API_KEY = "the-benchmark-publishes-with-this-key"; // it never leaves 127.0.0.1

    private final Path peers;
    private String program;

    /** @param peers the directory with the peers' configurations */
    Centrifugo(Path peers) {
        this.peers = peers;
    }

    @Override
    public Profile profile() {
        return Profile.of("centrifugo", "Centrifugo with Redis", Kind.PEER)
                .withRedis()
                .resuming();
    }

    @Override
    public String prepare(boolean mayInstall) throws LeftOut, IOException, InterruptedException {
        String[] found = Programs.install(peers, "centrifugo", mayInstall).split(" ", -1);
        program = found[0];
        return "Centrifugo " + found[1] + ", Redis " + RedisServer.version();
    }

    @Override
    public Server start(Workbench workbench, Manner manner) throws IOException, InterruptedException {
        Path directory = workbench.newDirectory(name());
        RedisServer redis = RedisServer.start(workbench, directory);
        int port = workbench.serverPort();
        Path configuration = Workbench.fill(
                peers.resolve("centrifugo/config.json"),
                directory,
                Map.of(
                        "PORT",
                        Integer.toString(port),
                        "REDIS_PORT",
                        Integer.toString(redis.port()),
                        "API_KEY",
                        API_KEY,
                        "HEARTBEAT",
                        Integer.toString(manner.heartbeatSeconds())));
        Child centrifugo = Child.start(directory, "centrifugo", List.of(program, "--config", configuration.toString()));
        Workbench.awaitUp(centrifugo, port, "/health");
        return new Server(List.of(centrifugo), List.of(Workbench.address(port)), List.of(redis));
    }

    @Override
    public Dialect dialect() {
        return new CentrifugoDialect();
    }

    /** Its streams carry no ids: a cursor is the channel's epoch and the offset of the last publication. */
    static final class CentrifugoDialect implements Dialect {
        private static final Pattern EPOCH = Pattern.compile("\"epoch\":\"([^\"]+)\"");
        private static final Pattern OFFSET = Pattern.compile("\"offset\":(\\d+)");

        @Override
        public String subscribe(String channel) {
            return connect("{\"subs\":{\"" + channel + "\":{}}}");
        }

        @Override
        public Optional<String> resume(String channel, String heard) {
            Optional<String> epoch = last(EPOCH, heard);
            Optional<String> offset = last(OFFSET, heard);
            return epoch.flatMap(e -> offset.map(o -> connect("{\"subs\":{\"" + channel
                    + "\":{\"recover\":true,\"epoch\":\"" + e + "\",\"offset\":" + o + "}}}")));
        }

        @Override
        public String publish(String channel, String message) {
            String json = "{\"channel\":\"" + channel + "\",\"data\":{\"message\":\"" + message + "\"}}";
            return Requests.post("/api/publish", "application/json", json, "X-API-Key: " + API_KEY);
        }

        private static String connect(String request) {
            return Requests.eventStream("/connection/uni_sse?cf_connect=" + Requests.encode(request));
        }

        private static Optional<String> last(Pattern pattern, String text) {
            Matcher matcher = pattern.matcher(text);
            String found = null;
            while (matcher.find()) {
                found = matcher.group(1);
            }
            return Optional.ofNullable(found);
        }
    }
}
