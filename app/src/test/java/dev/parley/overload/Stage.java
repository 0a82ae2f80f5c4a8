package dev.parley.overload;

import dev.parley.reliability.Balancer;
import dev.parley.reliability.Caddy;
import dev.parley.support.InstanceProcess;
import dev.parley.support.RedisLine;
import dev.parley.support.TestRedis;
import dev.parley.support.Wire;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.StreamEntryID;

/** An instance within its default limits, as far from Redis as the setting says, with full channels in its history. */
final class Stage implements AutoCloseable {
    private static final String PREFIX = "chat:";
    private static final int FULL_CHANNELS = 8;
    private static final int WARM_UPS = 400;
    private static final int MESSAGES = 1_000;
    private static final long EPOCH = 1_795_226_995_253L;

    private final Setting setting;
    private final TestRedis redis = TestRedis.own();
    private final RedisLine line = new RedisLine(redis);
    private final InstanceProcess instance;
    private int attacks; // whose strangers have addresses of their own each
    private Balancer caddy; // once it is needed

    Stage(Setting setting) {
        this.setting = setting;
        fill();
        String url = (setting.redisAway.isZero() ? redis.uri() : line.uri()).toString();
        instance = InstanceProcess.launch(
                        setting.jvmOptions(), url, PREFIX, "--address-limits=on", "--trusted-proxies=127.0.0.1/32")
                .awaitReady();
        if (setting.isWarm()) {
            warmUp();
        }
        line.delay(setting.redisAway);
    }

    /** As everything is that has been up for a while. */
    private void warmUp() {
        for (int i = 0; i < WARM_UPS; i++) {
            instance.http().get("/large-" + i % FULL_CHANNELS + "?limit=200");
            instance.http().say("warm", "ana", "hi");
            Wire.readStream(instance.port(), "/subscribe/warm-" + i % 16 + "?name=ana", "welcome");
        }
    }

    InstanceProcess instance() {
        return instance;
    }

    /** Where clients go. */
    int port(Attack attack) {
        return attack.isBehindCaddy() ? caddy().port() : instance.port();
    }

    Strangers begin(Attack attack) {
        if (attack == Attack.RAW_MESSAGES) {
            return RawFlood.start(redis, PREFIX + Neighbours.LOBBY);
        }
        if (attack == Attack.NOTHING_AT_ALL) {
            return Strangers.NONE;
        }
        attacks++;
        List<String> strangers = IntStream.rangeClosed(1, setting.strangers)
                .mapToObj(i -> "127.1." + attacks + "." + i)
                .toList();
        return Swarm.start(port(attack), strangers, Habits.of(attack));
    }

    @Override
    public void close() {
        line.delay(Duration.ZERO);
        if (caddy != null) {
            caddy.close();
        }
        instance.close();
        line.close();
        redis.close();
    }

    private Balancer caddy() {
        if (caddy == null) {
            caddy = Balancer.start(Caddy.plain(), List.of(instance.port()));
        }
        return caddy;
    }

    /** As people would, but faster: 2 MB of messages of 1,900 characters each. */
    private void fill() {
        String text = "x".repeat(1_900);
        Map<String, String> event =
                Map.of("event", "{\"sender\":\"mason\",\"message\":\"" + text + "\",\"at\":" + EPOCH + "}");
        try (Jedis jedis = redis.connect()) {
            for (int channel = 0; channel < FULL_CHANNELS; channel++) {
                Pipeline pipeline = jedis.pipelined();
                for (int n = 0; n < MESSAGES; n++) {
                    pipeline.xadd("{" + PREFIX + "large-" + channel + "}:log", new StreamEntryID(EPOCH, n), event);
                }
                pipeline.sync();
            }
        }
    }
}
