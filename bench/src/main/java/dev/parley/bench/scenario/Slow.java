package dev.parley.bench.scenario;

import dev.parley.bench.load.Audience;
import dev.parley.bench.load.Speech;
import dev.parley.bench.measure.Measure;
import java.util.List;
import java.util.Set;

/** A crowd of which one in ten has stopped reading: what do the others notice? */
final class Slow implements Scenario {
    private static final int RATE = 50;
    private static final int SIZE = 2_000; // soon fills the buffers of a connection that isn't read

    @Override
    public String name() {
        return "slow";
    }

    @Override
    public String story(Sizes sizes) {
        return String.format(
                "One channel, %d messages/s of %,d bytes; besides the %,d listeners that are measured, %d have stopped reading.",
                RATE, SIZE, sizes.listeners(), stalled(sizes));
    }

    @Override
    public Group group() {
        return Group.TALK;
    }

    @Override
    public List<Measure> columns() {
        return Columns.DELIVERIES;
    }

    @Override
    public List<Measure> headlines() {
        return List.of(Measure.P99, Measure.DELIVERIES_PER_CPU_SECOND);
    }

    /** The floor waits for every reader. */
    @Override
    public Set<String> usualSubjects() {
        return Set.of("parley-1", "nchan-redis", "centrifugo", "mercure", "naive");
    }

    @Override
    public double seconds(Sizes sizes, boolean isJvm) {
        return sizes.slow() + 0.8;
    }

    @Override
    public void run(Stage stage) throws InterruptedException {
        Audience crowd = stage.crowd();
        stage.load().stall(crowd, stalled(stage.sizes()));
        Speech speech = Speech.atRate(RATE, stage.sizes().slow(), stage.sizes().posters())
                .withSize(SIZE);
        stage.recordDeliveries(stage.measure(crowd, speech));
        stage.load().release(crowd);
    }

    private static int stalled(Sizes sizes) {
        return sizes.listeners() / 9;
    }
}
