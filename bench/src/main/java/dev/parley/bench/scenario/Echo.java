package dev.parley.bench.scenario;

import dev.parley.bench.load.Audience;
import dev.parley.bench.load.Outcome;
import dev.parley.bench.measure.Measure;
import java.util.List;
import java.util.Set;

/** One listener, and one message at a time. */
final class Echo implements Scenario {
    @Override
    public String name() {
        return "echo";
    }

    @Override
    public String story(Sizes sizes) {
        return "One listener; a message is sent when the one before was heard. On two instances it crosses from one to the"
                + " other.";
    }

    @Override
    public Group group() {
        return Group.TALK;
    }

    @Override
    public List<Measure> columns() {
        return List.of(
                Measure.P50, Measure.P99, Measure.P999, Measure.MAX, Measure.DELIVERED, Measure.LOST, Measure.DOUBLED);
    }

    @Override
    public List<Measure> headlines() {
        return List.of(Measure.P50, Measure.P99);
    }

    @Override
    public Set<String> usualSubjects() {
        return Set.of("parley-1", "parley-2", "nchan-redis", "nchan", "centrifugo", "mercure", "floor");
    }

    @Override
    public double seconds(Sizes sizes) {
        return sizes.runUp() + sizes.echo() + 0.7;
    }

    @Override
    public void run(Stage stage) throws InterruptedException {
        Audience one = stage.connect("echo", 1, 1, false);
        stage.load().echo(one, stage.sizes().runUp());
        Outcome outcome = stage.load().echo(one, stage.sizes().echo());
        stage.record(Measure.DELIVERED, outcome.delivered());
        stage.record(Measure.LOST, outcome.lost());
        stage.record(Measure.DOUBLED, outcome.doubled());
        if (outcome.latencies() != null) {
            stage.recordLatencies(outcome.latencies());
        }
        stage.clear();
    }
}
