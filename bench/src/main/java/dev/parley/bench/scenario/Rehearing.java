package dev.parley.bench.scenario;

import dev.parley.bench.load.Audience;
import dev.parley.bench.measure.CommandStats;
import dev.parley.bench.measure.Measure;
import dev.parley.bench.measure.RedisWire;
import dev.parley.bench.subject.Subject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A replica is made the master by hand: what it takes until all instances hear all channels again. */
final class Rehearing implements Scenario {
    private static final int CHANNELS_OF_STREAM = 32;
    private static final int STREAMS = 313; // on each instance: 10,016 channels
    private static final int QUICK_STREAMS = 8;
    private static final int INSTANCES = 5;
    private static final int MOST_SECONDS = 30;

    @Override
    public String name() {
        return "scale-failover";
    }

    @Override
    public String story(Sizes sizes) {
        return String.format(
                "%,d channels of one master, all of which %d instances listen to; its replica is made the master by hand. From then until"
                        + " each instance has subscribed each channel there and the new master is at rest; what it spends meanwhile is"
                        + " divided by channels and instances.",
                streams(sizes) * CHANNELS_OF_STREAM, INSTANCES);
    }

    @Override
    public Group group() {
        return Group.ROOMS;
    }

    @Override
    public List<Measure> columns() {
        return List.of(Measure.REHEARD_SECONDS, Measure.REHEARD_COMMANDS, Measure.REHEARD_REDIS);
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
        return Set.of("cluster-failover");
    }

    @Override
    public boolean isUsual() {
        return false;
    }

    @Override
    public double seconds(Sizes sizes) {
        return 20;
    }

    @Override
    public void run(Stage stage) throws IOException, InterruptedException {
        List<Integer> ports = stage.server().redisPorts();
        int replica = isMaster(ports.get(0)) ? ports.size() - 1 : 0; // they change places in each round
        int channels = streams(stage.sizes()) * CHANNELS_OF_STREAM;
        Audience listeners = stage.load().gatherNamed(groups(stage, ports.get(0)), INSTANCES);
        stage.load().connect(listeners, false);
        stage.awaitRest();
        try (RedisWire redis = new RedisWire(ports.get(replica))) {
            CommandStats before = CommandStats.of(ports.get(replica));
            double subscribed = redis.command("ssubscribe", "calls");
            double busy = stage.server().redisBusySeconds(replica);
            long begin = System.nanoTime();
            redis.ask("CLUSTER", "FAILOVER");
            while (redis.command("ssubscribe", "calls") - subscribed < (double) channels * INSTANCES) {
                if ((System.nanoTime() - begin) / 1e9 > MOST_SECONDS) {
                    throw new IOException("not all channels were subscribed within " + MOST_SECONDS + " s");
                }
                Thread.sleep(10);
            }
            stage.record(Measure.REHEARD_SECONDS, (System.nanoTime() - begin) / 1e9);
            stage.awaitRest();
            double spent = stage.server().redisBusySeconds(replica) - busy;
            stage.record(Measure.REHEARD_REDIS, spent * 1e6 / channels / INSTANCES);
            stage.record(
                    Measure.REHEARD_COMMANDS,
                    CommandStats.of(ports.get(replica)).since(before).total());
        }
        stage.load().cut(listeners);
    }

    private static boolean isMaster(int port) throws IOException {
        try (RedisWire redis = new RedisWire(port)) {
            return ((String) redis.ask("INFO", "replication")).contains("role:master");
        }
    }

    /** Names of channels of the first master's, as many together as a stream may carry. */
    private static List<String> groups(Stage stage, int port) throws IOException {
        List<String> groups = new ArrayList<>();
        List<String> group = new ArrayList<>();
        try (RedisWire redis = new RedisWire(port)) {
            for (int i = 0; groups.size() < streams(stage.sizes()); i++) {
                if ((Long) redis.ask("CLUSTER", "KEYSLOT", "chat:again-" + i) < 16_384 / 3) {
                    group.add("again-" + i);
                }
                if (group.size() == CHANNELS_OF_STREAM) {
                    groups.add(String.join(",", group));
                    group.clear();
                }
            }
        }
        return groups;
    }

    private static int streams(Sizes sizes) {
        return sizes.joins() < 100 ? QUICK_STREAMS : STREAMS;
    }
}
