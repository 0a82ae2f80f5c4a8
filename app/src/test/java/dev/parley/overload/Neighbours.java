package dev.parley.overload;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Honest people beside the strangers, each from an address of their own: ana and mason listen and speak by turns, ten times a second,
 * newcomers open a stream of a channel where nobody is yet, twice a second, and a balancer asks how the instance is.
 *
 * <p>Threading: a clock begins everything when it is due, however late what came before is.
 */
final class Neighbours implements AutoCloseable {
    static final String HOME = "home";

    /** Where the strangers are, too. Ana listens there on the same stream. */
    static final String LOBBY = "lobby";

    private static final List<String> NAMES = List.of("ana", "mason");
    private static final long TICK_MILLIS = 100;
    private static final int TICKS_TO_NEWCOMER = 5;
    private static final int TICKS_TO_METRICS = 10;

    private final String unheardOf = "new-" + System.nanoTime() + "-"; // channels of newcomers
    private final int port;
    private final boolean hasMetrics;
    private final Ear ana;
    private final Ear mason;
    private final List<Caller> speakers; // in the order of their names
    private final Caller balancer;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger ticks = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();

    final Tally posts;
    final Tally heard;
    final Tally streams;
    final Tally health;

    /**
     * Settles down: both are there and know of each other.
     *
     * @param hasMetrics whether they can be asked for there
     */
    Neighbours(int port, boolean hasMetrics, Bounds bounds) {
        this.port = port;
        this.hasMetrics = hasMetrics;
        this.posts = new Tally("a post", bounds.answer());
        this.heard = new Tally("a message", bounds.answer());
        this.streams = new Tally("a newcomer's stream", bounds.answer());
        this.health = new Tally("a question of health", bounds.health());
        this.speakers = List.of(new Caller("127.0.0.2", port), new Caller("127.0.0.3", port));
        this.balancer = new Caller("127.0.0.5", port);
        this.ana = Ear.open("127.0.0.2", port, HOME, "/subscribe/" + HOME + "," + LOBBY + "?name=ana");
        this.mason = Ear.open("127.0.0.3", port, HOME, "/subscribe/" + HOME + "?name=mason");
        ana.awaitNames(NAMES);
        mason.awaitNames(NAMES);
    }

    /** From now on everything counts. */
    void start() {
        clock.scheduleAtFixedRate(this::tick, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Ends when all that was begun has come to something. */
    void stop() {
        clock.shutdown();
        await().atMost(Duration.ofMillis(3L * Caller.TIMEOUT_MILLIS)).until(() -> underWay.get() == 0);
    }

    List<Tally> all() {
        return List.of(posts, heard, streams, health);
    }

    /** How often someone was told that not just these two are here. */
    long presenceMoves() {
        return ana.othersThan(NAMES) + mason.othersThan(NAMES);
    }

    /** Acknowledged messages that one of them never heard, or more than once. */
    long lostOrDoubled() {
        return Stream.of(ana, mason)
                .flatMap(ear -> {
                    List<String> ids = ear.ids();
                    Set<String> different = Set.copyOf(ids);
                    return Stream.concat(
                            acknowledged.stream().filter(id -> !different.contains(id)),
                            Stream.generate(() -> "twice").limit(ids.size() - different.size()));
                })
                .count();
    }

    /** What happened to their streams; empty when nothing did. */
    List<String> troubles() {
        List<String> troubles = new ArrayList<>();
        Stream.of(ana, mason).map(Ear::trouble).filter(what -> !what.isEmpty()).forEach(troubles::add);
        all().stream().map(Tally::firstFailure).filter(what -> !what.isEmpty()).forEach(troubles::add);
        return troubles;
    }

    @Override
    public void close() {
        clock.shutdownNow();
        threads.shutdownNow();
        ana.close();
        mason.close();
        speakers.forEach(Caller::close);
        balancer.close();
    }

    private void tick() {
        int tick = ticks.getAndIncrement();
        begin(posts, () -> post(tick % 2, "m" + tick));
        begin(health, () -> ask(tick % 2 == 0 ? "/healthz" : "/readyz"));
        if (tick % TICKS_TO_NEWCOMER == 0) {
            begin(streams, () -> come(unheardOf + tick));
        }
        if (hasMetrics && tick % TICKS_TO_METRICS == 0) {
            begin(health, () -> ask("/metrics"));
        }
    }

    private interface Deed {
        void run() throws Exception;
    }

    private void begin(Tally tally, Deed deed) {
        underWay.incrementAndGet();
        threads.execute(() -> {
            try {
                deed.run();
            } catch (Exception e) {
                tally.failed(e.toString());
            } finally {
                underWay.decrementAndGet();
            }
        });
    }

    private void post(int speaker, String text) throws IOException {
        CompletableFuture<Void> byBoth = CompletableFuture.allOf(ana.expect(text), mason.expect(text));
        long sent = System.nanoTime();
        Caller.Answer answer = speakers.get(speaker).say(HOME, NAMES.get(speaker), text);
        if (answer.status() != 201) {
            posts.failed(answer.status() + " " + answer.body());
            return;
        }
        posts.took(System.nanoTime() - sent);
        acknowledged.add(answer.body().replaceFirst("(?s).*\"id\":\"([^\"]+)\".*", "$1"));
        underWay.incrementAndGet();
        byBoth.orTimeout(Caller.TIMEOUT_MILLIS, TimeUnit.MILLISECONDS).whenComplete((done, late) -> {
            count(heard, sent, late);
            underWay.decrementAndGet();
        });
    }

    private void come(String channel) {
        long sent = System.nanoTime();
        try (Ear newcomer = Ear.open("127.0.0.4", port, channel, "/subscribe/" + channel)) {
            newcomer.welcome()
                    .orTimeout(Caller.TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
                    .handle((done, late) -> {
                        count(streams, sent, late);
                        return null;
                    })
                    .join();
        }
    }

    private void ask(String path) throws IOException {
        long sent = System.nanoTime();
        Caller.Answer answer = balancer.get(path);
        if (answer.status() == 200) {
            health.took(System.nanoTime() - sent);
        } else {
            health.failed(path + ": " + answer.status() + " " + answer.body());
        }
    }

    private static void count(Tally tally, long sent, Throwable failure) {
        if (failure == null) {
            tally.took(System.nanoTime() - sent);
        } else {
            tally.failed(failure.toString());
        }
    }

    /**
     * Within which all is well.
     *
     * @param answer to a post, until it is heard, and until a stream is open
     * @param health of the answer to a question of it
     */
    record Bounds(Duration answer, Duration health) {}
}
