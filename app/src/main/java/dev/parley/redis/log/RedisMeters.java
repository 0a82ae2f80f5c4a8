package dev.parley.redis.log;

import dev.parley.redis.link.Interest;
import dev.parley.redis.link.Redis;
import dev.parley.redis.link.Shard;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What is counted of Redis. Threading: may be used by anyone. */
public final class RedisMeters {
    private final Counter posted;
    private final Counter injected;
    private final Counter dropped;
    private final Counter reconnects;
    private final MeterRegistry registry;
    private final boolean isCluster;
    private final Map<Shard, Gauge> shards = new ConcurrentHashMap<>();

    public RedisMeters(MeterRegistry registry, Redis redis, Interest interest) {
        this.registry = registry;
        this.isCluster = redis.isCluster();
        posted = messages(registry, "post");
        injected = messages(registry, "injected");
        dropped = Counter.builder("parley.raw.dropped")
                .description("Raw messages that could not be taken")
                .register(registry);
        reconnects = Counter.builder("parley.redis.reconnects")
                .description("Times that the link to Redis was made again")
                .register(registry);
        if (!isCluster) {
            up(Gauge.builder("parley.redis.up", redis, it -> it.isUp() ? 1 : 0));
        }
        Gauge.builder("parley.subscriptions", interest, Interest::size)
                .description("Channels and families that are subscribed one by one")
                .register(registry);
    }

    /** One of a cluster; otherwise it is the whole that counts. */
    public void watch(Shard shard) {
        if (isCluster) {
            shards.computeIfAbsent(
                    shard,
                    watched -> up(Gauge.builder(
                                    "parley.redis.up",
                                    watched,
                                    it -> it.trouble().isEmpty() ? 1 : 0)
                            .tag("shard", watched.name())));
        }
    }

    public void forget(Shard shard) {
        Gauge gauge = shards.remove(shard);
        if (gauge != null) {
            registry.remove(gauge);
        }
    }

    private <T> Gauge up(Gauge.Builder<T> gauge) {
        return gauge.description("Whether the link to Redis stands").register(registry);
    }

    void posted() {
        posted.increment();
    }

    void injected(int messages) {
        injected.increment(messages);
    }

    void dropped() {
        dropped.increment();
    }

    public void reconnected() {
        reconnects.increment();
    }

    private static Counter messages(MeterRegistry registry, String source) {
        return Counter.builder("parley.messages")
                .tag("source", source)
                .description("Messages that this instance has published, by where they came from")
                .register(registry);
    }
}
