package dev.parley.support;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.exceptions.JedisException;

/** A process of a {@link TestCluster}: a master or a replica, which may change. */
public final class ClusterNode {
    static final String HOST = "127.0.0.1";

    private static final int PATIENCE_MILLIS = 5_000;

    private final Path folder;
    private final int port = freePort();
    private final int peerPort;
    private final List<String> command;
    private volatile Process process;
    private volatile boolean stopped;
    private String id; // null until it was asked for

    /** @param isTls whether the others, and who is led here by them, come over TLS, to a port of its own */
    ClusterNode(Path folder, List<String> settings, boolean isTls) {
        this.folder = folder.resolve(Integer.toString(port));
        peerPort = isTls ? freePort() : port;
        command = new ArrayList<>(
                List.of(RedisBinary.path().toString(), "--port", Integer.toString(port), "--bind", HOST));
        command.addAll(List.of("--dir", this.folder.toString(), "--save", "", "--appendonly", "no"));
        command.addAll(List.of("--cluster-enabled", "yes", "--cluster-config-file", "nodes.conf"));
        command.addAll(List.of("--cluster-announce-ip", HOST, "--repl-diskless-sync-delay", "0"));
        if (isTls) {
            command.addAll(List.of("--tls-port", Integer.toString(peerPort)));
            command.addAll(List.of("--tls-cluster", "yes", "--tls-replication", "yes"));
        }
        command.addAll(settings);
    }

    public int port() {
        return port;
    }

    /** At which the others know it; another one where they speak TLS. */
    int peerPort() {
        return peerPort;
    }

    /** As the cluster knows it; the same after {@link #restart}. */
    public synchronized String id() {
        if (id == null) {
            try (Jedis jedis = connect()) {
                id = jedis.clusterMyId();
            }
        }
        return id;
    }

    public long pid() {
        return process.pid();
    }

    /** A connection for the test itself, which is not led elsewhere: a key of another node is an error. */
    public Jedis connect() {
        return new Jedis(new HostAndPort(HOST, port), config());
    }

    /** As kill -9 does. Everything it had in memory is gone; the cluster promotes its replica after the node timeout. */
    public void kill() {
        resume();
        process.destroyForcibly();
        await().until(() -> !process.isAlive());
    }

    /** Ended by {@link #kill}, it comes back empty: as a replica of who was promoted, if someone was. */
    public void restart() {
        start();
        awaitUp();
    }

    /** As SIGSTOP does: it answers nobody, and its connections stay. */
    public void stop() {
        stopped = true;
        InstanceProcess.signal("STOP", pid());
    }

    /** As SIGCONT does. */
    public void resume() {
        if (stopped) {
            stopped = false;
            InstanceProcess.signal("CONT", pid());
        }
    }

    /** Whether it runs, and is not stopped. */
    public boolean isAwake() {
        return process.isAlive() && !stopped;
    }

    /** By its own word. */
    public boolean isMaster() {
        return info("replication", "role").equals("master");
    }

    /** A field of what it says of itself. */
    public String info(String section, String field) {
        try (Jedis jedis = connect()) {
            return field(jedis.info(section), field);
        }
    }

    @Override
    public String toString() {
        return HOST + ":" + port;
    }

    void start() {
        try {
            Files.createDirectories(folder);
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void awaitUp() {
        await().until(() -> {
            try (Jedis jedis = connect()) {
                return jedis.ping().equals("PONG");
            } catch (JedisException notYet) {
                return false;
            }
        });
    }

    /** By CLUSTER INFO. */
    String cluster(String field) {
        try (Jedis jedis = connect()) {
            return field(jedis.clusterInfo(), field);
        } catch (JedisException away) {
            return "";
        }
    }

    /** Whether it is connected to all the others that it knows of, and they have shaken hands. */
    boolean isLinked() {
        try (Jedis jedis = connect()) {
            return jedis.clusterNodes()
                    .lines()
                    .allMatch(node -> node.contains(" connected") && !node.contains("handshake"));
        }
    }

    void destroy() {
        if (process != null) {
            process.destroyForcibly(); // also when it is stopped
        }
    }

    private static JedisClientConfig config() {
        return DefaultJedisClientConfig.builder()
                .resp2()
                .socketTimeoutMillis(PATIENCE_MILLIS)
                .build();
    }

    private static String field(String lines, String field) {
        return lines.lines()
                .filter(line -> line.startsWith(field + ":"))
                .map(line -> line.substring(field.length() + 1).strip())
                .findFirst()
                .orElse("");
    }

    /** Of which the one that nodes talk to each other over, 10,000 above it, is free too. */
    private static int freePort() {
        int port = TestRedis.freePort();
        while (!TestRedis.isFree(port + 10_000)) {
            port = TestRedis.freePort();
        }
        return port;
    }
}
