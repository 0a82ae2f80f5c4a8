package dev.parley.reliability;

import dev.parley.support.InstanceProcess;
import dev.parley.support.TestRedis;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/** Instances in processes of their own over one Redis, behind a balancer. */
public final class Cluster implements AutoCloseable {
    /** Kept so long that whoever comes back late on a busy machine still finds everything. */
    private static final String HISTORY = "--history=20000";

    /** The balancer, as it should be. */
    private static final String TRUSTED = "--trusted-proxies=127.0.0.1";

    private final IntFunction<URI> redis;
    private final String prefix = "test:" + UUID.randomUUID() + ":";
    private final List<String> flags;
    private final List<Integer> ports;
    private final Map<Integer, InstanceProcess> instances = new ConcurrentHashMap<>();
    private Balancer balancer;

    private Cluster(int size, IntFunction<URI> redis, String... flags) {
        this.redis = redis;
        boolean trusts = Stream.of(flags).anyMatch(flag -> flag.startsWith("--trusted-proxies"));
        Stream<String> own = trusts ? Stream.of(HISTORY) : Stream.of(HISTORY, TRUSTED);
        this.flags = Stream.concat(own, Stream.of(flags)).toList();
        this.ports = Stream.generate(TestRedis::freePort).distinct().limit(size).toList();
    }

    /** All started and ready, the balancer too. */
    public static Cluster start(int size, Balancer.Kind kind, URI redis, String... flags) {
        return start(size, kind, instance -> redis, flags);
    }

    /** @param redis where each of them, from 0 on, is told that it is */
    static Cluster start(int size, Balancer.Kind kind, IntFunction<URI> redis, String... flags) {
        Cluster cluster = new Cluster(size, redis, flags);
        try {
            CompletableFuture.allOf(cluster.ports.stream()
                            .map(port -> CompletableFuture.runAsync(() -> cluster.startInstance(port)))
                            .toArray(CompletableFuture[]::new))
                    .join();
            cluster.balancer = Balancer.start(kind, cluster.ports);
            return cluster;
        } catch (RuntimeException | Error e) {
            cluster.close();
            throw e;
        }
    }

    /** Behind a balancer that knows all of them, but only the first one is there. */
    static Cluster startFirstOf(int size, Balancer.Kind kind, URI redis, String... flags) {
        Cluster cluster = new Cluster(size, instance -> redis, flags);
        try {
            cluster.startAgain(0);
            cluster.balancer = Balancer.start(kind, cluster.ports);
            return cluster;
        } catch (RuntimeException | Error e) {
            cluster.close();
            throw e;
        }
    }

    /** Of all pub/sub channels and keys. */
    public String prefix() {
        return prefix;
    }

    int size() {
        return ports.size();
    }

    public Balancer balancer() {
        return balancer;
    }

    public InstanceProcess instance(int number) {
        return instances.get(ports.get(number));
    }

    /** At the same port; ready. */
    public void startAgain(int number) {
        startInstance(ports.get(number));
    }

    @Override
    public void close() {
        if (balancer != null) {
            balancer.close();
        }
        instances.values().forEach(InstanceProcess::close);
    }

    private void startInstance(int port) {
        instances.put(
                port,
                InstanceProcess.startAt(port, redis.apply(ports.indexOf(port)), prefix, flags.toArray(String[]::new)));
    }
}
