package dev.parley;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.support.Burst;
import dev.parley.support.Eavesdropper;
import dev.parley.support.Heard;
import dev.parley.support.Http;
import dev.parley.support.InstanceProcess;
import dev.parley.support.Recorder;
import dev.parley.support.TestRedis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.args.ClientType;
import redis.clients.jedis.params.ClientKillParams;
import redis.clients.jedis.util.SafeEncoder;

/** What listeners notice when Redis fails in one way or another: as little as can be. */
class FaultTest {
    private TestRedis redis;
    private TwoInstances chat;

    @BeforeEach
    void start() {
        redis = TestRedis.own();
        chat = new TwoInstances(redis, "--heartbeat", "300ms");
    }

    @AfterEach
    void stop() {
        chat.close();
        redis.close();
    }

    @Test
    void aWipedRedisInterruptsNobodyAndNoIdIsUsedTwice() {
        List<Recorder> listeners = chat.listenOnBoth("room");
        say(0, 10);
        listeners.forEach(listener -> listener.awaitMessages(10));
        try (Jedis jedis = redis.connect()) {
            jedis.flushAll();
        }
        say(10, 20);
        for (Recorder listener : listeners) {
            List<Heard> heard = listener.awaitMessages(20);
            assertEquals(texts(0, 20), heard.stream().map(Heard::text).toList());
            assertTrue(listener.events("reset").isEmpty());
            Set<String> ids = new HashSet<>();
            heard.forEach(message -> assertTrue(ids.add(message.id()), message.id() + " came twice"));
            assertNotEquals(heard.get(9).epoch(), heard.get(10).epoch());
        }
        listeners.forEach(Recorder::close);
    }

    @Test
    void whoComesBackAfterAWipeToAnInstanceThatNeverHeardTheOldMessagesIsReset() {
        say(0, 5);
        String cursor = chat.http().say("room", "mason", "last before").id();
        try (Jedis jedis = redis.connect()) {
            jedis.flushAll();
        }
        String oldest = chat.http().say("room", "mason", "first after").id();
        try (Recorder listener = Recorder.resume(chat.other.port(), "room", cursor)) {
            assertEquals(
                    "unknown",
                    listener.awaitEvent("reset").json().path("reason").textValue());
            assertEquals(oldest, listener.awaitText("first after").id());
        }
    }

    @Test
    void instancesThatStartedBeforeAndAfterAWipeStillHearEachOtherOnce() {
        try (Jedis jedis = redis.connect()) {
            jedis.flushAll(); // and with it the secret that the first two agreed on
        }
        try (TestInstance third = TestInstance.start(redis, chat.prefix)) {
            List<TestInstance> all = List.of(chat.one, chat.other, third);
            List<Recorder> listeners = all.stream()
                    .map(instance -> Recorder.open(instance.port(), "/subscribe/room"))
                    .toList();
            // escaped, it is larger than a raw message may be
            String large = "&".repeat(4_000);
            chat.http().say("room", "mason", large);
            for (int i = 0; i < 9; i++) {
                all.get(i % 3).http().say("room", "mason", "message " + i);
            }
            chat.inject("room", "marker");
            for (Recorder listener : listeners) {
                List<String> expected = new ArrayList<>(texts(0, 9));
                expected.add(0, large.replace("&", "&amp;"));
                listener.assertTexts(expected, "marker");
                listener.assertDense();
                listener.close();
            }
        }
    }

    @Test
    void aListenerLinkCutDuringABurstLosesNothing() {
        List<Recorder> listeners = chat.listenOnBoth("room");
        Burst burst = Burst.start("room", 1_000, chat.one.http(), chat.other.http());
        try (Jedis jedis = redis.connect()) {
            for (int cut = 1; cut <= 5; cut++) {
                listeners.get(0).awaitMessages(150 * cut);
                jedis.clientKill(ClientKillParams.clientKillParams().type(ClientType.PUBSUB));
            }
        }
        burst.awaitPosted();
        for (Recorder listener : listeners) {
            List<Heard> heard = listener.awaitMessages(1_000);
            listener.assertDense();
            assertEquals(
                    burst.sortedTexts(),
                    heard.stream().map(Heard::text).sorted().toList());
            listener.close();
        }
    }

