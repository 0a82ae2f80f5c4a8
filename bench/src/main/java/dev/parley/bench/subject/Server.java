package dev.parley.bench.subject;

import dev.parley.bench.measure.Heap;
import dev.parley.bench.measure.ProcFs;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** A subject that runs: its instances, and the Redis that is its own. Closing it ends all its processes. */
public final class Server implements AutoCloseable {
    private final List<Child> instances;
    private final List<InetSocketAddress> addresses;
    private final List<RedisServer> redis; // empty without; the masters of a cluster, and behind them a replica

    /** @param redis empty without */
    Server(List<Child> instances, List<InetSocketAddress> addresses, List<RedisServer> redis) {
        this.instances = instances;
        this.addresses = addresses;
        this.redis = List.copyOf(redis);
    }

    public List<InetSocketAddress> addresses() {
        return addresses;
    }

    public OptionalInt redisPort() {
        return redis.isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of(redis.get(0).port());
    }

    /** Of all nodes, in the order of their hash slots. */
    public List<Integer> redisPorts() {
        return redis.stream().map(RedisServer::port).toList();
    }

    /** Of the instances and their Redis, in seconds. */
    public double cpuSeconds() {
        return ProcFs.cpuSeconds(instancePids())
                + redis.stream()
                        .mapToDouble(node -> ProcFs.cpuSeconds(node.child().pids()))
                        .sum();
    }

    /** Of one instance: see {@link ProcFs#busySeconds}. */
    public double busySeconds(int instance) {
        return ProcFs.busySeconds(instances.get(instance).pids());
    }

    /** Of all instances. */
    public double instancesBusySeconds() {
        return ProcFs.busySeconds(instancePids());
    }

    /** Resident memory of one instance, and its live heap after a collection; both in bytes. */
    public long residentBytes(int instance) {
        return ProcFs.residentBytes(instances.get(instance).pids());
    }

    public long liveHeapBytes(int instance) throws IOException {
        return Heap.liveBytes(instances.get(instance).pids().get(0));
    }

    /** Of Redis, over all nodes. */
    public double redisBusySeconds() {
        return IntStream.range(0, redis.size())
                .mapToDouble(this::redisBusySeconds)
                .sum();
    }

    /** Of one node. */
    public double redisBusySeconds(int node) {
        return ProcFs.busySeconds(redis.get(node).child().pids());
    }

    /** Of the instances, without Redis. */
    public long residentBytes() {
        return ProcFs.residentBytes(instancePids());
    }

    /** Whether all processes still run. */
    public boolean isAlive() {
        return instances.stream().allMatch(Child::isAlive)
                && redis.stream().allMatch(node -> node.child().isAlive());
    }

    @Override
    public void close() {
        instances.forEach(Child::close);
        redis.forEach(node -> node.child().close());
    }

    private List<Long> instancePids() {
        return instances.stream().flatMap(child -> child.pids().stream()).toList();
    }
}
