package dev.parley.redis.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.support.FakeRedis;
import java.io.IOException;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.HostAndPort;

/** What a cluster says instead of running a command is followed or tried again, and what may have run is never sent twice. */
class RetriesTest {
    private static final String KEY = "{chat:room}:log";
    private static final int SLOT = Topology.slot(KEY);
    private static final String DONE = ":1";
    private static final String SENT = "INCR " + KEY;

    private final FakeRedis home = new FakeRedis();
    private final FakeRedis other = new FakeRedis();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final RedisUrl url = RedisUrl.parse("redis-cluster://127.0.0.1:" + home.port());
    private final Cluster cluster = new Cluster(url, new Connections(url), clock);

    @BeforeEach
    void start() {
        BitSet slots = new BitSet();
        slots.set(SLOT);
        BitSet others = new BitSet();
        others.set(0, Topology.SLOTS);
        others.andNot(slots);
        cluster.take(new ClusterView(true, 1, Map.of(at(home), slots, at(other), others), Set.of()));
        cluster.all().forEach(shard -> shard.setUp(true));
        home.answer(DONE);
        other.answer(DONE);
    }

    @AfterEach
    void stop() throws IOException {
        cluster.close();
        clock.shutdownNow();
        home.close();
        other.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-TRYAGAIN Multiple keys request during rehashing of slot",
                "-CLUSTERDOWN The cluster is down",
                "-LOADING Redis is loading the dataset in memory",
                "-MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.",
                "-READONLY You can't write against a read only replica."
            })
    void whatDidNotRunBecauseSomethingIsChangingOverIsTriedAgain(String refusal) {
        home.answer(refusal, refusal, DONE);
        assertEquals(1, Redis.await(increment()));
        assertEquals(Collections.nCopies(3, SENT), home.heard());
    }

    @Test
    void whatGoesOnDoingSoIsAnsweredBeforeItIsTooLate() {
        home.answer("-TRYAGAIN Multiple keys request during rehashing of slot");
        CompletableFuture<Long> never = increment();
        RedisAway away = assertThrows(RedisAway.class, () -> Redis.await(never));
        assertTrue(away.getCause().getMessage().startsWith("TRYAGAIN"), away::toString);
        int tries = home.heard().size();
        assertTrue(tries > 5 && tries < 100, () -> tries + " tries");
        assertEquals(List.of(), other.heard());
    }

    @Test
    void whoHasTheSlotNowIsAskedThenAndFromThenOn() {
        home.answer("-MOVED " + SLOT + " 127.0.0.1:" + other.port());
        assertEquals(1, Redis.await(increment()));
        assertEquals(1, Redis.await(increment()));
        assertEquals(1, home.heard().size());
        assertEquals(List.of(SENT, SENT), other.heard());
    }

    @Test
    void whoIsAboutToHaveItIsAskedThisOnce() {
        home.answer("-ASK " + SLOT + " 127.0.0.1:" + other.port(), DONE);
        assertEquals(1, Redis.await(increment()));
        assertEquals(List.of("ASKING", SENT), other.heard());
        assertEquals(1, Redis.await(increment()));
        assertEquals(List.of(SENT, SENT), home.heard());
    }

    @Test
    void whoListensWhereItComesFromIsToldWhatWasSaidWhereItGoesTo() {
        home.answer("-ASK " + SLOT + " 127.0.0.1:" + other.port(), DONE);
        assertEquals(1, Redis.await(cluster.ask(request(true), false)));
        Awaitility.await().until(() -> home.heard().size() == 2);
        assertEquals(
                "SPUBLISH {chat:room}:notices " + Keys.SAID_ELSEWHERE,
                home.heard().get(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-MOVED", "-ASK"})
    void whatMayRunAtOneShardOnlyIsNotLedElsewhereAndWhereItGoesIsRemembered(String answer) {
        long before = System.nanoTime();
        home.answer(answer + " " + SLOT + " 127.0.0.1:" + other.port());
        Shard only = cluster.of(KEY);
        assertFalse(cluster.movedSince(KEY, before));
        for (int i = 0; i < 2; i++) {
            CompletableFuture<Long> led =
                    cluster.ask(new Request<>(Lane.SPEECH, KEY, false, only, Redis.COMMANDS.incr(KEY)), false);
            assertThrows(RedisAway.class, () -> Redis.await(led));
            assertTrue(cluster.movedSince(KEY, before));
        }
        assertEquals(List.of(), other.heard());
    }

    @Test
    void twoWhoSendItToEachOtherAreBelievedAFewTimes() {
        home.answer("-MOVED " + SLOT + " 127.0.0.1:" + other.port());
        other.answer("-MOVED " + SLOT + " 127.0.0.1:" + home.port());
        CompletableFuture<Long> never = increment();
        assertThrows(RedisAway.class, () -> Redis.await(never));
        assertEquals(6, home.heard().size() + other.heard().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {FakeRedis.END, FakeRedis.SILENCE})
    void whatMayHaveRunIsNotSentAgain(String instead) {
        home.answer(instead);
        CompletableFuture<Long> lost = increment();
        assertThrows(RedisAway.class, () -> Redis.await(lost));
        assertEquals(List.of(SENT), home.heard());
        home.answer(DONE);
        Awaitility.await().ignoreExceptions().until(() -> Redis.await(cluster.ask(request(false), true)) == 1);
        assertEquals(List.of(), other.heard());
    }

    @Test
    void whatIsWrongWithTheCommandItselfIsTheAnswer() {
        home.answer("-WRONGTYPE Operation against a key holding the wrong kind of value");
        CompletableFuture<Long> wrong = increment();
        assertThrows(RedisAway.class, () -> Redis.await(wrong));
        assertEquals(List.of(SENT), home.heard());
    }

    private CompletableFuture<Long> increment() {
        return cluster.ask(request(false), false);
    }

    private static Request<Long> request(boolean tells) {
        return new Request<>(Lane.SPEECH, KEY, tells, null, Redis.COMMANDS.incr(KEY));
    }

    private static HostAndPort at(FakeRedis redis) {
        return new HostAndPort("127.0.0.1", redis.port());
    }
}
