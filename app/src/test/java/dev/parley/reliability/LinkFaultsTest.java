package dev.parley.reliability;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.support.AppendOnlyFile;
import dev.parley.support.InstanceProcess;
import dev.parley.support.Recorder;
import dev.parley.support.RedisLine;
import dev.parley.support.TestRedis;
import dev.parley.support.VanishingNetwork;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.args.ClientPauseMode;
import redis.embedded.RedisExecProvider;

/** What a Redis does that seems to be there, and is not as it should be. */
@Timeout(120)
class LinkFaultsTest {
    private static final Duration HELD = Extent.seconds(4, 10);
    private static final int STRANGERS_MESSAGES = 200;
    private static final int LEASES_LOST = 5;

    /** In µs for each command, so that it takes seconds. */
    private static final String SLOW_LOADING = "key-load-delay 500";

    private static final int LOST_BYTES = 20_000;

    private TestRedis redis;
    private RedisLine line;
    private Cluster cluster;

    private void start(String... settings) {
        redis = TestRedis.own(settings);
        line = new RedisLine(redis);
        cluster = Cluster.start(2, Caddy.plain(), line.uri());
    }

    @AfterEach
    void stop() {
        if (cluster != null) {
            cluster.close();
        }
        if (line != null) {
            line.close();
            redis.close();
        }
    }

    @Test
    void aDemotedMasterIsAPause() throws Exception {
        start("appendonly no");
        try (TestRedis heir = TestRedis.own();
                Jedis old = redis.connect();
                Jedis successor = heir.connect()) {
            follow(successor, redis);
            await().until(() -> successor.info("replication").contains("master_link_status:up"));
            Trial.run(Fault.DEMOTED, cluster.balancer().port(), trial -> {
                        old.clientPause(1_500, ClientPauseMode.WRITE);
                        await().until(() ->
                                offset(old, "master_repl_offset").equals(offset(successor, "slave_repl_offset")));
                        successor.replicaofNoOne();
                        line.leadTo(heir);
                        follow(old, heir);
                        trial.goOn();
                        assertEquals(0, trial.fleet().ends());
                    })
                    .assertNothingLostOrDoubled();
        }
    }

    @Test
    void commandsWithoutAnswersAreAPauseInWhichEveryStreamStaysOpen() throws Exception {
        start("appendonly no");
        Trial.run(Fault.COMMANDS_UNANSWERED, cluster.balancer().port(), trial -> {
                    line.hold(sent -> !sent.contains("PSUBSCRIBE"));
                    await().during(HELD)
                            .atMost(HELD.multipliedBy(2))
                            .until(() -> trial.fleet().ends() == 0);
                    line.release();
                    trial.goOn();
                    assertEquals(0, trial.fleet().ends());
                })
                .assertNothingLostOrDoubled();
    }

    @Test
    void aChatInAnotherDatabaseIsNotHeard() throws Exception {
        start("appendonly no");
        try (InstanceProcess stranger =
                InstanceProcess.startAt(TestRedis.freePort(), URI.create(line.uri() + "/1"), cluster.prefix())) {
            Trial.run(Fault.DATABASES, cluster.balancer().port(), trial -> {
                        for (int i = 0; i < STRANGERS_MESSAGES; i++) {
                            assertEquals(
                                    201,
                                    stranger.http()
                                            .say(trial.channel(), "stranger", "elsewhere " + i)
                                            .status());
                        }
                        trial.goOn();
                    })
                    .assertNothingLostOrDoubled();
        }
    }

    @Test
    void aRedisThatLoadsSlowlyWhatItHasNotLostGivesNoIdToOthers(@TempDir Path data) throws Exception {
        Fault.LOADING_WITHOUT_TAIL.assumeRun();
        start("appendonly yes", "appendfsync always", "dir " + data, SLOW_LOADING);
        Verdict verdict = Trial.run(
                Fault.LOADING_WITHOUT_TAIL,
                cluster.balancer().port(),
                trial -> {
                    InstanceProcess.signal("KILL", redis.pid());
                    redis.stop();
                    AppendOnlyFile.cutOff(data, LOST_BYTES);
                    redis.startAgain();
                    trial.goOn();
                },
                trial -> trial.forgotten() + " acknowledged messages were cut off; who listened had heard them");
        assertEquals(0, verdict.twoContents(), verdict::toString);
        assertEquals(0, verdict.outOfOrder(), verdict::toString);
        assertEquals(0, verdict.gaps(), verdict::toString);
        assertTrue(verdict.lost() == 0 || verdict.resets() > 0, verdict::toString);
    }

    @Test
    void aRedisWhoseNetworkVanishesIsAPauseInWhichEveryStreamStaysOpen() throws Exception {
        Fault.REDIS_VANISHED.assumeRun();
        int port = TestRedis.freePort();
        String program = RedisExecProvider.defaultProvider().get().getPath();
        try (VanishingNetwork network = VanishingNetwork.open()) {
            network.run(program, "--port", "" + port, "--bind", network.guest(), "--protected-mode", "no");
            cluster = Cluster.start(2, Caddy.plain(), URI.create("redis://" + network.guest() + ":" + port));
            Trial.run(Fault.REDIS_VANISHED, cluster.balancer().port(), trial -> {
                        network.vanish();
                        await().during(HELD)
                                .atMost(HELD.multipliedBy(2))
                                .until(() -> trial.fleet().ends() == 0);
                        network.reappear();
                        trial.goOn();
                        assertEquals(0, trial.fleet().ends());
                    })
                    .assertNothingLostOrDoubled();
        }
    }

    @Test
    void aLeaseWhoseAnswerIsSwallowedHidesNobodyForLong() throws Exception {
        Fault.LEASE_ANSWERS_SWALLOWED.assumeRun();
        start("appendonly no");
        String leases = cluster.prefix() + "leases";
        String people = "{" + cluster.prefix() + "room}:people";
        try (Recorder ana = Recorder.open(cluster.instance(0).port(), "/subscribe/room?name=ana");
                Recorder bob = Recorder.open(cluster.instance(1).port(), "/subscribe/room?name=bob");
                Jedis jedis = redis.connect()) {
            List.of(ana, bob).forEach(listener -> listener.awaitPresent("ana", "bob"));
            Trial.run(Fault.LEASE_ANSWERS_SWALLOWED, cluster.balancer().port(), trial -> {
                        for (int i = 0; i < LEASES_LOST; i++) {
                            String entry = jedis.zrange(people, 0, 0).get(0);
                            line.hold(sent -> sent.contains(leases) && sent.endsWith("\r\n$1\r\n1\r\n"));
                            jedis.zrem(leases, entry.substring(entry.indexOf('\0') + 1));
                            await().until(() -> !jedis.zrange(people, 0, 0).contains(entry));
                            line.release();
                            trial.goOn();
                        }
                        List.of(ana, bob).forEach(listener -> listener.awaitPresent("ana", "bob"));
                        assertEquals(0, trial.fleet().ends());
                    })
                    .assertNothingLostOrDoubled();
        }
    }

    private static void follow(Jedis replica, TestRedis master) {
        replica.replicaof(master.uri().getHost(), master.uri().getPort());
    }

    private static String offset(Jedis jedis, String field) {
        return jedis.info("replication")
                .lines()
                .filter(said -> said.startsWith(field + ":"))
                .map(said -> said.substring(said.indexOf(':')).strip())
                .findFirst()
                .orElse("");
    }
}
