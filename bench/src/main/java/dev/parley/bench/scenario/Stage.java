package dev.parley.bench.scenario;

import dev.parley.bench.load.Audience;
import dev.parley.bench.load.Dialect;
import dev.parley.bench.load.Latencies;
import dev.parley.bench.load.Load;
import dev.parley.bench.load.Outcome;
import dev.parley.bench.load.Speech;
import dev.parley.bench.measure.CommandStats;
import dev.parley.bench.measure.Measure;
import dev.parley.bench.measure.OwnCost;
import dev.parley.bench.measure.ProcFs;
import dev.parley.bench.subject.Server;
import dev.parley.bench.subject.Subject;
import dev.parley.bench.subject.Workbench;
import java.io.IOException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** One subject that runs, the load on it, and the figures of the scenario that is on. Closing it ends the subject. */
public final class Stage implements AutoCloseable {
    private static final double MIB = 1024 * 1024;
    /** What connecting sets off comes to rest. */
    private static final long SETTLE_MILLIS = 300;

    private static final int WARM_UP_CHANNELS = 10;
    private static final int WARM_UP_LISTENERS = 10; // in each
    private static final double USUAL_INSTANCES = 2;
    private static final long REST_MILLIS = 500;
    private static final int MOST_UNREST = 20; // times as long; then it is as busy as it always is
    private static final double REST_SHARE = 0.1; // of a core: heartbeats go on

    private final Server server;
    private final Dialect dialect;
    private final Sizes sizes;
    private final Load load;
    private final Map<Measure, Double> figures = new EnumMap<>(Measure.class);
    private final Map<Audience, Map<Measure, Double>> audiences =
            new LinkedHashMap<>(); // with the figures of connecting
    private Audience crowd;
    private Audience held;
    private CommandStats commandsBefore;

    private Stage(Subject subject, Server server, Sizes sizes) throws IOException {
        this.server = server;
        this.dialect = subject.dialect();
        this.sizes = sizes;
        load = new Load(server.addresses(), dialect);
    }

    /** Starts a subject. */
    public static Stage open(Subject subject, Workbench workbench, Subject.Manner manner, Sizes sizes)
            throws IOException, InterruptedException {
        return new Stage(subject, subject.start(workbench, manner), sizes);
    }

    /** Whether all processes of the subject still run. */
    public boolean isAlive() {
        return server.isAlive();
    }

    Server server() {
        return server;
    }

    Sizes sizes() {
        return sizes;
    }

    Load load() {
        return load;
    }

    Dialect dialect() {
        return dialect;
    }

    /** Much talk, which is not measured: until it has compiled what it runs often, a JVM is several times slower. */
    public void warmUp() throws InterruptedException {
        Audience few = connect("warm-up", WARM_UP_CHANNELS, WARM_UP_LISTENERS, false);
        double each =
                Math.max(1, server.addresses().size() / USUAL_INSTANCES); // more of them take longer on the same cores
        load.speak(few, Speech.flatOut(sizes.warmUp() * each, sizes.posters()), sizes.drain());
        clear();
    }

    /** Waits until the server is at rest: a JVM goes on compiling after much was asked of it. */
    void awaitRest() throws InterruptedException {
        for (int i = 0; i < MOST_UNREST; i++) {
            double before = server.cpuSeconds();
            Thread.sleep(REST_MILLIS);
            if (server.cpuSeconds() - before < REST_SHARE * REST_MILLIS / 1e3) {
                return;
            }
        }
    }

    void record(Measure measure, double value) {
        figures.put(measure, value);
    }

    void record(Measure measure, long count) {
        record(measure, (double) count);
    }

    /** The figures up to now. */
    Map<Measure, Double> figures() {
        return new EnumMap<>(figures);
    }

    /** The figures since the last call. */
    public Map<Measure, Double> takeFigures() {
        Map<Measure, Double> taken = new EnumMap<>(figures);
        figures.clear();
        return taken;
    }

    /** Connects listeners; records how long it takes, and the memory before and after. */
    Audience connect(String name, int channels, int each, boolean keepText) throws InterruptedException {
        return connect(load.gather(name, channels, each), keepText);
    }

    /** The same with listeners on instances at random. */
    Audience scatter(String name, int channels, int each) throws InterruptedException {
        return connect(load.scatter(name, channels, each), false);
    }

    private Audience connect(Audience audience, boolean keepText) throws InterruptedException {
        Map<Measure, Double> connecting = new EnumMap<>(Measure.class);
        connecting.put(Measure.RSS_BEFORE, server.residentBytes() / MIB);
        int liveBefore = load.live();
        audiences.put(audience, connecting);
        double seconds = load.connect(audience, keepText);
        Thread.sleep(SETTLE_MILLIS);
        connecting.put(Measure.CONNECTED, seconds * 1e3);
        connecting.put(Measure.RSS_IDLE, server.residentBytes() / MIB);
        connecting.put(Measure.REFUSED, (double) audience.size() - (load.live() - liveBefore));
        return audience;
    }

