package dev.parley.bench.scenario;

import dev.parley.bench.load.Audience;
import dev.parley.bench.load.Speech;
import dev.parley.bench.measure.Measure;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** POSTs flat out, to a channel without listeners. */
final class Publish implements Scenario {
    @Override
    public String name() {
        return "publish";
    }

    @Override
    public String story(Sizes sizes) {
        return sizes.posters() + " connections POST flat out to one channel without listeners.";
    }

    @Override
    public Group group() {
        return Group.TALK;
    }

    @Override
    public List<Measure> columns() {
        return List.of(
                Measure.POSTS_PER_SECOND,
                Measure.POST_P50,
                Measure.POST_P99,
                Measure.SERVER_CPU,
                Measure.GENERATOR_CPU,
                Measure.REDIS_COMMANDS,
                Measure.REFUSED);
    }

    @Override
    public List<Measure> headlines() {
        return List.of(Measure.POSTS_PER_SECOND);
    }

    @Override
    public Set<String> usualSubjects() {
        return Set.of("parley-1", "parley-2", "nchan-redis", "nchan", "centrifugo", "mercure", "floor");
    }

    @Override
    public double seconds(Sizes sizes) {
        return sizes.runUp() + sizes.publish() + 0.2;
    }

    @Override
    public void run(Stage stage) throws IOException, InterruptedException {
        Audience nobody = stage.load().gather("publish", 1, 0);
        int posters = stage.sizes().posters();
        stage.load().speak(nobody, Speech.flatOut(stage.sizes().runUp(), posters), 0);
        stage.countRedisCommands();
        stage.measure(nobody, Speech.flatOut(stage.sizes().publish(), posters));
        stage.recordRedisCommands();
    }
}
