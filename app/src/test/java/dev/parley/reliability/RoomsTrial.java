package dev.parley.reliability;

import static org.awaitility.Awaitility.await;

import dev.parley.support.ClusterNode;
import dev.parley.support.TestCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Fifty listeners in thirty rooms on all shards, in each of which someone speaks, raw messages at any node, a fault in the middle, and what
 * came of it.
 */
final class RoomsTrial implements AutoCloseable {
    private static final int ROOMS = 30;
    private static final int LISTENERS = 50;
    private static final int INJECTED_PER_SECOND = 50;
    private static final int LEAST_INJECTED = 1_000;
    private static final int MESSAGES_BEFORE = 70; // in each room: instances that have just started compile
    private static final int MESSAGES_MORE = 7; // a second
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final TestCluster redis;
    private final String prefix;
    private final List<Room> rooms;
    private final Injector injector;
    private Set<Room> concerned = Set.of();

    private RoomsTrial(TestCluster redis, Cluster instances) {
        this.redis = redis;
        prefix = instances.prefix();
        String name = "trial-" + UUID.randomUUID();
        rooms = IntStream.range(0, ROOMS)
                .mapToObj(i -> new Room(instances.balancer().port(), name + "-" + i, i < LISTENERS - ROOMS ? 2 : 1))
                .toList();
        injector = Injector.start(redis, prefix, rooms, INJECTED_PER_SECOND);
    }

    /** Something that breaks, and is mended by whoever broke it, or not. */
    interface Chaos {
        void strike(RoomsTrial trial) throws Exception;
    }

    static RoomsVerdict run(TestCluster redis, Cluster instances, Chaos chaos) throws Exception {
        try (RoomsTrial trial = new RoomsTrial(redis, instances)) {
            Publisher.awaitMore(publishers(trial.rooms.stream()), MESSAGES_BEFORE);
            chaos.strike(trial);
            trial.awaitInjected(LEAST_INJECTED);
            trial.rooms.forEach(room -> room.fleet().awaitAllListen());
            trial.goOn();
            return trial.end();
        }
    }

    /** Lets a second or so of talk pass in every room. */
    void goOn() {
        goOn(rooms.stream());
    }

    /** And in all rooms but those that are concerned. */
    void goOnElsewhere() {
        goOn(rooms.stream().filter(room -> !concerned.contains(room)));
    }

    private static void goOn(Stream<Room> rooms) {
        Publisher.awaitMore(publishers(rooms), MESSAGES_MORE);
    }

    private static List<Publisher> publishers(Stream<Room> of) {
        return of.map(Room::publisher).toList();
    }

    /** Those rooms whose slots a master has now are the ones that a fault concerns. */
    void concerns(ClusterNode master) {
        concerned = rooms.stream()
                .filter(room -> redis.masterOf(slot(room)) == master)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** All of them. */
    void concernsAll() {
        concerned = Set.copyOf(rooms);
    }

    void concerns(Room room) {
        concerned = Set.of(room);
    }

    List<Room> rooms() {
        return rooms;
    }

    /** The hash slot of a room. */
    int slot(Room room) {
        return TestCluster.slot(prefix + room.channel());
    }

    @Override
    public void close() {
        injector.close();
        rooms.forEach(Room::close);
    }

    private void awaitInjected(int enough) {
        await().atMost(PATIENCE.multipliedBy(2)).until(() -> injector.accepted().size() >= enough);
    }

    private RoomsVerdict end() throws Exception {
        injector.stop();
        for (Room room : rooms) {
            room.publisher().stop();
        }
        for (Room room : rooms) {
            room.fleet().awaitHeard(room.publisher().acknowledged().keySet(), PATIENCE);
        }
        long until = System.nanoTime() + PATIENCE.toNanos();
        await().atMost(PATIENCE.plusSeconds(10))
                .until(() ->
                        System.nanoTime() > until || unheard(injector.accepted().keySet()) == 0);
        return RoomsVerdict.of(rooms, concerned, injector);
    }

    private long unheard(Collection<String> texts) {
        List<String> missing = new ArrayList<>(texts);
        rooms.forEach(room -> missing.removeAll(room.fleet().texts()));
        return missing.size();
    }
}
