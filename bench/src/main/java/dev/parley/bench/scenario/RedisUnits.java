package dev.parley.bench.scenario;

import dev.parley.bench.measure.Measure;
import dev.parley.bench.measure.RedisWire;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** What Redis itself spends on single commands, many in a row or one at a time. */
final class RedisUnits {
    private static final int MANY = 20_000;
    private static final int FEW = 5_000;
    private static final int TOGETHER = 500; // as Parley sends them

    private final Stage stage;
    private final Meter meter;
    private final int port;

    RedisUnits(Stage stage, Meter meter) {
        this.stage = stage;
        this.meter = meter;
        this.port = stage.server().redisPort().orElseThrow();
    }

    void measure() throws IOException, InterruptedException {
        try (RedisWire first = new RedisWire(port);
                RedisWire second = new RedisWire(port);
                RedisWire looking = new RedisWire(port)) {
            subscribing(first, second, looking);
            reading(looking);
            resting(looking);
        }
    }

    private void subscribing(RedisWire first, RedisWire second, RedisWire looking)
            throws IOException, InterruptedException {
        double before = looking.info("memory", "used_memory");
        stage.record(Measure.SUBSCRIBE_REDIS, together(first, MANY, i -> new String[] {"SSUBSCRIBE", topic(i)}));
        double one = looking.info("memory", "used_memory");
        stage.record(Measure.SUBSCRIPTION_BYTES, (one - before) / MANY);
        together(second, MANY, i -> new String[] {"SSUBSCRIBE", topic(i)});
        stage.record(Measure.FURTHER_SUBSCRIPTION_BYTES, (looking.info("memory", "used_memory") - one) / MANY);
        stage.record(Measure.UNSUBSCRIBE_REDIS, together(second, MANY, i -> new String[] {"SUNSUBSCRIBE", topic(i)}));
        stage.record(Measure.SUBSCRIBE_ONE_REDIS, alone(second, i -> new String[] {"SSUBSCRIBE", topic(i)}));
    }

    /** What is new of channels in which something was said, where nothing is. */
    private void reading(RedisWire redis) throws IOException, InterruptedException {
        IntFunction<String[]> read = i ->
                new String[] {"XRANGE", "{chat:unit-" + i % 1_000 + "}:log", "(999999999999999-0", "+", "COUNT", "100"};
        stage.record(Measure.REPAIR_REDIS, together(redis, MANY, read));
        stage.record(Measure.REPAIR_ONE_REDIS, alone(redis, read));
    }

    /** What instances do at rest: leases are the only scripts then, and ticks the only subscriptions. */
    private void resting(RedisWire redis) throws IOException, InterruptedException {
        stage.awaitRest();
        double[] before = {
            stat(redis, "evalsha", "usec"),
            stat(redis, "evalsha", "calls"),
            stat(redis, "ssubscribe", "usec"),
            stat(redis, "ssubscribe", "calls")
        };
        meter.rest(stage.sizes().scale());
        stage.record(Measure.REST_INSTANCE, meter.instancesAtRest() / 2 * 1e6);
        stage.record(Measure.REST_REDIS, meter.redisAtRest() / 2 * 1e6);
        double scripts = stat(redis, "evalsha", "calls") - before[1];
        double ticks = stat(redis, "ssubscribe", "calls") - before[3];
        stage.record(Measure.LEASE_REDIS, (stat(redis, "evalsha", "usec") - before[0]) / Math.max(1, scripts));
        stage.record(Measure.TICK_REDIS, (stat(redis, "ssubscribe", "usec") - before[2]) / Math.max(1, ticks));
    }

    private double together(RedisWire redis, int count, IntFunction<String[]> command)
            throws IOException, InterruptedException {
        return meter.of(() -> {
                            for (int from = 0; from < count; from += TOGETHER) {
                                List<String[]> batch = new ArrayList<>();
                                for (int i = from; i < from + TOGETHER; i++) {
                                    batch.add(command.apply(i));
                                }
                                redis.askAll(batch);
                            }
                        })
                        .redis()
                / count;
    }

    private double alone(RedisWire redis, IntFunction<String[]> command) throws IOException, InterruptedException {
        return meter.of(() -> {
                            for (int i = 0; i < FEW; i++) {
                                redis.ask(command.apply(i));
                            }
                        })
                        .redis()
                / FEW;
    }

    private static String topic(int number) {
        return "chat:a-channel-of-usual-length-" + number;
    }

    private static double stat(RedisWire redis, String command, String figure) throws IOException {
        return redis.command(command, figure);
    }
}
