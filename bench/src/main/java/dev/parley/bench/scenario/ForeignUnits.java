package dev.parley.bench.scenario;

import dev.parley.bench.load.Audience;
import dev.parley.bench.load.Load;
import dev.parley.bench.load.Outcome;
import dev.parley.bench.load.Speech;
import dev.parley.bench.measure.Measure;
import dev.parley.bench.subject.Subject;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** What an instance that hears all spends on a message that nobody listens to there. */
final class ForeignUnits implements Scenario {
    private static final int RATE = 1_600; // so many that what it does at rest is little of it
    private static final int CHANNELS = 1_000;

    @Override
    public String name() {
        return "units-all";
    }

    @Override
    public String story(Sizes sizes) {
        return String.format(
                "%,d messages/s in %,d channels without listeners, where instances hear all.", RATE, CHANNELS);
    }

    @Override
    public Group group() {
        return Group.ROOMS;
    }

    @Override
    public List<Measure> columns() {
        return List.of(Measure.FOREIGN_INSTANCE);
    }

    @Override
    public List<Measure> headlines() {
        return columns();
    }

    @Override
    public boolean suits(Subject subject) {
        return usualSubjects().contains(subject.name());
    }

    @Override
    public Set<String> usualSubjects() {
        return Set.of("parley-2");
    }

    @Override
    public boolean isUsual() {
        return false;
    }

    @Override
    public double seconds(Sizes sizes) {
        return 2 * sizes.scale() + 2;
    }

    @Override
    public void run(Stage stage) throws IOException, InterruptedException {
        Meter meter = new Meter(stage);
        try (Load speaking = new Load(stage.server().addresses().subList(0, 1), stage.dialect())) {
            Audience nobody = speaking.gather("unit", CHANNELS, 0);
            meter.rest(stage.sizes().scale());
            Outcome[] outcome = new Outcome[1];
            Speech speech =
                    Speech.atRate(RATE, stage.sizes().scale(), stage.sizes().posters());
            Meter.Spent spent = meter.of(() -> outcome[0] = speaking.speak(nobody, speech, 0));
            stage.record(Measure.FOREIGN_INSTANCE, spent.listening() / outcome[0].accepted());
            stage.record(Measure.REFUSED, outcome[0].refused() + outcome[0].unsent());
        }
    }
}
