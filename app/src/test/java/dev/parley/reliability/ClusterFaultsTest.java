package dev.parley.reliability;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.support.ClusterNode;
import dev.parley.support.TestCluster;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.args.ClientType;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.ClientKillParams;

/** What befalls a Redis Cluster, and what people in rooms on all its shards notice of that; only in a full run. */
@EnabledIfSystemProperty(named = "parley.long", matches = "true")
@Timeout(240)
class ClusterFaultsTest {
    private static final int INSTANCES = 3;
    private static final int SLOTS = 120;
    private static final Duration CUT_INTERVAL = Duration.ofMillis(500);

    // what is promised; on a machine that does nothing else
    private static final Duration MOVED = Duration.ofSeconds(1); // latest delivery
    private static final Duration TAKEN_OVER = Duration.ofSeconds(4); // silence: the node timeout, and 3 s
    private static final Duration ELSEWHERE = Duration.ofMillis(1_500); // silence

    private TestCluster redis;
    private Cluster instances;

    @BeforeEach
    void start() {
        redis = TestCluster.start();
        redis.nodes().forEach(ClusterFaultsTest::letIn);
        instances = Cluster.start(INSTANCES, Caddy.plain(), this::uri, "--hear=interest");
    }

    @AfterEach
    void stop() {
        if (instances != null) {
            instances.close();
        }
        redis.close();
    }

    @Test
    void hashSlotsMoveWhilePeopleTalkAndNobodyNotices() throws Exception {
        RoomsVerdict verdict = RoomsTrial.run(redis, instances, trial -> {
            trial.concernsAll();
            for (int i = 0; i < SLOTS; i++) {
                int slot = trial.slot(trial.rooms().get(i % trial.rooms().size()));
                redis.moveSlot(slot, redis.anotherMaster(slot));
            }
        });
        report(
                ClusterFault.SLOTS_MOVED,
                verdict,
                SLOTS + " slots; latest delivery of all " + verdict.latest().toMillis() + " ms");
        assertWithin(MOVED, verdict.latest());
    }

    @Test
    void aSlotThatIsLeftHalfMovedHoldsUpNobody() throws Exception {
        RoomsVerdict verdict = RoomsTrial.run(redis, instances, trial -> {
            Room room = trial.rooms().get(0);
            trial.concerns(room);
            int slot = trial.slot(room);
            ClusterNode target = redis.anotherMaster(slot);
            redis.openSlot(slot, target);
            while (redis.moveKeys(slot, target) > 0) {
                // all that is there now; what comes is made at the target
            }
            elapse(Duration.ofSeconds(10));
            redis.closeSlot(slot, target);
        });
        report(
                ClusterFault.SLOT_LEFT_OPEN,
                verdict,
                "posts have idempotency keys, and wait for the end of the move: Redis runs no script with a key that is not"
                        + " there yet while a slot is half moved; what is injected waits as long");
    }

    @Test
    void aMasterThatIsKilledIsAPauseInItsRooms() throws Exception {
        RoomsVerdict verdict = RoomsTrial.run(redis, instances, trial -> {
            int slot = trial.slot(trial.rooms().get(0));
            ClusterNode master = redis.masterOf(slot);
            trial.concerns(master);
            master.kill();
            redis.awaitMasterOf(slot, node -> node != master);
            trial.goOn();
            master.restart();
            letIn(master);
            redis.awaitOk();
        });
        report(ClusterFault.KILLED, verdict, "");
        assertTakenOver(verdict);
    }

    @Test
    void aMasterThatHangsAndComesBackIsAPauseInItsRooms() throws Exception {
        RoomsVerdict verdict = RoomsTrial.run(redis, instances, trial -> {
            int slot = trial.slot(trial.rooms().get(0));
            ClusterNode master = redis.masterOf(slot);
            trial.concerns(master);
            master.stop();
            elapse(Duration.ofSeconds(6));
            master.resume();
            redis.awaitMasterOf(slot, node -> node != master);
            redis.awaitOk();
        });
        report(ClusterFault.STOPPED, verdict, "");
        assertTakenOver(verdict);
    }

    @Test
    void mastersChangeByHandAndNobodyNotices() throws Exception {
        RoomsVerdict verdict = RoomsTrial.run(redis, instances, trial -> {
            trial.concernsAll();
            for (ClusterNode master : redis.masters()) {
                redis.failOver(master);
                trial.goOn();
            }
        });
        report(
                ClusterFault.FAILED_OVER,
                verdict,
                "latest delivery " + verdict.latest().toMillis() + " ms");
        assertWithin(TAKEN_OVER, verdict.silence());
    }

