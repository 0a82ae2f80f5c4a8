package dev.parley.bench.scenario;

import dev.parley.bench.load.Audience;
import dev.parley.bench.load.Load;
import dev.parley.bench.load.Outcome;
import dev.parley.bench.load.Speech;
import dev.parley.bench.measure.Measure;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * A quiet room beside a crowd that is flooded: what do those in the room notice? They are read by a thread of their own: behind the
 * crowd, they would wait for as long as it takes to read what the flood left in a thousand sockets, which is no server's time.
 */
final class Beside implements Scenario {
    private static final int RATE = 50;
    private static final double FLOOD_AHEAD = 0.3; // s, and as long behind

    @Override
    public String name() {
        return "beside-flood";
    }

    @Override
    public String story(Sizes sizes) {
        return String.format(
                "One channel, %d listeners, %d messages/s, while %d connections POST flat out to another one with %,d listeners. What"
                        + " these hear is not counted.",
                sizes.roomListeners(), RATE, sizes.posters(), sizes.listeners());
    }

    @Override
    public Group group() {
        return Group.TALK;
    }

    @Override
    public List<Measure> columns() {
        return List.of(
                Measure.P50,
                Measure.P99,
                Measure.P999,
                Measure.MAX,
                Measure.POST_P50,
                Measure.POST_P99,
                Measure.DELIVERED,
                Measure.EXPECTED,
                Measure.LOST,
                Measure.DOUBLED);
    }

    @Override
    public List<Measure> headlines() {
        return List.of(Measure.P99);
    }

    @Override
    public Set<String> usualSubjects() {
        return Set.of("parley-1", "nchan-redis", "centrifugo");
    }

    @Override
    public double seconds(Sizes sizes) {
        return 2 * sizes.flood() + 2 * FLOOD_AHEAD + sizes.drain() / 2 + 0.8;
    }

    @Override
    public void run(Stage stage) throws IOException, InterruptedException {
        Audience crowd = stage.crowd();
        try (Load room = new Load(stage.server().addresses(), stage.dialect())) {
            Audience quiet = room.gather("quiet", 1, stage.sizes().roomListeners());
            room.connect(quiet, false);
            double seconds = 2 * stage.sizes().flood();
            Thread flood = stage.load()
                    .speakAside(
                            crowd,
                            Speech.flatOut(
                                    seconds + 2 * FLOOD_AHEAD, stage.sizes().posters()));
            Thread.sleep((long) (FLOOD_AHEAD * 1e3));
            Outcome outcome = room.speak(
                    quiet, Speech.atRate(RATE, seconds, 1), stage.sizes().drain());
            stage.recordPosts(outcome);
            stage.recordHeard(outcome);
            flood.join();
        }
    }
}
