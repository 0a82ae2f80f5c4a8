package dev.parley.bench.subject;

import dev.parley.bench.load.Dialect;
import dev.parley.bench.load.Requests;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Parley as the Procfile starts it, on one or more instances over one Redis. */
final class Parley implements Subject {
    private final Path root;
    private final String name;
    private final String title;
    private final int instances;
    private final String hear;
    private final int masters; // of a cluster; 0 for one Redis
    private final boolean hasReplica;
    private final Tokens tokens; // null where the chat is open

    private Parley(Path root, String name, String title, int instances, String hear, Tokens tokens) {
        this(root, name, title, instances, hear, 0, false, tokens);
    }

    private Parley(
            Path root,
            String name,
            String title,
            int instances,
            String hear,
            int masters,
            boolean hasReplica,
            Tokens tokens) {
        this.root = root;
        this.name = name;
        this.title = title;
        this.instances = instances;
        this.hear = hear;
        this.masters = masters;
        this.hasReplica = hasReplica;
        this.tokens = tokens;
    }

    /** @param root of the repository */
    static Parley of(Path root, int instances) {
        String title = instances == 1 ? "Parley" : "Parley, " + instances + " instances";
        return new Parley(root, "parley-" + instances, title, instances, "all", null);
    }

    /** One that lets in who has a token. */
    static Parley with(Path root, Tokens tokens) {
        String algorithm = tokens.algorithm();
        return new Parley(
                root, "parley-1-" + algorithm.toLowerCase(Locale.ROOT), "Parley, " + algorithm, 1, "all", tokens);
    }

    /** Two that hear what they have listeners for. */
    static Parley byInterest(Path root) {
        return new Parley(root, "parley-interest", "Parley by interest, 2 instances", 2, "interest", null);
    }

    /** Two over a cluster. */
    static Parley overCluster(Path root, int masters) {
        String title = "Parley over " + masters + (masters == 1 ? " master" : " masters");
        return new Parley(root, "cluster-" + masters, title, 2, "interest", masters, false, null);
    }

    /** Five over a cluster, the first master of which has a replica. */
    static Parley overClusterWithReplica(Path root) {
        return new Parley(root, "cluster-failover", "Parley, 5 instances, 3 masters", 5, "interest", 3, true, null);
    }

    /** As many as one wants over 3 masters, to be compared with what is simulated. */
    static Parley simulatedOverCluster(Path root, int instances) {
        String title =
                "Parley, " + instances + (instances == 1 ? " instance" : " instances") + ", 3 masters, as simulated";
        return new Parley(root, "simulated-" + instances + "-3", title, instances, "interest", 3, false, null);
    }

    /** As many as one wants, to be compared with what is simulated. */
    static Parley simulated(Path root, int instances) {
        String title =
                "Parley by interest, " + instances + (instances == 1 ? " instance" : " instances") + ", as simulated";
        return new Parley(root, "simulated-" + instances, title, instances, "interest", null);
    }

    @Override
    public Profile profile() {
        return Profile.of(name, title, Kind.PARLEY).withRedis().resuming().onJvm();
    }

    @Override
    public boolean isUsual() {
        return hear.equals("all") && tokens == null;
    }

    @Override
    public String prepare(boolean mayInstall) throws LeftOut, IOException, InterruptedException {
        if (!Files.exists(jar())) {
            throw new LeftOut("app/target/parley.jar is not built; bin/bench builds it");
        }
        return "commit " + commit() + ", Redis " + RedisServer.version();
    }

    @Override
    public Server start(Workbench workbench, Manner manner) throws IOException, InterruptedException {
        if (tokens != null) {
            tokens.make();
        }
        Path directory = workbench.newDirectory(name());
        List<RedisServer> redis = startRedis(workbench, directory);
        String url = masters == 0 ? redis.get(0).url() : RedisCluster.url(redis.subList(0, masters));
        List<Child> children = new ArrayList<>();
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (int i = 0; i < instances; i++) {
            int port = workbench.serverPort();
            children.add(Child.start(directory, "parley-" + i, command(port, url, manner, directory)));
            addresses.add(Workbench.address(port));
        }
        for (int i = 0; i < instances; i++) {
            Workbench.awaitUp(children.get(i), addresses.get(i).getPort(), "/readyz");
        }
        return new Server(children, addresses, redis);
    }

    private List<RedisServer> startRedis(Workbench workbench, Path directory) throws IOException, InterruptedException {
        if (masters == 0) {
            return List.of(RedisServer.start(workbench, directory));
        }
        List<RedisServer> nodes = new ArrayList<>(RedisCluster.start(workbench, directory, masters));
        if (hasReplica) {
            nodes.add(RedisCluster.addReplica(workbench, directory, nodes, nodes.get(0)));
        }
        return nodes;
    }

    @Override
    public Dialect dialect() {
        return new ParleyDialect(tokens);
    }

    @Override
    public Optional<String> deployment() {
        return name.startsWith("simulated-")
                ? Optional.of("\"instances\": " + instances + ", \"shards\": " + Math.max(1, masters) + ", \"hear\": \""
                        + hear + "\"")
                : Optional.empty();
    }

    private List<String> command(int port, String url, Manner manner, Path directory) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Programs.java(),
                "@" + root.resolve("app/jvm.options"),
                "-jar",
                jar().toString(),
                "--host=127.0.0.1",
                "--port=" + port,
                "--redis-url=" + url,
                "--hear=" + hear,
                "--address-limits=off", // one machine is all its clients
                "--heartbeat=" + manner.heartbeatSeconds() + "s"));
        if (tokens != null) {
            command.add(tokens.flag(directory));
        }
        return command;
    }

    /** With "-dirty" when files differ from it. */
    private String commit() throws IOException, InterruptedException {
        try {
            return Programs.output(List.of("git", "-C", root.toString(), "describe", "--always", "--dirty"));
        } catch (IOException | LeftOut noGit) {
            return "unknown";
        }
    }

    private Path jar() {
        return root.resolve("app/target/parley.jar");
    }

    /**
     * docs/protocol.md. Nobody who listens is shown to others: who has a token would be, and that costs more than the token.
     *
     * @param tokens null where nobody shows one
     */
    private record ParleyDialect(Tokens tokens) implements Dialect {
        private static final String HIDDEN = "?name=";

        @Override
        public String subscribe(String channel) {
            return Requests.eventStream("/subscribe/" + channel + HIDDEN, with());
        }

        @Override
        public Optional<String> resume(String channel, String heard) {
            return LastEventId.in(heard)
                    .map(id -> Requests.eventStream("/subscribe/" + channel + HIDDEN, with("Last-Event-ID: " + id)));
        }

        @Override
        public String publish(String channel, String message) {
            String json = "{\"sender\":\"bench\",\"message\":\"" + message + "\"}";
            return Requests.post("/" + channel, "application/json", json, with());
        }

        private String[] with(String... headers) {
            return tokens == null
                    ? headers
                    : Stream.concat(Stream.of(tokens.next()), Stream.of(headers))
                            .toArray(String[]::new);
        }
    }
}
