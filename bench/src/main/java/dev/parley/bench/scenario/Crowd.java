package dev.parley.bench.scenario;

import dev.parley.bench.load.Audience;
import dev.parley.bench.load.Speech;
import dev.parley.bench.measure.Measure;
import java.util.List;

/** One channel with very many listeners, at a rate or flooded. */
final class Crowd implements Scenario {
    private static final int MAIN_RATE = 50;

    private final int rate;

    /** @param rate messages/s, or {@link Speech#FLAT_OUT} */
    Crowd(int rate) {
        this.rate = rate;
    }

    @Override
    public String name() {
        return rate == Speech.FLAT_OUT ? "crowd-flood" : "crowd-" + rate;
    }

    @Override
    public String story(Sizes sizes) {
        String load = rate == Speech.FLAT_OUT ? sizes.posters() + " connections POST flat out" : rate + " messages/s";
        return String.format("One channel, %,d listeners, %s.", sizes.listeners(), load);
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
    public List<Measure> costs() {
        return Columns.COSTS;
    }

    @Override
    public List<Measure> headlines() {
        return rate == Speech.FLAT_OUT
                ? List.of(Measure.DELIVERIES_PER_SECOND)
                : List.of(Measure.DELIVERIES_PER_CPU_SECOND, Measure.P99);
    }

    @Override
    public double seconds(Sizes sizes) {
        double connecting = rate == 20 ? 1.2 + sizes.runUp() : 0;
        return connecting + measured(sizes) + 0.3 + (rate == Speech.FLAT_OUT ? sizes.drain() / 2 : 0);
    }

    @Override
    public void run(Stage stage) throws InterruptedException {
        Audience crowd = stage.crowd();
        double seconds = measured(stage.sizes());
        int posters = stage.sizes().posters();
        Speech speech =
                rate == Speech.FLAT_OUT ? Speech.flatOut(seconds, posters) : Speech.atRate(rate, seconds, posters);
        stage.measureDeliveries(crowd, speech);
    }

    private double measured(Sizes sizes) {
        if (rate == Speech.FLAT_OUT) {
            return sizes.flood();
        }
        return rate == MAIN_RATE ? sizes.crowd() : sizes.crowdAside();
    }
}
