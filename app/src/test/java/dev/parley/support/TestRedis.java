package dev.parley.support;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;
import redis.embedded.RedisServer;
import redis.embedded.RedisServerBuilder;

/**
 * A real Redis. {@link #shared()} is one for all tests that only need a prefix of their own in it: {@code REDIS_URL} if
 * set, else one in Docker, else the embedded binary. {@link #own()} is for tests that stop, wipe or cut it.
 */
public final class TestRedis implements AutoCloseable {
    private static final int REDIS_PORT = 6379;
    private static final int FIRST_PORT = 12_000;
    private static final int PORTS = 20_000;

    /** Each process of the tests begins somewhere else. */
    private static final AtomicInteger NEXT_PORT =
            new AtomicInteger((int) (ProcessHandle.current().pid() * 7_919 % PORTS));

    private static TestRedis shared;

    static {
        // every test that waits begins here: look often, so that waiting costs little
        Awaitility.setDefaultPollInterval(Duration.ofMillis(10));
        Awaitility.setDefaultPollDelay(Duration.ZERO);
        Awaitility.setDefaultTimeout(Duration.ofSeconds(15));
    }

    private final URI uri;
    private final RedisServer server; // null for the shared one when it is not embedded
    private final TestCluster cluster; // null when it is none

    private TestRedis(URI uri, RedisServer server) {
        this.uri = uri;
        this.server = server;
        this.cluster = null;
    }

    private TestRedis(TestCluster cluster) {
        this.uri = cluster.uri();
        this.server = null;
        this.cluster = cluster;
    }

    /** A cluster as if it were one Redis; closed with it. */
    public static TestRedis of(TestCluster cluster) {
        return new TestRedis(cluster);
    }

    /** Lives until the tests end. */
    public static synchronized TestRedis shared() {
        if (shared == null) {
            shared = start();
        }
        return shared;
    }

    public static TestRedis own() {
        return own("appendonly no");
    }

    /**
     * One that is set up differently.
     *
     * @param settings as in redis.conf; appendonly is to be among them
     */
    public static TestRedis own(String... settings) {
        int port = freePort();
        RedisServerBuilder builder = RedisServer.builder()
                .redisExecProvider(RedisBinary.provider())
                .port(port)
                .setting("save \"\"");
        List.of(settings).forEach(builder::setting);
        RedisServer server = builder.build();
        server.start();
        return new TestRedis(URI.create("redis://127.0.0.1:" + port), server);
    }

    /** Its data is gone then, unless it is in a file. */
    public void stop() {
        if (cluster == null) {
            server.stop();
        } else {
            cluster.close();
        }
    }

    public void startAgain() {
        server.start();
    }

    /** Of the process, for tests that stall it. */
    public long pid() {
        return Long.parseLong(info("process_id:"));
    }

    public String version() {
        return info("redis_version:");
    }

    private String info(String field) {
        try (Jedis jedis = connect()) {
            return jedis.info("server")
                    .lines()
                    .filter(line -> line.startsWith(field))
                    .map(line -> line.substring(field.length()).strip())
                    .findFirst()
                    .orElseThrow();
        }
    }

    public URI uri() {
        return uri;
    }

    public boolean isCluster() {
        return cluster != null;
    }

    /** A connection for the test itself; in a cluster to any node, where it is good for publishing. */
    public Jedis connect() {
        return cluster == null ? new Jedis(uri) : cluster.masters().get(0).connect();
    }

    /** The same to where a key is. */
    public Jedis connectFor(String key) {
        return cluster == null ? connect() : cluster.masterOf(key).connect();
    }

    /** The same to each that takes writes; to be closed by whoever asks. */
    public List<Jedis> connectToAll() {
        return cluster == null
                ? List.of(connect())
                : cluster.masters().stream().map(ClusterNode::connect).toList();
    }

    /** How often these commands have been called by anyone, in scripts too. */
    public long calls(String... commands) {
        try (Jedis jedis = connect()) {
            return jedis.info("commandstats")
                    .lines()
                    .filter(line -> Set.of(commands)
                            .contains(line.substring(line.indexOf('_') + 1).replaceFirst(":.*", "")))
                    .mapToLong(line -> Long.parseLong(line.replaceFirst(".*:calls=(\\d+),.*", "$1")))
                    .sum();
        }
    }

    /** With nothing secret in it, as far as it still answers. */
    @Override
    public void close() {
        try {
            assertNothingSecret("");
        } finally {
            stop();
        }
    }

    /** Under a prefix: what a test on the shared one has written. */
    public void assertNothingSecret(String prefix) {
        if (cluster != null) {
            cluster.masters().forEach(node -> assertNothingSecret(node::connect, prefix));
        } else {
            assertNothingSecret(this::connect, prefix);
        }
    }

    private static void assertNothingSecret(Supplier<Jedis> connection, String prefix) {
        try (Jedis jedis = connection.get()) {
            Secrets.assertNoneIn(jedis, prefix);
        } catch (JedisException away) {
            // the test has ended it, or takes it for full
        }
    }

    /** Of those that no system gives to whoever connects, so that nobody takes it before it is used. */
    public static int freePort() {
        while (true) {
            int port = FIRST_PORT + NEXT_PORT.getAndIncrement() % PORTS;
            if (isFree(port)) {
                return port;
            }
        }
    }

    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    private static TestRedis start() {
        if (World.isCluster()) {
            return new TestRedis(TestCluster.shared());
        }
        String url = System.getenv("REDIS_URL");
        if (url != null && !url.isEmpty()) {
            return new TestRedis(URI.create(url), null);
        }
        if (DockerClientFactory.instance().isDockerAvailable()) {
            return inDocker();
        }
        return own();
    }

    @SuppressWarnings("resource") // Testcontainers ends it with the tests
    private static TestRedis inDocker() {
        GenericContainer<?> redis =
                new GenericContainer<>(DockerImageName.parse("redis:7-alpine")).withExposedPorts(REDIS_PORT);
        redis.start();
        return new TestRedis(URI.create("redis://" + redis.getHost() + ":" + redis.getMappedPort(REDIS_PORT)), null);
    }
}
