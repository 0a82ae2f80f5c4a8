package dev.parley.reliability;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.support.InstanceProcess;
import dev.parley.support.TestRedis;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.args.ClientType;
import redis.clients.jedis.params.ClientKillParams;

/** What befalls Redis and the links to it. */
@Timeout(120)
class RedisFaultsTest {
    private static final Duration HUNG = Extent.seconds(4, 10);
    private static final Duration CUTTING = Extent.seconds(3, 10);
    private static final Duration CUT_INTERVAL = Duration.ofMillis(500);

    @TempDir
    static Path data;

    private static TestRedis redis;
    private static Cluster cluster;

    @BeforeAll
    static void start() {
        redis = TestRedis.own("appendonly yes", "appendfsync always", "dir " + data);
        cluster = Cluster.start(3, Caddy.plain(), redis.uri());
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
        redis.close();
    }

    @Test
    void aRedisWithAofThatIsKilledAndStartedAgainHasForgottenNothing() throws Exception {
        Trial.run(Fault.REDIS_RESTARTED, cluster.balancer().port(), trial -> {
                    InstanceProcess.signal("KILL", redis.pid());
                    redis.stop();
                    redis.startAgain();
                    trial.goOn();
                })
                .assertNothingLostOrDoubled();
    }

    @Test
    void aRedisThatHangsIsAPauseInWhichEveryStreamStaysOpen() throws Exception {
        Trial.run(Fault.REDIS_HUNG, cluster.balancer().port(), trial -> {
                    long pid = redis.pid();
                    InstanceProcess.signal("STOP", pid);
                    try {
                        await().during(HUNG)
                                .atMost(HUNG.multipliedBy(2))
                                .until(() -> trial.fleet().ends() == 0);
                    } finally {
                        InstanceProcess.signal("CONT", pid);
                    }
                    trial.goOn();
                    assertEquals(0, trial.fleet().ends());
                })
                .assertNothingLostOrDoubled();
    }

    @Test
    void listenersThatAreCutAgainAndAgainMissNothing() throws Exception {
        Trial.run(Fault.LISTENERS_CUT, cluster.balancer().port(), trial -> {
                    try (Jedis jedis = redis.connect()) {
                        await().during(CUTTING)
                                .atMost(CUTTING.multipliedBy(2))
                                .pollInterval(CUT_INTERVAL)
                                .until(() -> {
                                    jedis.clientKill(
                                            ClientKillParams.clientKillParams().type(ClientType.PUBSUB));
                                    return trial.fleet().ends() == 0;
                                });
                    }
                })
                .assertNothingLostOrDoubled();
    }
}