    @Test
    void aLostTailIsNotMistakenForWhatCameInItsPlace() {
        String log = "{" + chat.prefix + "room}:log";
        try (Recorder listener = Recorder.open(chat.one.port(), "/subscribe/room");
                Jedis jedis = redis.connect()) {
            sayAndLoseTheTail(listener, jedis, log);
            // an instance that knows nothing of what was lost can't but use the ids again
            try (TestInstance newcomer = TestInstance.start(redis, chat.prefix)) {
                newcomer.http().say("room", "mason", "instead");
                assertEquals(
                        "unknown",
                        listener.awaitEvent("reset").json().path("reason").textValue());
                listener.awaitText("instead");
                List<Heard> heard = listener.messages();
                Recorder.assertDense(heard.subList(6, heard.size()));
            }
        }
    }

    @Test
    void afterAFailoverThatLostTheTailNoIdIsUsedAgainByAnyInstance() {
        String log = "{" + chat.prefix + "room}:log";
        try (Recorder listener = Recorder.open(chat.one.port(), "/subscribe/room");
                Jedis jedis = redis.connect()) {
            List<Heard> heard = sayAndLoseTheTail(listener, jedis, log);
            jedis.clientKill(ClientKillParams.clientKillParams().type(ClientType.PUBSUB));
            await("the epoch is closed").until(() -> info(jedis, log).contains("-18446744073709551615"));
            try (TestInstance newcomer = TestInstance.start(redis, chat.prefix)) {
                newcomer.http().say("room", "mason", "instead");
                Heard instead = listener.awaitText("instead");
                assertEquals(0, instead.n());
                assertTrue(instead.epoch() > heard.get(5).epoch());
                assertTrue(listener.events("reset").isEmpty());
            }
        }
    }

    @Test
    void anOldPayloadThatIsPublishedAgainResetsNobody() {
        try (TestInstance forgetful = TestInstance.start(redis, chat.prefix, "--history", "2");
                Recorder listener = Recorder.open(forgetful.port(), "/subscribe/room");
                Jedis jedis = redis.connect();
                Eavesdropper old = new Eavesdropper(redis, chat.prefix + "room")) {
            forgetful.http().say("room", "mason", "old");
            String payload = old.awaitPayload();
            jedis.flushAll();
            List.of("one", "two", "three").forEach(text -> forgetful.http().say("room", "mason", text));
            listener.awaitText("three");
            jedis.publish(chat.prefix + "room", payload);
            forgetful.http().say("room", "mason", "marker");
            listener.assertTexts(List.of("old", "one", "two", "three"), "marker");
            assertTrue(listener.events("reset").isEmpty());
        }
    }

    @Test
    void linksThatWereCutLeaveNoConnectionsBehind() {
        try (Jedis jedis = redis.connect()) {
            for (int cut = 0; cut < 5; cut++) {
                await().until(() -> subscribers(jedis) == 2);
                jedis.clientKill(ClientKillParams.clientKillParams().type(ClientType.PUBSUB));
            }
            await().until(() -> subscribers(jedis) == 2);
            // a ping of a cut link, up to 0.8 s later, must not bring the link back
            int beats = 4;
            try (Recorder listener = Recorder.open(chat.one.port(), "/subscribe/room")) {
                await().until(() -> listener.events("heartbeat").size() >= beats);
            }
            assertEquals(2, pingers(jedis), jedis.clientList());
        }
    }

    @Test
    void anInstanceHearsThoughRedisTakesNoWrites() {
        try (Jedis jedis = redis.connect();
                Recorder listener = Recorder.open(chat.one.port(), "/subscribe/room")) {
            jedis.configSet("min-replicas-to-write", "1");
            assertStatus(listener, 0, "down");
            jedis.clientKill(ClientKillParams.clientKillParams().type(ClientType.PUBSUB));
            await().until(() -> chat.http().get("/readyz").text().contains("takes no messages now (NOREPLICAS)"));
            assertRefused(chat.http().say("room", "mason", "refused"));
            try (Recorder late = Recorder.open(chat.one.port(), "/subscribe/elsewhere")) {
                assertStatus(late, 0, "down");
            }
            jedis.configSet("min-replicas-to-write", "0");
            await().until(() -> chat.http().say("room", "mason", "taken").status() == 201);
            listener.awaitText("taken");
            assertStatus(listener, 1, "up");
        }
    }

    @Test
    void whatWasPublishedIsNeverRefusedThoughTheSecretCanNotBeRead() {
        try (Jedis jedis = redis.connect();
                Recorder listener = Recorder.open(chat.other.port(), "/subscribe/room")) {
            jedis.aclSetUser("default", "resetkeys", "~{*"); // the keys of channels, and not the secret
            assertEquals(201, chat.http().say("room", "mason", "hi").status());
            listener.awaitText("hi");
            jedis.clientKill(ClientKillParams.clientKillParams().type(ClientType.PUBSUB));
            assertStatus(listener, 0, "down");
            assertStatus(listener, 1, "up");
        }
    }

