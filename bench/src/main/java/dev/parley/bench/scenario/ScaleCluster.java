package dev.parley.bench.scenario;

import dev.parley.bench.load.Audience;
import dev.parley.bench.load.Outcome;
import dev.parley.bench.load.Speech;
import dev.parley.bench.measure.Measure;
import dev.parley.bench.measure.RedisWire;
import dev.parley.bench.subject.Subject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** What a message costs the masters of a cluster: its own, and all others. CPU at a fixed rate, as they share the cores of one machine. */
final class ScaleCluster implements Scenario {
    private static final int RATE = 1_000;
    private static final int ROOMS = 3_000;
    private static final int ROOMS_OF_ONE = 300;

    @Override
    public String name() {
        return "scale-cluster";
    }

    @Override
    public String story(Sizes sizes) {
        return String.format(
                "%,d messages/s over a cluster: in %,d rooms of one master, what each of the other masters spends on a message; and in %,d rooms"
                        + " of all, what all of them spend, and which part of that the busiest. At what rate that would be a whole core is"
                        + " computed.",
                RATE, ROOMS_OF_ONE, ROOMS);
    }

    @Override
    public Group group() {
        return Group.ROOMS;
    }

    @Override
    public List<Measure> columns() {
        return List.of(
                Measure.OTHER_SHARDS,
                Measure.CLUSTER_PUBLISHES,
                Measure.REDIS_PER_MESSAGE,
                Measure.BUSIEST_SHARD,
                Measure.BUSIEST_CAPACITY,
                Measure.REFUSED);
    }

    @Override
    public List<Measure> headlines() {
        return List.of(Measure.REDIS_PER_MESSAGE, Measure.BUSIEST_SHARD);
    }

    @Override
    public boolean suits(Subject subject) {
        return usualSubjects().contains(subject.name());
    }

    @Override
    public Set<String> usualSubjects() {
        return Set.of("cluster-1", "cluster-3", "cluster-6");
    }

    @Override
    public boolean isUsual() {
        return false;
    }

    @Override
    public double seconds(Sizes sizes) {
        return 2.5 * sizes.scale() + 3;
    }

    @Override
    public void run(Stage stage) throws IOException, InterruptedException {
        int masters = stage.server().redisPorts().size();
        if (masters > 1) {
            Audience ofFirst = stage.load().gatherNamed(roomsOfFirst(stage), 0);
            stage.load().speak(ofFirst, speech(stage, stage.sizes().runUp()), 0);
            double published = published(stage);
            double[] spent = speak(stage, ofFirst);
            double others = Arrays.stream(spent).sum() - spent[0];
            stage.record(Measure.OTHER_SHARDS, others / (masters - 1));
            stage.record(Measure.CLUSTER_PUBLISHES, published(stage) - published);
        }
        double[] spent = speak(stage, stage.load().gather("scaled", ROOMS, 0));
        double all = Arrays.stream(spent).sum();
        double busiest = Arrays.stream(spent).max().orElseThrow();
        stage.record(Measure.REDIS_PER_MESSAGE, all);
        stage.record(Measure.BUSIEST_SHARD, busiest / all * 100);
        stage.record(Measure.BUSIEST_CAPACITY, 1e6 / busiest);
    }

    /** What each master spends on a message, in µs, beyond what it does at rest. */
    private static double[] speak(Stage stage, Audience rooms) throws InterruptedException {
        stage.awaitRest();
        double[] before = busy(stage);
        long begin = System.nanoTime();
        Thread.sleep((long) (stage.sizes().scale() / 2 * 1e3));
        double[] rest = busy(stage);
        double rested = (System.nanoTime() - begin) / 1e9;
        Outcome outcome = stage.load().speak(rooms, speech(stage, stage.sizes().scale() / 2), 0);
        double[] after = busy(stage);
        double[] spent = new double[after.length];
        for (int i = 0; i < spent.length; i++) {
            double idle = (rest[i] - before[i]) / rested * outcome.speaking();
            spent[i] = (after[i] - rest[i] - idle) / outcome.accepted() * 1e6;
        }
        stage.record(
                Measure.REFUSED,
                stage.figures().getOrDefault(Measure.REFUSED, 0.0) + outcome.refused() + outcome.unsent());
        return spent;
    }

    private static double[] busy(Stage stage) {
        double[] busy = new double[stage.server().redisPorts().size()];
        Arrays.setAll(busy, stage.server()::redisBusySeconds);
        return busy;
    }

    /** Those whose hash slots the first master has, which are the lowest. */
    private static List<String> roomsOfFirst(Stage stage) throws IOException {
        List<Integer> ports = stage.server().redisPorts();
        List<String> rooms = new ArrayList<>();
        try (RedisWire redis = new RedisWire(ports.get(0))) {
            for (int i = 0; rooms.size() < ROOMS_OF_ONE; i++) {
                long slot = (Long) redis.ask("CLUSTER", "KEYSLOT", "chat:owned-" + i);
                if (slot < 16_384 / ports.size()) {
                    rooms.add("owned-" + i);
                }
            }
        }
        return rooms;
    }

    private static double published(Stage stage) throws IOException {
        try (RedisWire redis = new RedisWire(stage.server().redisPorts().get(0))) {
            String info = (String) redis.ask("CLUSTER", "INFO");
            return info.lines()
                    .filter(line -> line.startsWith("cluster_stats_messages_publish_sent:"))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(':') + 1)))
                    .sum();
        }
    }

    private static Speech speech(Stage stage, double seconds) {
        return Speech.atRate(RATE, seconds, stage.sizes().posters());
    }
}
