package dev.parley.bench.scenario;

import dev.parley.bench.load.Audience;
import dev.parley.bench.load.Outcome;
import dev.parley.bench.load.Speech;
import dev.parley.bench.measure.Measure;
import dev.parley.bench.measure.OwnCost;
import dev.parley.bench.subject.Subject;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Very many streams are cut at once, and all come back with their cursors. */
final class Storm implements Scenario {
    @Override
    public String name() {
        return "storm";
    }

    @Override
    public String story(Sizes sizes) {
        return String.format(
                "%,d streams on %d channels are cut at once; while nobody listens, one message is published in each channel;"
                        + " then all resume with their cursors, 256 at a time. Live is who has heard that message. Redis commands"
                        + " include those for publishing the %d messages; history reads are XRANGE and LRANGE.",
                sizes.held(), sizes.heldChannels(), sizes.heldChannels());
    }

    @Override
    public Group group() {
        return Group.RESUME;
    }

    @Override
    public List<Measure> columns() {
        return List.of(
                Measure.LIVE,
                Measure.LOST,
                Measure.REDIS_COMMANDS,
                Measure.HISTORY_READS,
                Measure.SERVER_CPU,
                Measure.GENERATOR_CPU);
    }

    @Override
    public List<Measure> headlines() {
        return List.of(Measure.LIVE);
    }

    @Override
    public boolean suits(Subject subject) {
        return subject.profile().canResume();
    }

    @Override
    public Set<String> usualSubjects() {
        return Set.of("parley-1", "nchan-redis", "centrifugo", "mercure");
    }

    @Override
    public double seconds(Sizes sizes) {
        return sizes.held() / 4_000.0 + 1.2;
    }

    @Override
    public void run(Stage stage) throws IOException, InterruptedException {
        Audience held = stage.held();
        // a message in every channel, so that every stream has a cursor
        Speech first = Speech.times(held.channels(), stage.sizes().posters());
        Outcome cursors = stage.load().speak(held, first, stage.sizes().drain() * 2);
        stage.countRedisCommands();
        double server = stage.server().cpuSeconds();
        double own = OwnCost.cpuSeconds();
        Optional<Double> live = stage.load().storm(held);
        stage.record(Measure.SERVER_CPU, stage.server().cpuSeconds() - server);
        stage.record(Measure.GENERATOR_CPU, OwnCost.cpuSeconds() - own);
        stage.record(Measure.LOST, cursors.lost() + stage.load().notHeard(held));
        live.ifPresent(seconds -> stage.record(Measure.LIVE, seconds * 1e3));
        stage.recordRedisCommands();
    }
}
