package dev.parley.bench.scenario;

import dev.parley.bench.load.Audience;
import dev.parley.bench.load.Speech;
import dev.parley.bench.measure.Measure;
import java.util.List;
import java.util.Set;

/** Many channels with few listeners each. */
final class Rooms implements Scenario {
    @Override
    public String name() {
        return "rooms";
    }

    @Override
    public String story(Sizes sizes) {
        return String.format(
                "%,d channels with %d listeners each, %d messages/s over all channels in turn.",
                sizes.rooms(), sizes.roomListeners(), sizes.roomRate());
    }

    @Override
    public Group group() {
        return Group.ROOMS;
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
        return List.of(Measure.DELIVERIES_PER_CPU_SECOND, Measure.P99);
    }

    @Override
    public Set<String> usualSubjects() {
        return Set.of("parley-1", "nchan-redis", "centrifugo", "floor");
    }

    @Override
    public double seconds(Sizes sizes) {
        return sizes.rooms() * sizes.roomListeners() / 5_000.0 + sizes.runUp() + sizes.roomsMeasured() + 0.8;
    }

    @Override
    public void run(Stage stage) throws InterruptedException {
        Sizes sizes = stage.sizes();
        Audience rooms = stage.connect("room", sizes.rooms(), sizes.roomListeners(), false);
        stage.load().speak(rooms, Speech.atRate(sizes.roomRate(), sizes.runUp(), sizes.posters()), sizes.drain());
        Speech speech = Speech.atRate(sizes.roomRate(), sizes.roomsMeasured(), sizes.posters());
        stage.measureDeliveries(rooms, speech);
    }
}
