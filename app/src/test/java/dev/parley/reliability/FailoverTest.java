package dev.parley.reliability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Sentinel makes the replica the master. Replication is asynchronous: what the replica had not received yet is gone, though
 * it was acknowledged. Whoever was listening has heard it all the same, and no id comes to stand for two contents.
 */
@Timeout(120)
class FailoverTest {
    private Failover redis;
    private Cluster cluster;

    private void start() {
        redis = new Failover();
        cluster = Cluster.start(3, Caddy.plain(), redis.uri());
    }

    @AfterEach
    void stop() {
        if (cluster != null) {
            cluster.close();
        }
        if (redis != null) {
            redis.close();
        }
    }

    @Test
    void aFailoverIsAPause() throws Exception {
        Fault.FAILOVER.assumeRun();
        start();
        Verdict verdict = Trial.run(
                Fault.FAILOVER,
                cluster.balancer().port(),
                trial -> {
                    redis.killMaster();
                    redis.awaitNewMaster();
                    trial.goOn();
                },
                FailoverTest::note);
        assertHonest(verdict);
    }

    @Test
    void aFailoverThatLosesTheNewestMessagesNeverGivesTheirIdsToOthers() throws Exception {
        start();
        AtomicInteger forgotten = new AtomicInteger();
        Verdict verdict = Trial.run(
                Fault.FAILOVER_WITHOUT_TAIL,
                cluster.balancer().port(),
                trial -> {
                    redis.cutReplica();
                    trial.goOn();
                    redis.killMaster();
                    redis.awaitNewMaster();
                    trial.goOn();
                },
                trial -> {
                    forgotten.set(trial.forgotten());
                    return note(trial);
                });
        assertHonest(verdict);
        assertTrue(forgotten.get() > 0, "the new master lacked some");
    }

    private static String note(Trial trial) {
        return trial.forgotten()
                + " acknowledged messages are not in the new master's history; who listened had heard them, or was told by a reset";
    }

    /** Those who listened all the time have heard all that was acknowledged, unless they were told of a reset. */
    private static void assertHonest(Verdict verdict) {
        assertEquals(0, verdict.twoContents(), verdict::toString);
        assertEquals(0, verdict.outOfOrder(), verdict::toString);
        assertEquals(0, verdict.gaps(), verdict::toString);
        assertTrue(verdict.lost() == 0 || verdict.resets() > 0, verdict::toString);
    }
}