    @Test
    void aRedisThatIsRestartedEmptyIsAPauseForListenersAndARefusalForPosters() {
        List<Recorder> listeners = chat.listenOnBoth("room");
        chat.http().say("room", "mason", "before");
        listeners.forEach(listener -> listener.awaitText("before"));

        redis.stop();
        listeners.forEach(listener -> assertStatus(listener, 0, "down"));
        assertRefused(chat.http().say("room", "mason", "refused"));
        assertRefused(chat.http().get("/readyz"));
        assertRefused(chat.http().get("/room"));
        assertRefused(chat.http().get("/room/members"));
        assertRefused(chat.http().get("/channels"));
        assertRefused(chat.http().post("/room/typing", "application/json", "{\"sender\":\"m\"}".getBytes(UTF_8)));
        int beats = listeners.get(0).events("heartbeat").size();
        await().until(() -> listeners.get(0).events("heartbeat").size() > beats + 1);

        redis.startAgain();
        listeners.forEach(listener -> assertStatus(listener, 1, "up"));
        await().until(() -> chat.other.http().say("room", "mason", "after").status() == 201);
        for (Recorder listener : listeners) {
            listener.assertTexts(List.of("before"), "after");
            assertTrue(listener.events("reset").isEmpty());
            listener.close();
        }
    }

    @Test
    void aRedisThatHangsCountsAsAway() {
        long pid = redis.pid();
        try (Recorder listener = Recorder.open(chat.one.port(), "/subscribe/room")) {
            InstanceProcess.signal("STOP", pid);
            try {
                assertRefused(chat.http().say("room", "mason", "into the void"));
                assertStatus(listener, 0, "down");
                assertRefused(chat.http().say("room", "mason", "refused at once"));
            } finally {
                InstanceProcess.signal("CONT", pid);
            }
            assertStatus(listener, 1, "up");
            await().until(() -> chat.other.http().say("room", "mason", "after").status() == 201);
            listener.awaitText("after");
            listener.assertDense();
        }
    }

    @Test
    void aNewStreamIsRefusedWhileItsHistoryCanNotBeRead() {
        try (Recorder known = Recorder.open(chat.one.port(), "/subscribe/room")) {
            redis.stop();
            assertStatus(known, 0, "down");
            Recorder elsewhere = Recorder.request(chat.one.port(), "/subscribe/elsewhere");
            assertEquals(
                    "redis", elsewhere.awaitEvent("bye").json().path("reason").textValue());
            try (Recorder late = Recorder.open(chat.one.port(), "/subscribe/room")) {
                assertStatus(late, 0, "down");
            }
            redis.startAgain();
            assertStatus(known, 1, "up");
        }
    }

    private void say(int from, int to) {
        texts(from, to).forEach(text -> chat.http().say("room", "mason", text));
    }

    /** Six messages are heard, and Redis then has the first three only, as after a failover to a replica that lagged. */
    private List<Heard> sayAndLoseTheTail(Recorder listener, Jedis jedis, String log) {
        say(0, 3);
        byte[] before = jedis.dump(log);
        say(3, 6);
        List<Heard> heard = listener.awaitMessages(6);
        jedis.del(log);
        jedis.restore(log, 0, before);
        return heard;
    }

    private static List<String> texts(int from, int to) {
        return java.util.stream.IntStream.range(from, to)
                .mapToObj(i -> "message " + i)
                .toList();
    }

    private static String info(Jedis jedis, String stream) {
        return SafeEncoder.encodeObject(jedis.sendCommand(Protocol.Command.XINFO, "STREAM", stream))
                .toString();
    }

    private static long subscribers(Jedis jedis) {
        return jedis.clientList()
                .lines()
                .filter(line -> line.matches(".* psub=[1-9] .*"))
                .count();
    }

    /** Connections that listeners opened: those that subscribe, or whose last command was what keeps one alive. */
    private static long pingers(Jedis jedis) {
        return jedis.clientList()
                .lines()
                .filter(line -> line.matches(".* (cmd=s?(ping|subscribe)|psub=[1-9]) .*"))
                .count();
    }

    private static void assertStatus(Recorder listener, int which, String redis) {
        await().atMost(Duration.ofSeconds(10))
                .until(() -> listener.events("status").size() > which);
        assertEquals(
                redis, listener.events("status").get(which).json().path("redis").textValue());
    }

    private static void assertRefused(Http.Answer answer) {
        assertEquals(503, answer.status());
        assertTrue(answer.header("Retry-After").isPresent());
        assertEquals("application/problem+json", answer.header("Content-Type").orElseThrow());
    }
}
