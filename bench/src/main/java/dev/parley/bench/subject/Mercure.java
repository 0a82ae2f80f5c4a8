package dev.parley.bench.subject;

import dev.parley.bench.load.Dialect;
import dev.parley.bench.load.Requests;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The Mercure.rocks hub. Its free version has no Redis: history is a local Bolt file, or, quicker, none. */
final class Mercure implements Subject {
    private static final String HUB = "/.well-known/mercure";
    private static final String KEY = "the-benchmark-publishes-with-this-key"; // it never leaves 127.0.0.1

    private final Path peers;
    private String program;

    /** @param peers the directory with the peers' configurations */
    Mercure(Path peers) {
        this.peers = peers;
    }

    @Override
    public Profile profile() {
        return Profile.of("mercure", "Mercure", Kind.PEER).resuming();
    }

    @Override
    public String prepare(boolean mayInstall) throws LeftOut, IOException, InterruptedException {
        String[] found = Programs.install(peers, "mercure", mayInstall).split(" ", -1);
        program = found[0];
        return "Mercure " + found[1] + " in Caddy " + found[2]
                + "; transport `local`, which keeps no history, and `bolt` where streams are resumed; no Redis";
    }

    @Override
    public Server start(Workbench workbench, Manner manner) throws IOException, InterruptedException {
        Path directory = workbench.newDirectory(name());
        int port = workbench.serverPort();
        Path configuration = Workbench.fill(
                peers.resolve("mercure/Caddyfile"),
                directory,
                Map.of(
                        "PORT",
                        Integer.toString(port),
                        "KEY",
                        KEY,
                        "TRANSPORT",
                        manner.needsHistory()
                                ? "bolt {\n\t\t\tpath " + directory.resolve("mercure.db") + "\n\t\t}"
                                : "local",
                        "HEARTBEAT",
                        Integer.toString(manner.heartbeatSeconds()),
                        "DIRECTORY",
                        directory.toString()));
        List<String> command = List.of(program, "run", "--adapter", "caddyfile", "--config", configuration.toString());
        Child hub = Child.start(directory, "mercure", command);
        Workbench.awaitUp(hub, port, "/up");
        return new Server(List.of(hub), List.of(Workbench.address(port)), List.of());
    }

    @Override
    public Dialect dialect() {
        return new MercureDialect(token());
    }

    /** A JWT that may publish anything (RFC 7519). */
    private static String token() {
        String content =
                base64("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "." + base64("{\"mercure\":{\"publish\":[\"*\"]}}");
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(KEY.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] signature = mac.doFinal(content.getBytes(StandardCharsets.UTF_8));
            return content + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    private static String base64(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private record MercureDialect(String token) implements Dialect {
        @Override
        public String subscribe(String channel) {
            return Requests.eventStream(HUB + "?topic=" + channel);
        }

        @Override
        public Optional<String> resume(String channel, String heard) {
            return LastEventId.in(heard)
                    .map(id -> Requests.eventStream(HUB + "?topic=" + channel, "Last-Event-ID: " + id));
        }

        @Override
        public String publish(String channel, String message) {
            String form = "topic=" + channel + "&data=" + message;
            return Requests.post(HUB, "application/x-www-form-urlencoded", form, "Authorization: Bearer " + token);
        }
    }
}
