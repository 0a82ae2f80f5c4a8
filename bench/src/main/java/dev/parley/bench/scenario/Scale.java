package dev.parley.bench.scenario;

import dev.parley.bench.load.Audience;
import dev.parley.bench.load.Bystanders;
import dev.parley.bench.load.Joins;
import dev.parley.bench.load.Latencies;
import dev.parley.bench.load.Load;
import dev.parley.bench.load.Outcome;
import dev.parley.bench.load.Speech;
import dev.parley.bench.measure.Measure;
import dev.parley.bench.subject.Server;
import dev.parley.bench.subject.Subject;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What instances cost each other that listen to different channels. */
final class Scale implements Scenario {
    private static final int RATE = 1_000;
    private static final int CHANNELS = 1_000;
    private static final int FOREIGN = 1; // the instance that nobody speaks to
    private static final int MOST_BESIDE = 50;

    private static final Map<Measure, Integer> BESIDE = Map.of(
            Measure.REDIS_BESIDE_0,
            0,
            Measure.REDIS_BESIDE_1,
            1,
            Measure.REDIS_BESIDE_5,
            5,
            Measure.REDIS_BESIDE_50,
            50);

    @Override
    public String name() {
        return "scale-one";
    }

    @Override
    public String story(Sizes sizes) {
        return String.format(
                "%,d messages/s in %,d channels that nobody listens to, all to the first of two instances: what the second one spends,"
                        + " beyond what it does at rest; what Redis spends on each message while 0 to %d more connections are"
                        + " subscribed that listen to other channels; and %,d streams, one after the other, each the first of its"
                        + " channel.",
                RATE, CHANNELS, MOST_BESIDE, sizes.joins());
    }

    @Override
    public Group group() {
        return Group.ROOMS;
    }

    @Override
    public List<Measure> columns() {
        return List.of(
                Measure.FOREIGN_CPU,
                Measure.REDIS_BESIDE_0,
                Measure.REDIS_BESIDE_1,
                Measure.REDIS_BESIDE_5,
                Measure.REDIS_BESIDE_50,
                Measure.REDIS_SLOPE,
                Measure.JOIN_P50,
                Measure.JOIN_P99);
    }

    @Override
    public List<Measure> headlines() {
        return List.of(Measure.FOREIGN_CPU, Measure.REDIS_SLOPE, Measure.JOIN_P50);
    }

    @Override
    public boolean suits(Subject subject) {
        return usualSubjects().contains(subject.name());
    }

    @Override
    public Set<String> usualSubjects() {
        return Set.of("parley-2", "parley-interest");
    }

    @Override
    public boolean isUsual() {
        return false;
    }

    @Override
    public double seconds(Sizes sizes) {
        return (2 + BESIDE.size()) * (sizes.scale() + 0.5) + sizes.joins() / 500.0;
    }

    @Override
    @SuppressWarnings("try") // bystanders need only be there
    public void run(Stage stage) throws IOException, InterruptedException {
        Server server = stage.server();
        try (Load first = new Load(server.addresses().subList(0, 1), stage.dialect())) {
            Audience nobody = first.gather("scale", CHANNELS, 0);
            first.speak(nobody, speech(stage, stage.sizes().runUp()), 0);
            measureForeign(stage, first, nobody);
            double redisAtRest = redisAtRest(stage);
            for (Map.Entry<Measure, Integer> beside : BESIDE.entrySet()) {
                try (Bystanders bystanders = new Bystanders(server.redisPort().orElseThrow(), beside.getValue())) {
                    stage.record(beside.getKey(), redisPerMessage(stage, first, nobody, redisAtRest));
                }
            }
        }
        Map<Measure, Double> figures = stage.figures();
        stage.record(
                Measure.REDIS_SLOPE,
                (figures.get(Measure.REDIS_BESIDE_50) - figures.get(Measure.REDIS_BESIDE_0)) / MOST_BESIDE);
        Latencies joins = Joins.measure(
                server.addresses().get(FOREIGN),
                stage.dialect(),
                "cold-" + System.nanoTime(),
                stage.sizes().joins());
        stage.record(Measure.JOIN_P50, joins.p50());
        stage.record(Measure.JOIN_P99, joins.p99());
    }

    /** At rest before and after, so that what drifts is in both. */
    private static void measureForeign(Stage stage, Load first, Audience nobody) throws InterruptedException {
        double before = atRest(stage);
        double busy = stage.server().busySeconds(FOREIGN);
        Outcome outcome = first.speak(nobody, speech(stage, stage.sizes().scale()), 0);
        double share = (stage.server().busySeconds(FOREIGN) - busy) / outcome.speaking();
        double after = atRest(stage);
        double thousands = outcome.accepted() / outcome.speaking() / RATE;
        stage.record(Measure.FOREIGN_CPU, (share - (before + after) / 2) / thousands * 100);
        stage.record(Measure.REFUSED, outcome.refused() + outcome.unsent());
    }

    /** What the foreign instance spends, of a core. */
    private static double atRest(Stage stage) throws InterruptedException {
        stage.awaitRest();
        double busy = stage.server().busySeconds(FOREIGN);
        double seconds = rest(stage);
        return (stage.server().busySeconds(FOREIGN) - busy) / seconds;
    }

    private static double redisAtRest(Stage stage) throws InterruptedException {
        double busy = stage.server().redisBusySeconds();
        double seconds = rest(stage);
        return (stage.server().redisBusySeconds() - busy) / seconds;
    }

    /** Returns how many seconds it took. */
    private static double rest(Stage stage) throws InterruptedException {
        long begin = System.nanoTime();
        Thread.sleep((long) (stage.sizes().scale() / 2 * 1e3));
        return (System.nanoTime() - begin) / 1e9;
    }

    private static double redisPerMessage(Stage stage, Load first, Audience nobody, double atRest)
            throws InterruptedException {
        double busy = stage.server().redisBusySeconds();
        Outcome outcome = first.speak(nobody, speech(stage, stage.sizes().scale() / 4), 0);
        double spent = stage.server().redisBusySeconds() - busy - atRest * outcome.speaking();
        return spent / outcome.accepted() * 1e6;
    }

    private static Speech speech(Stage stage, double seconds) {
        return Speech.atRate(RATE, seconds, stage.sizes().posters());
    }
}
