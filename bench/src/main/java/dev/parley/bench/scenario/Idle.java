package dev.parley.bench.scenario;

import dev.parley.bench.load.Audience;
import dev.parley.bench.measure.Measure;
import dev.parley.bench.measure.OwnCost;
import java.util.List;
import java.util.Set;

/** Very many streams, and nothing but heartbeats. */
final class Idle implements Scenario {
    private static final int SECONDS_PER_HOUR = 3_600;
    private static final int FIRST = 200; // streams that make a server load the code for them, before it is weighed

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public String story(Sizes sizes) {
        return String.format(
                "%,d streams on %d channels of a fresh server, and only heartbeats, every %d s. Their CPU is measured when what connecting"
                        + " set off is over.",
                sizes.held(), sizes.heldChannels(), sizes.heartbeat());
    }

    @Override
    public Group group() {
        return Group.HOLD;
    }

    @Override
    public List<Measure> columns() {
        return List.of(
                Measure.RSS_PER_STREAM,
                Measure.CPU_PER_STREAM,
                Measure.HEARTBEATS,
                Measure.CONNECTED,
                Measure.REFUSED,
                Measure.LOST,
                Measure.RSS_BEFORE,
                Measure.RSS_IDLE,
                Measure.SERVER_CPU,
                Measure.GENERATOR_CPU);
    }

    @Override
    public List<Measure> headlines() {
        return List.of(Measure.RSS_PER_STREAM, Measure.CPU_PER_STREAM);
    }

    @Override
    public Set<String> usualSubjects() {
        return Set.of("parley-1", "nchan-redis", "centrifugo", "mercure", "floor");
    }

    @Override
    public double seconds(Sizes sizes) {
        return sizes.held() / 5_000.0 + sizes.heartbeat() + 7;
    }

    @Override
    public void run(Stage stage) throws InterruptedException {
        stage.connect("first", 1, Math.min(FIRST, stage.sizes().held()), false);
        stage.clear();
        Audience held = stage.held();
        stage.awaitRest();
        int live = stage.load().live();
        long reads = stage.load().reads();
        double server = stage.server().cpuSeconds();
        double own = OwnCost.cpuSeconds();
        Thread.sleep(stage.sizes().heartbeat() * 1_000L);
        double cpu = stage.server().cpuSeconds() - server;
        stage.recordStreams(held);
        stage.record(Measure.SERVER_CPU, cpu);
        stage.record(Measure.GENERATOR_CPU, OwnCost.cpuSeconds() - own);
        stage.record(Measure.LOST, live - stage.load().live());
        stage.record(Measure.HEARTBEATS, (double) (stage.load().reads() - reads) / held.size());
        stage.record(
                Measure.CPU_PER_STREAM,
                cpu * 1e3 / held.size() * SECONDS_PER_HOUR / stage.sizes().heartbeat());
    }
}
