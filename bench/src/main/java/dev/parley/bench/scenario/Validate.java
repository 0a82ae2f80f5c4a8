package dev.parley.bench.scenario;

import dev.parley.bench.load.Audience;
import dev.parley.bench.load.Outcome;
import dev.parley.bench.load.Speech;
import dev.parley.bench.measure.Measure;
import dev.parley.bench.subject.Subject;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** A load that {@code bin/simulate} predicts, on real instances. */
public final class Validate implements Scenario {
    private static final int CHANNELS = 500;
    private static final int EACH = 10;
    private static final int RATE = 500;
    private static final int POSTERS = 15; // as many for each of 1, 3 or 5 instances

    /** What is said and heard, as members of a JSON object. */
    public static final String LOAD =
            "\"channels\": " + CHANNELS + ", \"listeners\": " + CHANNELS * EACH + ", \"rate\": " + RATE;

    @Override
    public String name() {
        return "validate";
    }

    @Override
    public String story(Sizes sizes) {
        return String.format(
                "%d channels with %d listeners each, on instances at random, and %d messages/s: what bin/simulate predicts.",
                CHANNELS, EACH, RATE);
    }

    @Override
    public Group group() {
        return Group.ROOMS;
    }

    @Override
    public List<Measure> columns() {
        return List.of(
                Measure.VALIDATE_INSTANCES,
                Measure.VALIDATE_REDIS,
                Measure.P50,
                Measure.P99,
                Measure.LOST,
                Measure.DOUBLED,
                Measure.REFUSED);
    }

    @Override
    public List<Measure> headlines() {
        return List.of(Measure.VALIDATE_INSTANCES, Measure.VALIDATE_REDIS);
    }

    @Override
    public boolean suits(Subject subject) {
        return subject.deployment().isPresent();
    }

    @Override
    public Set<String> usualSubjects() {
        return Set.of("simulated-1", "simulated-3", "simulated-5", "simulated-1-3", "simulated-3-3", "simulated-5-3");
    }

    @Override
    public boolean isUsual() {
        return false;
    }

    @Override
    public boolean warmsUp() {
        return true;
    }

    @Override
    public double seconds(Sizes sizes) {
        return 2 * sizes.scale() + 4;
    }

    @Override
    public void run(Stage stage) throws IOException, InterruptedException {
        Sizes sizes = stage.sizes();
        Audience rooms = stage.scatter("room", CHANNELS, EACH);
        stage.load().speak(rooms, Speech.flatOut(sizes.scale(), POSTERS), sizes.drain());
        stage.awaitRest();
        double instances = stage.server().instancesBusySeconds();
        double redis = stage.server().redisBusySeconds();
        long begin = System.nanoTime();
        Outcome outcome = stage.load().speak(rooms, Speech.atRate(RATE, sizes.scale(), POSTERS), 0);
        double seconds = (System.nanoTime() - begin) / 1e9;
        stage.record(Measure.VALIDATE_INSTANCES, (stage.server().instancesBusySeconds() - instances) / seconds * 100);
        stage.record(Measure.VALIDATE_REDIS, (stage.server().redisBusySeconds() - redis) / seconds * 100);
        stage.record(Measure.REFUSED, outcome.refused() + outcome.unsent());
        stage.record(Measure.DOUBLED, outcome.doubled());
        stage.recordLatencies(outcome.latencies());
    }
}
