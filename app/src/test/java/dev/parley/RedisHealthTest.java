package dev.parley;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.redis.link.RedisTooOld;
import dev.parley.support.Http;
import dev.parley.support.InstanceProcess;
import dev.parley.support.Recorder;
import dev.parley.support.RedisLine;
import dev.parley.support.TestRedis;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** No state of Redis goes unnoticed, though its pub/sub goes on: the instance is not ready, says why, and comes back. */
class RedisHealthTest {
    private static final String PREFIX = "health:";

    private final TestRedis redis = TestRedis.own();
    private final RedisLine line = new RedisLine(redis);

    @AfterEach
    void stop() {
        line.close();
        redis.close();
    }

    @Test
    void commandsThatAreNotAnsweredAreNoticedThoughPongsArrive() {
        try (TestInstance instance = TestInstance.start(line.uri(), PREFIX);
                Recorder listener = Recorder.open(instance.port(), "/subscribe/room")) {
            line.hold(sent -> !sent.contains("PSUBSCRIBE"));
            awaitTrouble(instance.http(), "does not answer in time");
            assertStatus(listener, 0, "down");
            assertEquals(0, up(instance.http()));
            assertEquals(503, instance.http().say("room", "mason", "refused").status());
            line.release();
            awaitReady(instance.http());
            assertStatus(listener, 1, "up");
            assertEquals(1, up(instance.http()));
            assertEquals(201, instance.http().say("room", "mason", "taken").status());
            listener.assertTexts(List.of(), "taken");
        }
    }

    @Test
    void aDemotedMasterIsLeftForTheOneThatItsNameLeadsToThen() {
        try (TestRedis heir = TestRedis.own();
                Jedis old = redis.connect();
                Jedis successor = heir.connect()) {
            follow(successor, redis);
            await().until(() -> successor.info("replication").contains("master_link_status:up"));
            try (TestInstance instance = TestInstance.start(line.uri(), PREFIX);
                    Recorder listener = Recorder.open(instance.port(), "/subscribe/room")) {
                assertEquals(201, instance.http().say("room", "mason", "before").status());
                listener.awaitText("before");
                await().until(() -> successor.exists("{" + PREFIX + "room}:log"));
                successor.replicaofNoOne();
                follow(old, heir);
                awaitTrouble(instance.http(), "Redis is away");
                assertStatus(listener, 0, "down");
                line.leadTo(heir);
                awaitReady(instance.http());
                assertEquals(201, instance.http().say("room", "mason", "after").status());
                listener.assertTexts(List.of("before"), "after");
                assertTrue(listener.events("reset").isEmpty());
                assertTrue(successor.xlen("{" + PREFIX + "room}:log") == 2, "it was said to the new one");
            }
        }
    }

    @Test
    void aRedisThatIsDemotedAndPromotedAgainIsUsedAgain() {
        try (Jedis jedis = redis.connect();
                TestInstance instance = TestInstance.start(redis, PREFIX)) {
            jedis.replicaof("127.0.0.1", TestRedis.freePort());
            awaitTrouble(instance.http(), "Redis is away");
            assertEquals(503, instance.http().say("room", "mason", "refused").status());
            jedis.replicaofNoOne();
            awaitReady(instance.http());
            assertEquals(201, instance.http().say("room", "mason", "taken").status());
        }
    }

    @Test
    void aFullRedisIsSaidToBeFullWhileListeningAndReadingGoOn() {
        try (Jedis jedis = redis.connect();
                InstanceProcess instance = InstanceProcess.start(redis, PREFIX);
                Recorder listener = Recorder.open(instance.port(), "/subscribe/room")) {
            Http http = instance.http();
            assertEquals(201, http.say("room", "mason", "before").status());
            jedis.configSet("maxmemory", "1");
            awaitTrouble(http, "Redis is full");
            assertStatus(listener, 0, "down");
            Http.Answer refused = http.say("room", "mason", "refused");
            assertEquals(503, refused.status());
            assertTrue(refused.text().contains("Redis is full"), refused::text);
            assertTrue(http.get("/room").text().contains("before"));
            try (Recorder late = Recorder.open(instance.port(), "/subscribe/room,elsewhere?last=5")) {
                late.awaitText("before");
            }
            jedis.configSet("maxmemory", "0");
            awaitReady(http);
            assertStatus(listener, 1, "up");
            assertEquals(201, http.say("room", "mason", "after").status());
            listener.assertTexts(List.of("before"), "after");
            List<String> full = instance.log().stream()
                    .filter(said -> said.contains("WARN"))
                    .toList();
            assertEquals(1, full.size(), full::toString);
            assertTrue(full.get(0).contains("Redis is full (OOM command not allowed"), full::toString);
        }
    }

    @Test
    void aRedisThatIsFullAtTheStartIsSaidToBeFull() {
        try (Jedis jedis = redis.connect()) {
            jedis.configSet("maxmemory", "1");
            try (InstanceProcess instance =
                    InstanceProcess.launch(List.of(), redis.uri().toString(), PREFIX)) {
                awaitTrouble(instance.http(), "Redis is full");
                jedis.configSet("maxmemory", "0");
                awaitReady(instance.http());
            }
        }
    }

    @Test
    void aRedisOlderThan7IsRefusedAtTheStart() {
        line.rewrite(said -> said.replace(redis.version(), "6" + redis.version().substring(1)));
        RedisTooOld refused = assertThrows(RedisTooOld.class, () -> TestInstance.start(line.uri(), PREFIX));
        assertTrue(refused.getMessage().contains("is too old: Parley needs 7.0 or newer"), refused.getMessage());
    }

    @Test
    void aRedisThatComesBackOlderThan7IsNotUsed() {
        try (TestInstance instance = TestInstance.start(line.uri(), PREFIX)) {
            String version = redis.version();
            line.rewrite(said -> said.replace(version, "6" + version.substring(1)));
            line.cut();
            awaitTrouble(instance.http(), "Redis is away");
            assertEquals(503, instance.http().say("room", "mason", "refused").status());
            line.rewrite(said -> said);
            awaitReady(instance.http());
        }
    }

    private static void follow(Jedis replica, TestRedis master) {
        replica.replicaof(master.uri().getHost(), master.uri().getPort());
    }

    private static void awaitTrouble(Http http, String why) {
        await().until(() -> http.get("/readyz").status() == 503
                && http.get("/readyz").text().contains(why));
    }

    private static void awaitReady(Http http) {
        await().until(() -> http.get("/readyz").status() == 200);
    }

    private static int up(Http http) {
        return http.get("/metrics")
                .text()
                .lines()
                .filter(metric -> metric.startsWith("parley_redis_up "))
                .mapToInt(metric -> (int) Double.parseDouble(metric.substring(metric.indexOf(' '))))
                .sum();
    }

    private static void assertStatus(Recorder listener, int which, String status) {
        await().until(() -> listener.events("status").size() > which);
        assertEquals(
                status,
                listener.events("status").get(which).json().path("redis").textValue());
    }
}
