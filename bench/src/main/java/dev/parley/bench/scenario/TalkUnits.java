package dev.parley.bench.scenario;

import dev.parley.bench.load.Audience;
import dev.parley.bench.load.Bystanders;
import dev.parley.bench.load.Load;
import dev.parley.bench.load.Outcome;
import dev.parley.bench.load.Speech;
import dev.parley.bench.measure.Measure;
import dev.parley.bench.measure.RedisWire;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** What it costs to take, tell, hear and deliver a message. */
final class TalkUnits {
    private static final int[] RATES = {1_600, 400, 100}; // the highest first, which also warms up the others
    private static final Measure[] POST_INSTANCE = {
        Measure.POST_INSTANCE_1600, Measure.POST_INSTANCE_400, Measure.POST_INSTANCE_100
    };
    private static final Measure[] POST_REDIS = {Measure.POST_REDIS_1600, Measure.POST_REDIS_400, Measure.POST_REDIS_100
    };
    private static final Measure[] HEAR = {
        Measure.HEAR_INSTANCE_1600, Measure.HEAR_INSTANCE_400, Measure.HEAR_INSTANCE_100
    };
    private static final Measure[] DELIVER = {
        Measure.DELIVER_INSTANCE_16000, Measure.DELIVER_INSTANCE_4000, Measure.DELIVER_INSTANCE_1000
    };
    private static final int HEAT_RATE = 2_000;
    private static final int TOLD = 50; // connections
    private static final int CROWD_RATE = 50;
    private static final int LARGE = 4_000; // characters
    private static final int LARGE_RATE = 20;

    private final Stage stage;
    private final Meter meter;
    private final Load speaking;
    private final Map<Integer, Double> heardByOne = new HashMap<>(); // µs for a message with one listener, by rate

    /** @param speaking to the instance that is spoken to */
    TalkUnits(Stage stage, Meter meter, Load speaking) {
        this.stage = stage;
        this.meter = meter;
        this.speaking = speaking;
    }

    /** One connection more that is told of each message. */
    @SuppressWarnings("try") // bystanders need only be there
    void telling(Audience channels) throws IOException, InterruptedException {
        heat(channels);
        int port = stage.server().redisPort().orElseThrow();
        Audience channel = speaking.gather("told", 1, 0);
        Speech speech = at(RATES[1]);
        double alone = perMessage(speak(channel, speech));
        try (RedisWire redis = new RedisWire(port)) {
            double idle = redis.info("memory", "used_memory");
            try (Bystanders told = new Bystanders(port, TOLD, "told-0")) {
                stage.record(Measure.CONNECTION_BYTES, (redis.info("memory", "used_memory") - idle) / TOLD);
                double before = redis.info("stats", "total_net_output_bytes");
                Costs costs = speak(channel, speech);
                double sent = redis.info("stats", "total_net_output_bytes") - before;
                stage.record(Measure.SEND_REDIS, (perMessage(costs) - alone) / TOLD);
                stage.record(Measure.HEARD_BYTES, sent / costs.accepted / TOLD);
            }
        }
    }

    /** With one listener in each channel. */
    void hearing(Audience channels) throws IOException, InterruptedException {
        heat(channels);
        for (int rate : RATES) {
            Costs costs = speak(channels, at(rate));
            heardByOne.put(rate, costs.spent.listening() / costs.accepted);
        }
    }

    /**
     * With more of them: what that adds is delivering, and hearing is what is left. Taking a POST is measured here, too, of the instance and of
     * Redis, which tells one connection: on a machine that does nothing else, waking it up would be most of the cost, or none of the cost of waking
     * others would be in it, and nobody speaks where nobody listens.
     *
     * @param each listeners of each channel
     */
    void delivering(Audience channels, int each) throws IOException, InterruptedException {
        heat(channels);
        for (int i = 0; i < RATES.length; i++) {
            Costs costs = speak(channels, at(RATES[i]));
            double one = heardByOne.get(RATES[i]);
            double deliver = Math.max(0, costs.spent.listening() / costs.accepted - one) / (each - 1);
            stage.record(POST_INSTANCE[i], costs.spent.spokenTo() / costs.accepted);
            stage.record(
                    POST_REDIS[i],
                    Math.max(0, perMessage(costs) - stage.figures().get(Measure.SEND_REDIS)));
            stage.record(DELIVER[i], deliver);
            stage.record(HEAR[i], Math.max(0, one - deliver));
        }
    }

    /** To very many listeners of one channel: small messages, large ones, and as many as can be. */
    void crowd(Audience channel, int listeners) throws IOException, InterruptedException {
        double hear = stage.figures().get(Measure.HEAR_INSTANCE_100);
        speaking.speak(
                channel,
                Speech.flatOut(stage.sizes().flood(), posters()),
                stage.sizes().drain());
        stage.record(Measure.DELIVER_INSTANCE_50000, delivery(speak(channel, at(CROWD_RATE)), hear, listeners));
        double small = delivery(speak(channel, at(LARGE_RATE)), hear, listeners);
        double large = delivery(speak(channel, at(LARGE_RATE).withSize(LARGE)), hear, listeners);
        stage.record(Measure.DELIVER_BYTE, Math.max(0, large - small) / (LARGE - Speech.USUAL_SIZE));
        Costs flood = speak(channel, Speech.flatOut(stage.sizes().flood(), posters()));
        stage.record(Measure.DELIVER_FLOODED, flood.spent.listening() / flood.accepted / listeners);
    }

    /** Something in every channel, which is not measured: the first message of each costs more. */
    private void heat(Audience channels) throws InterruptedException {
        speaking.speak(channels, Speech.atRate(HEAT_RATE, stage.sizes().scale() / 4, posters()), 0);
    }

    /** The slower, the longer: for enough messages. */
    private Speech at(int rate) {
        double seconds = stage.sizes().scale() / (rate >= RATES[1] ? 4 : 2);
        return Speech.atRate(rate, seconds, posters());
    }

    private static double delivery(Costs costs, double hear, int listeners) {
        return (costs.spent.listening() / costs.accepted - hear) / listeners;
    }

    private static double perMessage(Costs costs) {
        return costs.spent.redis() / costs.accepted;
    }

    private record Costs(Meter.Spent spent, double accepted) {}

    private Costs speak(Audience audience, Speech speech) throws IOException, InterruptedException {
        stage.awaitRest();
        Outcome[] outcome = new Outcome[1];
        Meter.Spent spent = meter.of(() -> outcome[0] = speaking.speak(audience, speech, 0));
        long refused = outcome[0].refused() + outcome[0].unsent();
        stage.record(Measure.REFUSED, stage.figures().getOrDefault(Measure.REFUSED, 0.0) + refused);
        return new Costs(spent, outcome[0].accepted());
    }

    private int posters() {
        return stage.sizes().posters();
    }
}