    @Test
    void aShardIsAddedAndLaterRemovedAndNobodyNotices() throws Exception {
        ClusterNode[] added = new ClusterNode[1];
        RoomsVerdict more = RoomsTrial.run(redis, instances, trial -> {
            trial.concernsAll();
            added[0] = redis.addMaster();
            letIn(added[0]);
            slots(trial).forEach(slot -> redis.moveSlot(slot, added[0]));
        });
        report(
                ClusterFault.SHARD_ADDED,
                more,
                "it got 500 slots, those of half of the rooms among them; latest delivery "
                        + more.latest().toMillis() + " ms");
        RoomsVerdict less = RoomsTrial.run(redis, instances, trial -> {
            trial.concernsAll();
            slots(trial).stream()
                    .filter(slot -> redis.masterOf(slot) != added[0])
                    .limit(15)
                    .forEach(slot -> redis.moveSlot(slot, added[0]));
            redis.removeMaster(added[0]);
        });
        report(
                ClusterFault.SHARD_REMOVED,
                less,
                "latest delivery " + less.latest().toMillis() + " ms");
    }

    @Test
    void anInstanceThatIsCutFromOneMasterTakesNobodyWithIt() throws Exception {
        RoomsVerdict verdict = RoomsTrial.run(redis, instances, trial -> {
            ClusterNode master = redis.masterOf(trial.slot(trial.rooms().get(0)));
            trial.concerns(master);
            try (Jedis jedis = master.connect()) {
                jedis.aclSetUser(user(1), "off");
                kill(jedis, user(1));
                for (int i = 0; i < 8; i++) {
                    elapse(Duration.ofSeconds(1));
                    kill(jedis, user(1));
                }
                jedis.aclSetUser(user(1), "on");
            }
        });
        report(ClusterFault.CUT_FROM_ONE, verdict, "a third of the listeners is on that instance");
    }

    @Test
    void connectionsThatHearAreCutAgainAndAgainAndNobodyMissesAnything() throws Exception {
        RoomsVerdict verdict = RoomsTrial.run(redis, instances, trial -> {
            trial.concernsAll();
            List<ClusterNode> masters = redis.masters();
            for (int i = 0; i < 30; i++) {
                cutListeners(masters.get(i % masters.size()));
                elapse(CUT_INTERVAL);
            }
        });
        report(
                ClusterFault.LISTENERS_CUT,
                verdict,
                "latest delivery " + verdict.latest().toMillis() + " ms");
    }

    @Test
    void halfOfTheClusterHangsAndTheRoomsOfTheOtherHalfGoOn() throws Exception {
        RoomsVerdict verdict = RoomsTrial.run(redis, instances, trial -> {
            ClusterNode master = redis.masterOf(trial.slot(trial.rooms().get(0)));
            ClusterNode other = redis.masters().stream()
                    .filter(node -> node != master)
                    .findFirst()
                    .orElseThrow();
            trial.concerns(master);
            List<ClusterNode> half = List.of(redis.replicaOf(master), redis.replicaOf(other), master);
            half.forEach(ClusterNode::stop);
            trial.goOnElsewhere();
            elapse(Duration.ofSeconds(8));
            trial.goOnElsewhere();
            half.forEach(ClusterNode::resume);
            redis.awaitOk();
        });
        report(ClusterFault.HALF_STOPPED, verdict, "");
        assertWithin(ELSEWHERE, verdict.silenceElsewhere());
    }

    /** 500 of them: first those of half of the rooms. */
    private static List<Integer> slots(RoomsTrial trial) {
        IntStream ofRooms = trial.rooms().stream().limit(15).mapToInt(trial::slot);
        return IntStream.concat(ofRooms, IntStream.range(0, 485))
                .distinct()
                .boxed()
                .toList();
    }

    private static void report(ClusterFault fault, RoomsVerdict verdict, String note) {
        ClusterReport.add(fault, verdict, note);
        verdict.assertNothingLostOrDoubled();
    }

    private static void assertTakenOver(RoomsVerdict verdict) {
        assertWithin(TAKEN_OVER, verdict.silence());
        assertWithin(ELSEWHERE, verdict.silenceElsewhere());
    }

    private static void assertWithin(Duration bound, Duration measured) {
        assertTrue(measured.compareTo(bound) <= 0, measured + " instead of " + bound);
    }

    /** Lets so much time pass: that of a fault which lasts. */
    private static void elapse(Duration time) {
        await().pollDelay(time).atMost(time.plusSeconds(5)).until(() -> true);
    }

    /** Each instance has a user of its own, so that it alone can be cut off. */
    private static void letIn(ClusterNode node) {
        try (Jedis jedis = node.connect()) {
            for (int i = 0; i < INSTANCES; i++) {
                jedis.aclSetUser(user(i), "on", ">secret", "~*", "&*", "+@all");
            }
        }
    }

    private URI uri(int instance) {
        return URI.create(redis.uri().toString().replace("://", "://" + user(instance) + ":secret@"));
    }

    private static String user(int instance) {
        return "instance-" + instance;
    }

    private static void kill(Jedis jedis, String user) {
        jedis.clientKill(ClientKillParams.clientKillParams().user(user));
    }

    private static void cutListeners(ClusterNode node) {
        try (Jedis jedis = node.connect()) {
            jedis.clientKill(ClientKillParams.clientKillParams().type(ClientType.PUBSUB));
        } catch (JedisException goingAway) {
            // it has none to be cut
        }
    }
}
