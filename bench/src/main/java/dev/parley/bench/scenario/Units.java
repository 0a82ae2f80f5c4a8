package dev.parley.bench.scenario;

import dev.parley.bench.load.Audience;
import dev.parley.bench.load.Load;
import dev.parley.bench.load.Metrics;
import dev.parley.bench.measure.Measure;
import dev.parley.bench.subject.Subject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;

/** What one of everything costs, for {@code bin/simulate}. */
final class Units implements Scenario {
    private static final int EACH = 10; // listeners

    @Override
    public String name() {
        return "units-interest";
    }

    @Override
    public String story(Sizes sizes) {
        return String.format(
                "What one of everything costs: one instance is spoken to, the other one listens to %,d channels, first with one and then"
                        + " with %d listeners each, and to a crowd of %,d. Beyond what both do at rest.",
                sizes.rooms(), EACH, sizes.listeners());
    }

    @Override
    public Group group() {
        return Group.ROOMS;
    }

    @Override
    public List<Measure> columns() {
        return List.of(
                Measure.POST_INSTANCE_400, Measure.POST_REDIS_400, Measure.SEND_REDIS, Measure.HEAR_INSTANCE_400);
    }

    @Override
    public List<Measure> costs() {
        return List.of(
                Measure.DELIVER_INSTANCE_4000, Measure.JOIN_INSTANCE, Measure.REHEAR_REDIS, Measure.STREAM_BYTES);
    }

    @Override
    public List<Measure> headlines() {
        return List.of(Measure.POST_INSTANCE_400, Measure.HEAR_INSTANCE_400, Measure.DELIVER_INSTANCE_4000);
    }

    @Override
    public boolean suits(Subject subject) {
        return usualSubjects().contains(subject.name());
    }

    @Override
    public Set<String> usualSubjects() {
        return Set.of("parley-interest");
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
        return 7 * sizes.scale() + 25;
    }

    @Override
    public void run(Stage stage) throws IOException, InterruptedException {
        List<InetSocketAddress> servers = stage.server().addresses();
        try (Load speaking = new Load(servers.subList(Meter.SPOKEN_TO, Meter.SPOKEN_TO + 1), stage.dialect());
                Load listening = new Load(servers.subList(Meter.LISTENING, Meter.LISTENING + 1), stage.dialect())) {
            run(stage, speaking, listening);
        }
    }

    private static void run(Stage stage, Load speaking, Load listening) throws IOException, InterruptedException {
        int channels = stage.sizes().rooms();
        int crowd = stage.sizes().listeners();
        Meter meter = new Meter(stage);
        TalkUnits talk = new TalkUnits(stage, meter, speaking);
        StreamUnits streams = new StreamUnits(stage, meter, listening);
        Audience spoken = speaking.gather("unit", channels, 0);
        meter.rest(stage.sizes().scale() / 2);
        talk.telling(spoken);

        Audience one = listening.gather("unit", channels, 1);
        streams.first(one);
        talk.hearing(spoken);
        Audience others = listening.gather("unit", channels, EACH - 1);
        streams.more(others);
        long before = streams.heap();
        InetSocketAddress there = stage.server().addresses().get(Meter.LISTENING);
        double heard = Metrics.read(there, "parley_deliveries_total");
        double bytes = Metrics.read(there, "parley_delivered_bytes_total");
        talk.delivering(spoken, EACH);
        double deliveries = Metrics.read(there, "parley_deliveries_total") - heard;
        stage.record(Measure.EVENT_BYTES, (Metrics.read(there, "parley_delivered_bytes_total") - bytes) / deliveries);
        stage.record(Measure.MESSAGE_BYTES, (streams.heap() - before) / (deliveries / EACH));
        streams.rehear(channels);
        listening.cut(one);
        listening.cut(others);

        Audience listeners = listening.gather("unit-crowd", 1, crowd);
        listening.connect(listeners, false);
        talk.crowd(speaking.gather("unit-crowd", 1, 0), crowd);
        listening.cut(listeners);
        new RedisUnits(stage, meter).measure();
        streams.members();
    }
}
