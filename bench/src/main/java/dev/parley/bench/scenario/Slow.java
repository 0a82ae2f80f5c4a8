package dev.parley.bench.scenario;

import dev.parley.bench.load.Audience;
import dev.parley.bench.load.Speech;
import dev.parley.bench.measure.Measure;
import dev.parley.bench.subject.Subject;
import java.util.List;
import java.util.Set;

/** A crowd of which one in ten has stopped reading: what do the others notice? */
final class Slow implements Scenario {
    private static final int RATE = 50;
    private static final int SIZE = 4_000;
    /** More than the 2.6 MB that Linux buffers for a stream on this machine. */
    private static final int FILLING = 1_000;
    /** Of the crowd: the messages are large. */
    private static final int SHARE = 10;

    @Override
    public String name() {
        return "slow";
    }

    @Override
    public String story(Sizes sizes) {
        return String.format(
                "One channel, %d messages/s of %,d characters, %d listeners; besides them, %d streams have stopped reading, and"
                        + " %,d such messages have filled their buffers, the kernel's included. The floor and naive Javalin"
                        + " can't do it: they wait for every reader.",
                RATE, SIZE, listeners(sizes), stalled(sizes), FILLING);
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
        return List.of(Measure.P99, Measure.DELIVERIES_PER_CPU_SECOND);
    }

    @Override
    public boolean suits(Subject subject) {
        return subject.kind() != Subject.Kind.YARDSTICK;
    }

    @Override
    public Set<String> usualSubjects() {
        return Set.of("parley-1", "nchan-redis", "centrifugo");
    }

    @Override
    public double seconds(Sizes sizes) {
        return sizes.slow() + sizes.drain() / 2 + 2;
    }

    @Override
    public void run(Stage stage) throws InterruptedException {
        Sizes sizes = stage.sizes();
        Audience audience = stage.connect("slow", 1, listeners(sizes), false);
        stage.load().stall(audience, stalled(sizes));
        stage.load().speak(audience, Speech.times(FILLING, sizes.posters()).withSize(SIZE), sizes.drain());
        Speech speech = Speech.atRate(RATE, sizes.slow(), sizes.posters()).withSize(SIZE);
        stage.measureDeliveries(audience, speech);
        stage.load().cut(audience);
    }

    private static int listeners(Sizes sizes) {
        return sizes.listeners() / SHARE;
    }

    /** One in ten of all. */
    private static int stalled(Sizes sizes) {
        return listeners(sizes) / 9;
    }
}
