package dev.parley.bench.subject;

import dev.parley.bench.measure.Heap;
import dev.parley.bench.measure.ProcFs;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.OptionalInt;

/** A subject that runs: its instances, and the Redis that is its own. Closing it ends all its processes. */
public final class Server implements AutoCloseable {
    private final List<Child> instances;
    private final List<InetSocketAddress> addresses;
    private final RedisServer redis;

    /** @param redis null without Redis */
    Server(List<Child> instances, List<InetSocketAddress> addresses, RedisServer redis) {
        this.instances = instances;
        this.addresses = addresses;
        this.redis = redis;
    }

    public List<InetSocketAddress> addresses() {
        return addresses;
    }

    public OptionalInt redisPort() {
        return redis == null ? OptionalInt.empty() : OptionalInt.of(redis.port());
    }

    /** Of the instances and their Redis, in seconds. */
    public double cpuSeconds() {
        double own = ProcFs.cpuSeconds(instancePids());
        return redis == null ? own : own + ProcFs.cpuSeconds(redis.child().pids());
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

    /** Of Redis. */
    public double redisBusySeconds() {
        return ProcFs.busySeconds(redis.child().pids());
    }

    /** Of the instances, without Redis. */
    public long residentBytes() {
        return ProcFs.residentBytes(instancePids());
    }

    /** Whether all processes still run. */
    public boolean isAlive() {
        return instances.stream().allMatch(Child::isAlive)
                && (redis == null || redis.child().isAlive());
    }

    @Override
    public void close() {
        instances.forEach(Child::close);
        if (redis != null) {
            redis.child().close();
        }
    }

    private List<Long> instancePids() {
        return instances.stream().flatMap(child -> child.pids().stream()).toList();
    }
}
