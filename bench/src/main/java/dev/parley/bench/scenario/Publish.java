package dev.parley.bench.scenario;

import dev.parley.bench.load.Audience;
import dev.parley.bench.load.Speech;
import dev.parley.bench.measure.Measure;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;

/** POSTs flat out, to a channel without listeners. */
final class Publish implements Scenario {
    private final String name;
    private final ToIntFunction<Sizes> posters;

    private Publish(String name, ToIntFunction<Sizes> posters) {
        this.name = name;
        this.posters = posters;
    }

    static Publish byFew() {
        return new Publish("publish", Sizes::posters);
    }

    /** What is done for several at once counts there. */
    static Publish byMany() {
        return new Publish("publish-64", Sizes::manyPosters);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String story(Sizes sizes) {
        return posters.applyAsInt(sizes) + " connections POST flat out to one channel without listeners.";
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
                Measure.CPU_PER_POST,
                Measure.SERVER_CPU,
                Measure.GENERATOR_CPU,
                Measure.REDIS_COMMANDS,
                Measure.REFUSED);
    }

    @Override
    public List<Measure> headlines() {
        return List.of(Measure.POSTS_PER_SECOND, Measure.CPU_PER_POST);
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
        Audience nobody = stage.load().gather(name, 1, 0);
        int connections = posters.applyAsInt(stage.sizes());
        stage.load().speak(nobody, Speech.flatOut(stage.sizes().runUp(), connections), 0);
        stage.countRedisCommands();
        stage.measurePosts(nobody, Speech.flatOut(stage.sizes().publish(), connections));
        stage.recordRedisCommands();
    }
}
