package dev.parley.redis.log;

import dev.parley.redis.link.Interest;
import dev.parley.redis.link.Redis;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** What is counted of Redis. Threading: may be used by anyone. */
public final class RedisMeters {
    private final Counter posted;
    private final Counter injected;
    private final Counter dropped;
    private final Counter reconnects;

    public RedisMeters(MeterRegistry registry, Redis redis, Interest interest) {
        posted = messages(registry, "post");
        injected = messages(registry, "injected");
        dropped = Counter.builder("parley.raw.dropped")
                .description("Raw messages that could not be taken")
                .register(registry);
        reconnects = Counter.builder("parley.redis.reconnects")
                .description("Times that the link to Redis was made again")
                .register(registry);
        Gauge.builder("parley.redis.up", redis, it -> it.isUp() ? 1 : 0)
                .description("Whether the link to Redis stands")
                .register(registry);
        Gauge.builder("parley.subscriptions", interest, Interest::size)
                .description("Channels and families that are subscribed one by one")
                .register(registry);
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
