package dev.parley.relay;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** What the relay counts. Threading: may be used by anyone. */
final class RelayMeters {
    private static final int[] LATENCY_BUCKETS_MILLIS = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000};

    private final MeterRegistry registry;
    private final Counter deliveries;
    private final Counter bytes;
    private final Counter repairs;
    private final Counter foreign;
    private final Timer publishToWrite;
    private final Map<ResetReason, Counter> resets = new EnumMap<>(ResetReason.class);

    RelayMeters(MeterRegistry registry) {
        this.registry = registry;
        deliveries = Counter.builder("parley.deliveries")
                .description("Messages written to streams")
                .register(registry);
        bytes = Counter.builder("parley.delivered")
                .baseUnit("bytes")
                .description("Bytes written to streams")
                .register(registry);
        repairs = Counter.builder("parley.repairs")
                .description("Times that a log was read from Redis, at its first use or because something was missing")
                .register(registry);
        foreign = Counter.builder("parley.foreign")
                .description("Messages that were heard and that nobody listened to here")
                .register(registry);
        publishToWrite = Timer.builder("parley.publish.to.write")
                .description("From publishing, by Redis' clock, until a worker's idle streams of the channel have it")
                .serviceLevelObjectives(IntStream.of(LATENCY_BUCKETS_MILLIS)
                        .mapToObj(Duration::ofMillis)
                        .toArray(Duration[]::new))
                .register(registry);
        for (ResetReason reason : ResetReason.values()) {
            resets.put(
                    reason,
                    Counter.builder("parley.resets")
                            .tag("reason", reason.name().toLowerCase(Locale.ROOT))
                            .description("Streams that could not go on where their client stood")
                            .register(registry));
        }
    }

    void watch(String name, String description, Supplier<Number> value) {
        Gauge.builder(name, value).description(description).register(registry);
    }

    void watchBytes(String name, String description, Supplier<Number> value) {
        Gauge.builder(name, value).baseUnit("bytes").description(description).register(registry);
    }

    void delivered(long messages) {
        deliveries.increment((double) messages);
    }

    void wrote(int count) {
        bytes.increment(count);
    }

    void repaired() {
        repairs.increment();
    }

    void foreign() {
        foreign.increment();
    }

    void reset(ResetReason reason) {
        resets.get(reason).increment();
    }

    /** @param publishedAt in ms of Redis' clock, which may differ from ours by a little */
    void wrotePublishedAt(long publishedAt) {
        publishToWrite.record(Duration.ofMillis(Math.max(0, System.currentTimeMillis() - publishedAt)));
    }
}