    /** One channel's thousand listeners: the same for all scenarios in a row that need them, warmed up once. */
    Audience crowd() throws InterruptedException {
        if (crowd == null) {
            crowd = connect("crowd", 1, sizes.listeners(), false);
            load.speak(crowd, Speech.atRate(100, sizes.runUp(), sizes.posters()), sizes.drain());
        }
        return crowd;
    }

    /** The streams of idle and storm, with what they say. */
    Audience held() throws InterruptedException {
        if (held == null) {
            held = connect("held", sizes.heldChannels(), sizes.held() / sizes.heldChannels(), true);
        }
        return held;
    }

    /** How long connecting took, and what memory the streams take now. */
    void recordStreams(Audience audience) {
        figures.putAll(audiences.get(audience));
        double now = server.residentBytes() / MIB;
        record(Measure.RSS_IDLE, now);
        record(Measure.RSS_PER_STREAM, (now - figures.get(Measure.RSS_BEFORE)) * 1024 / audience.size());
    }

    /** Begins to count what is asked of Redis. */
    void countRedisCommands() throws IOException {
        commandsBefore = server.redisPort().isPresent()
                ? CommandStats.of(server.redisPort().getAsInt())
                : null;
    }

    /** Records the count, for subjects with Redis. */
    void recordRedisCommands() throws IOException {
        if (commandsBefore != null) {
            CommandStats since =
                    CommandStats.of(server.redisPort().orElseThrow()).since(commandsBefore);
            record(Measure.REDIS_COMMANDS, since.total());
            record(Measure.HISTORY_READS, since.rangeReads());
        }
    }

    /** Cuts all streams. */
    public void clear() throws InterruptedException {
        for (Audience audience : audiences.keySet()) {
            load.cut(audience);
        }
        if (!audiences.isEmpty()) {
            Thread.sleep(SETTLE_MILLIS);
        }
        audiences.clear();
        crowd = null;
        held = null;
    }

    /** A phase with all its figures. */
    Outcome measure(Audience audience, Speech speech) throws InterruptedException {
        double server = this.server.cpuSeconds();
        double own = OwnCost.cpuSeconds();
        Outcome outcome = load.speak(audience, speech, sizes.drain());
        record(Measure.SERVER_CPU, this.server.cpuSeconds() - server);
        record(Measure.GENERATOR_CPU, OwnCost.cpuSeconds() - own);
        record(Measure.RSS_LOAD, this.server.residentBytes() / MIB);
        recordPosts(outcome);
        return outcome;
    }

    /** A phase without listeners: what a POST costs. */
    void measurePosts(Audience audience, Speech speech) throws InterruptedException {
        Outcome outcome = measure(audience, speech);
        if (outcome.accepted() > 0) {
            record(Measure.CPU_PER_POST, figures.get(Measure.SERVER_CPU) / outcome.accepted() * 1e6);
        }
    }

    /** A phase with listeners: deliveries, losses, latency and cost. */
    void measureDeliveries(Audience audience, Speech speech) throws InterruptedException {
        Outcome outcome = measure(audience, speech);
        Map<Measure, Double> connecting = audiences.get(audience);
        figures.putAll(connecting);
        record(Measure.REFUSED, connecting.get(Measure.REFUSED) + (outcome.refused() + outcome.unsent()));
        recordHeard(outcome);
        if (outcome.delivered() == 0) {
            return;
        }
        record(Measure.DELIVERIES_PER_SECOND, outcome.delivered() / outcome.delivering());
        record(Measure.GENERATOR_PER_DELIVERY, figures.get(Measure.GENERATOR_CPU) / outcome.delivered() * 1e6);
        double cpu =
                Math.max(figures.get(Measure.SERVER_CPU), ProcFs.LEAST_CPU); // of a quick run, which costs some nothing
        record(Measure.DELIVERIES_PER_CPU_SECOND, outcome.delivered() / cpu);
    }

    /** What came of what was said, and when. */
    void recordHeard(Outcome outcome) {
        record(Measure.EXPECTED, outcome.expected());
        record(Measure.DELIVERED, outcome.delivered());
        record(Measure.LOST, outcome.lost());
        record(Measure.DOUBLED, outcome.doubled());
        if (outcome.delivered() > 0) {
            recordLatencies(outcome.latencies());
        }
    }

    void recordLatencies(Latencies latencies) {
        record(Measure.P50, latencies.p50());
        record(Measure.P99, latencies.p99());
        record(Measure.P999, latencies.p999());
        record(Measure.MAX, latencies.max());
    }

    @Override
    public void close() {
        load.close();
        server.close();
    }

    void recordPosts(Outcome outcome) {
        record(Measure.REFUSED, outcome.refused() + outcome.unsent());
        record(Measure.POSTS_PER_SECOND, outcome.accepted() / outcome.speaking());
        if (outcome.posts() != null) {
            record(Measure.POST_P50, outcome.posts().p50());
            record(Measure.POST_P99, outcome.posts().p99());
        }
    }
}
