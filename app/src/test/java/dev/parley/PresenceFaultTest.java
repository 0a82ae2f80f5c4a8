package dev.parley;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.support.Heard;
import dev.parley.support.Recorder;
import dev.parley.support.RedisLine;
import dev.parley.support.TestRedis;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.args.ClientType;
import redis.clients.jedis.params.ClientKillParams;

/** Who is here stays here, whatever happens to Redis. */
@Timeout(90)
class PresenceFaultTest {
    private TestRedis redis;
    private TwoInstances chat;
    private Recorder observer;
    private Recorder ana;
    private Recorder bob;

    @BeforeEach
    void start() {
        redis = TestRedis.own();
        chat = new TwoInstances(redis);
        observer = Recorder.open(chat.one.port(), "/subscribe/room");
        ana = Recorder.open(chat.one.port(), "/subscribe/room?name=ana");
        bob = Recorder.open(chat.other.port(), "/subscribe/room?name=bob");
        List.of(observer, ana, bob).forEach(listener -> listener.awaitPresent("ana", "bob"));
    }

    @AfterEach
    void stop() {
        List.of(observer, ana, bob).forEach(Recorder::close);
        chat.close();
        redis.close();
    }

    @Test
    void neitherALinkThatIsCutNorARedisThatIsRestartedEmptyIsALeave() {
        int told = observer.events("presence").size();
        try (Jedis jedis = redis.connect()) {
            jedis.clientKill(ClientKillParams.clientKillParams().type(ClientType.PUBSUB));
        }
        await().until(() -> observer.events("status").size() == 2);
        assertNobodyIsMissingUntilSomeoneComes("cut", told);

        told = observer.events("presence").size();
        redis.stop();
        await().until(() -> observer.events("status").size() == 3);
        redis.startAgain();
        await().until(() -> observer.events("status").size() == 4);
        assertNobodyIsMissingUntilSomeoneComes("restarted", told);
    }

    @Test
    void aRedisThatIsWipedWhileEveryoneIsConnectedIsNoLeave() {
        int told = observer.events("presence").size();
        try (Jedis jedis = redis.connect()) {
            jedis.flushAll();
        }
        assertNobodyIsMissingUntilSomeoneComes("wiped", told);
    }

    @Test
    void whoComesWhileRedisTakesNoWritesIsSeenWhenItDoes() {
        try (Jedis jedis = redis.connect()) {
            jedis.configSet("min-replicas-to-write", "1");
            try (Recorder cleo = Recorder.open(chat.other.port(), "/subscribe/room?name=cleo")) {
                awaitRefused(jedis);
                jedis.configSet("min-replicas-to-write", "0");
                List.of(observer, ana, bob, cleo).forEach(listener -> listener.awaitPresent("ana", "bob", "cleo"));
            }
        }
    }

    @Test
    void whoIsAloneIsToldSoThoughRedisTakesNoWritesWhenTheyComeAndWhenTheyLeave() {
        try (Jedis jedis = redis.connect()) {
            jedis.configSet("min-replicas-to-write", "1");
            try (Recorder dan = Recorder.open(chat.one.port(), "/subscribe/empty?name=dan")) {
                awaitRefused(jedis);
                jedis.configSet("min-replicas-to-write", "0");
                dan.awaitPresent("dan");
                jedis.configSet("min-replicas-to-write", "1");
            }
            awaitRefused(jedis);
            try (Recorder dan = Recorder.open(chat.one.port(), "/subscribe/empty?name=dan")) {
                dan.awaitPresent("dan"); // there is nothing to be written any more
            }
        }
    }

    @Test
    void aLostAnswerToTheTakingOfALeaseHidesNobodyForLong() {
        try (RedisLine line = new RedisLine(redis);
                TestInstance third = TestInstance.start(line.uri(), chat.prefix);
                Recorder cleo = Recorder.open(third.port(), "/subscribe/room?name=cleo");
                Jedis jedis = redis.connect()) {
            observer.awaitPresent("ana", "bob", "cleo");
            line.hold(sent -> sent.contains(chat.prefix + "leases") && sent.endsWith("\r\n$1\r\n1\r\n"));
            String entry =
                    jedis.zrange("{" + chat.prefix + "room}:people", 0, -1).get(2);
            jedis.zrem(chat.prefix + "leases", entry.substring("cleo\0".length()));
            // then it takes another, and never hears that it has it
            await().until(() -> jedis.zrange("{" + chat.prefix + "room}:people", 0, -1).stream()
                    .anyMatch(other -> other.startsWith("cleo\0") && !other.equals(entry)));
            line.release();
            List.of(observer, ana, bob, cleo).forEach(listener -> listener.awaitPresent("ana", "bob", "cleo"));
        }
    }

    /** So often that not all of them can have been the renewals of the two leases. */
    private static void awaitRefused(Jedis jedis) {
        long before = refused(jedis);
        await().until(() -> refused(jedis) >= before + 3);
    }

    private static long refused(Jedis jedis) {
        return jedis.info("errorstats")
                .lines()
                .filter(line -> line.startsWith("errorstat_NOREPLICAS:"))
                .mapToLong(line -> Long.parseLong(line.replaceFirst(".*count=(\\d+).*", "$1")))
                .sum();
    }

    /** Someone who comes afterwards is news; the others must have been in everything that was told meanwhile. */
    private void assertNobodyIsMissingUntilSomeoneComes(String name, int told) {
        try (Recorder newcomer = Recorder.open(chat.other.port(), "/subscribe/room?name=" + name)) {
            for (Recorder listener : List.of(observer, ana, bob, newcomer)) {
                await().until(() -> listener.events("presence").stream()
                        .anyMatch(event -> event.names().contains(name)));
            }
            for (Recorder listener : List.of(observer, ana, bob)) {
                List<Heard> all = listener.events("presence");
                all.subList(Math.min(told, all.size()), all.size())
                        .forEach(event -> assertTrue(event.names().containsAll(List.of("ana", "bob")), event.data()));
            }
            String members = chat.other.http().get("/room/members").text();
            assertTrue(members.contains("ana") && members.contains("bob") && members.contains(name), members);
        }
    }
}
