package dev.parley;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.support.ClusterNode;
import dev.parley.support.Heard;
import dev.parley.support.Recorder;
import dev.parley.support.TestCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** Over a Redis Cluster whatever happens to its slots and masters, everybody hears everything once, and only those are told whom it concerns. */
class ClusterTest {
    private static final int ROOMS = 9;

    private static TestCluster cluster;

    private final String prefix = Stream.generate(() -> "test:" + UUID.randomUUID() + ":")
            .filter(ClusterTest::isOfAllShards)
            .findFirst()
            .orElseThrow();
    private final List<AutoCloseable> open = new ArrayList<>();
    private TestInstance one;
    private TestInstance other;

    @BeforeAll
    static void form() {
        cluster = TestCluster.start();
    }

    @AfterAll
    static void end() {
        cluster.close();
    }

    @BeforeEach
    void start() {
        one = keep(TestInstance.start(cluster.uri(), prefix));
        other = keep(TestInstance.start(cluster.uri(), prefix));
    }

    @AfterEach
    void stop() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
        cluster.awaitOk();
    }

    @Test
    void roomsOfAllShardsAreHeardOnEveryInstance() {
        List<Recorder> listeners = rooms().map(this::listen).toList();
        rooms().forEach(room -> other.http().say(room, "mason", "in " + room));
        rooms().forEach(room -> inject(room, "raw in " + room));
        listeners.forEach(listener -> listener.awaitMessages(2));
        listeners.forEach(Recorder::assertDense);
        String all = String.join(",", rooms().toList());
        try (Recorder late = Recorder.open(one.port(), "/subscribe/" + all + "?last=5")) {
            late.awaitMessages(2 * ROOMS);
        }
        try (Recorder family = Recorder.open(one.port(), "/subscribe/user-42:*")) {
            other.http().say("user-42:mail", "mason", "first");
            inject("user-42:orders", "raw");
            family.awaitText("first");
            family.awaitText("raw");
        }
        assertEquals(3, series(one, "parley_redis_up{shard=").count());
        assertTrue(series(one, "parley_redis_up{shard=").allMatch(line -> line.endsWith(" 1.0")));
    }

    @Test
    void slotsMoveUnderLoadAndNobodyNotices() {
        Load load = new Load();
        int moves = 0;
        for (int round = 0; round < 2; round++) {
            for (String room : rooms().toList()) {
                int slot = TestCluster.slot(prefix + room);
                cluster.moveSlot(slot, cluster.anotherMaster(slot));
                moves++;
            }
        }
        assertEquals(2 * ROOMS, moves);
        load.endAndAssertEverythingWasHeardOnce();
        load.assertNobodyWasTold();
    }

    @Test
    void aSlotThatIsLeftHalfMovedIsHeardAsEver() {
        String room = "room-0";
        int slot = TestCluster.slot(prefix + room);
        try (Recorder listener = listen(room)) {
            one.http().say(room, "mason", "before");
            ClusterNode target = cluster.anotherMaster(slot);
            cluster.openSlot(slot, target);
            while (cluster.moveKeys(slot, target) > 0) {
                // all of them
            }
            other.http().say(room, "mason", "between");
            listener.awaitText("between");
            cluster.closeSlot(slot, target);
            one.http().say(room, "mason", "after");
            listener.awaitText("after");
            assertEquals(List.of("before", "between", "after"), listener.texts());
            listener.assertDense();
            assertTrue(listener.events("status").isEmpty());
        }
    }

    @Test
    void aReplicaTakesOverInGoodOrder() {
        Load load = new Load();
        cluster.failOver(cluster.masterOf(prefix + "room-0"));
        cluster.failOver(cluster.masterOf(prefix + "room-0"));
        load.endAndAssertEverythingWasHeardOnce();
    }

    @Test
    void aMasterIsKilledAndOnlyItsRoomsAreTold() {
        Load load = new Load();
        String room = "room-0";
        int slot = TestCluster.slot(prefix + room);
        ClusterNode dead = cluster.masterOf(slot);
        List<String> concerned =
                rooms().filter(each -> cluster.masterOf(prefix + each) == dead).toList();
        dead.kill();
        cluster.awaitMasterOf(slot, node -> node != dead);
        load.awaitUp(concerned);
        load.endAndAssertEverythingWasHeardOnce();
        load.assertToldOnly(concerned);
        assertEquals(200, one.http().get("/readyz").status());
        dead.restart();
    }

    private static Stream<String> rooms() {
        return IntStream.range(0, ROOMS).mapToObj(i -> "room-" + i);
    }

    private static boolean isOfAllShards(String prefix) {
        long shards =
                rooms().map(room -> cluster.masterOf(prefix + room)).distinct().count();
        return shards == cluster.masters().size();
    }

    private Recorder listen(String room) {
        return keep(Recorder.open(one.port(), "/subscribe/" + room));
    }

    private void inject(String channel, String text) {
        List<ClusterNode> nodes = cluster.masters();
        try (Jedis jedis =
                nodes.get(ThreadLocalRandom.current().nextInt(nodes.size())).connect()) {
            jedis.publish(prefix + channel, text);
        }
    }

    private static Stream<String> series(TestInstance instance, String start) {
        return instance.http().get("/metrics").text().lines().filter(line -> line.startsWith(start));
    }

    private <T extends AutoCloseable> T keep(T opened) {
        open.add(opened);
        return opened;
    }

    /** People who speak in all rooms by turns, over both instances, each text until it is taken; and a listener in each room. */
    private final class Load {
        private final AtomicBoolean over = new AtomicBoolean();
        private final List<Recorder> listeners =
                rooms().map(ClusterTest.this::listen).toList();
        private final List<List<String>> said = new ArrayList<>();
        private final Thread speaker = new Thread(this::speak, "speaker");

        Load() {
            rooms().forEach(room -> said.add(new ArrayList<>()));
            speaker.start();
            listeners.forEach(listener -> listener.awaitMessages(2));
        }

        void endAndAssertEverythingWasHeardOnce() {
            over.set(true);
            await().atMost(Duration.ofSeconds(30)).until(() -> !speaker.isAlive());
            for (int room = 0; room < ROOMS; room++) {
                Recorder listener = listeners.get(room);
                listener.awaitMessages(said.get(room).size());
                listener.assertDense();
                assertEquals(said.get(room), listener.texts());
                assertTrue(listener.events("reset").isEmpty());
            }
        }

        void assertNobodyWasTold() {
            listeners.forEach(listener -> assertTrue(listener.events("status").isEmpty(), "told of a status"));
        }

        void awaitUp(List<String> rooms) {
            rooms.forEach(room -> await().atMost(Duration.ofSeconds(15))
                    .until(() -> statuses(room).size() >= 2
                            && statuses(room)
                                    .get(statuses(room).size() - 1)
                                    .data()
                                    .contains("up")));
        }

        void assertToldOnly(List<String> concerned) {
            assertFalse(concerned.isEmpty());
            rooms().forEach(room ->
                    assertEquals(concerned.contains(room), !statuses(room).isEmpty(), room));
            concerned.forEach(room -> assertEquals(
                    room, statuses(room).get(0).json().path("channel").textValue()));
        }

        private List<Heard> statuses(String room) {
            return listeners
                    .get(Integer.parseInt(room.substring("room-".length())))
                    .events("status");
        }

        private void speak() {
            for (int n = 0; !over.get(); n++) {
                int room = n % ROOMS;
                String text = "message " + n;
                say(n, "room-" + room, text);
                said.get(room).add(text);
            }
        }

        /** With the same key until it is taken, as clients do. */
        private void say(int n, String room, String text) {
            await().atMost(Duration.ofSeconds(20)).until(() -> {
                TestInstance instance = ThreadLocalRandom.current().nextBoolean() ? one : other;
                return instance.http()
                                .say(room, "mason", text, "Idempotency-Key", "key-" + n)
                                .status()
                        < 300;
            });
        }
    }
}
