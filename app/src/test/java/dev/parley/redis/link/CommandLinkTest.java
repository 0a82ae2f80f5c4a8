package dev.parley.redis.link;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.redis.log.Adopter;
import dev.parley.support.InstanceProcess;
import dev.parley.support.RedisLine;
import dev.parley.support.TestRedis;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisDataException;

/** Asking Redis without waiting: each gets their own answer or is told, and nothing is ever sent twice. */
class CommandLinkTest {
    private final TestRedis server = TestRedis.own();
    private final RedisLine line = new RedisLine(server);
    private final Redis redis = new Redis(RedisUrl.parse(line.uri().toString()));

    @BeforeEach
    void start() {
        redis.shards().iterator().next().setUp(true);
    }

    @AfterEach
    void stop() {
        redis.close();
        line.close();
        server.close();
    }

    @Test
    void everyoneGetsTheirOwnAnswerThoughManyAskAtOnce() {
        List<CompletableFuture<Void>> askers = IntStream.range(0, 8)
                .mapToObj(asker -> CompletableFuture.runAsync(
                        () -> IntStream.range(0, 50).forEach(round -> assertEchoes(asker + "-" + round, 40))))
                .toList();
        askers.forEach(CompletableFuture::join);
    }

    @Test
    void aRedisThatIsFarAwayMakesAnswersLateAndNotFew() {
        line.delay(Duration.ofMillis(1_100));
        List<CompletableFuture<String>> answers = IntStream.range(0, 2_000)
                .mapToObj(i -> redis.ask("k", commands -> commands.echo("far " + i)))
                .toList();
        for (int i = 0; i < answers.size(); i++) {
            assertEquals("far " + i, Redis.await(answers.get(i)));
        }
    }

    @Test
    void whatIsUnderWayWhenTheConnectionBreaksFailsAndIsNotSentAgain() {
        Redis.await(increment());
        line.hold(sent -> true);
        CompletableFuture<Long> cut = increment();
        await().until(() -> counter().equals("2"));
        line.cut();
        assertThrows(RedisAway.class, () -> Redis.await(cut));
        line.release();
        await().until(() -> succeeds(redis.ask("k", commands -> commands.echo("again"))));
        assertEquals("2", counter());
    }

    @Test
    void whatIsNotAnsweredInTimeFailsAndTheNextIsAnswered() {
        Redis.await(increment());
        line.hold(sent -> true);
        CompletableFuture<Long> overdue = increment();
        assertThrows(RedisAway.class, () -> Redis.await(overdue));
        line.release();
        await().until(() -> succeeds(redis.ask("k", commands -> commands.echo("again"))));
        assertEquals("2", counter());
    }

    @Test
    void whatWouldBeTooMuchIsRefusedAtOnce() {
        Redis.await(increment());
        line.hold(sent -> true);
        List<CompletableFuture<Long>> waiting =
                Stream.generate(this::increment).limit(4_096).toList();
        assertTrue(waiting.stream().noneMatch(CompletableFuture::isDone));
        assertTrue(increment().isCompletedExceptionally(), "one too many");
        line.release();
        waiting.forEach(Redis::await);

        line.hold(sent -> true);
        String megabyte = "x".repeat(1024 * 1024);
        List<CompletableFuture<String>> large = IntStream.range(0, 8)
                .mapToObj(i -> redis.ask("k", commands -> commands.set("large", megabyte)))
                .toList();
        assertTrue(large.get(7).isCompletedExceptionally(), "a little more than 8 MiB");
        assertFalse(large.get(6).isDone());
        line.release();
        large.subList(0, 7).forEach(Redis::await);
    }

    @Test
    void whoAsksDoesNotWaitThoughRedisReadsNothing() {
        String much = "x".repeat(500_000);
        try (Redis direct = new Redis(RedisUrl.parse(server.uri().toString()))) {
            direct.shards().iterator().next().setUp(true);
            Redis.await(direct.ask("k", commands -> commands.echo("linked")));
            long pid = server.pid();
            List<CompletableFuture<String>> asked;
            InstanceProcess.signal("STOP", pid);
            try {
                asked = IntStream.range(0, 15)
                        .mapToObj(i -> direct.ask("k", commands -> commands.set("large", much)))
                        .toList();
                assertTrue(asked.stream().noneMatch(CompletableFuture::isDone), "some waited until all were given up");
            } finally {
                InstanceProcess.signal("CONT", pid);
            }
            asked.forEach(Redis::await);
        }
    }

    @Test
    void whatRedisRefusesIsTheMatterOfWhoeverAskedForIt() {
        CompletableFuture<Long> before = increment();
        Redis.await(redis.ask("k", commands -> commands.set("text", "no number")));
        CompletableFuture<Long> refused = redis.ask("k", commands -> commands.incr("text"));
        CompletableFuture<Long> after = increment();
        RedisAway away = assertThrows(RedisAway.class, () -> Redis.await(refused));
        assertTrue(away.getCause() instanceof JedisDataException);
        assertEquals(1, Redis.await(before));
        assertEquals(2, Redis.await(after));
    }

    @Test
    void aLargeReadDoesNotHoldUpWhatPeopleSay() {
        Redis.await(redis.ask("k", commands -> commands.echo("a read")));
        line.hold(sent -> sent.contains("a read"));
        CompletableFuture<String> held = redis.ask("k", commands -> commands.echo("later"));
        assertEquals("now", Redis.await(redis.tell("k", commands -> commands.echo("now"))));
        assertFalse(held.isDone());
        line.release();
        assertEquals("later", Redis.await(held));
    }

    @Test
    void aScriptThatRedisHasForgottenIsSentOnceThoughManyNeedIt() {
        Script script = new Script(Adopter.class, "release.lua");
        try (Jedis jedis = server.connect()) {
            jedis.scriptFlush();
        }
        List<CompletableFuture<List<?>>> answers = Stream.generate(() -> script.ask(redis, List.of("k"), List.of("v")))
                .limit(500)
                .toList();
        answers.forEach(answer -> assertEquals(List.of(0L), Redis.await(answer)));
        assertTrue(server.calls("eval") < 5, "sent in full " + server.calls("eval") + " times");
    }

    /** While Redis has nothing to do there is nothing to wait for. */
    @Test
    void whatIsGatheredLeavesTogetherAndTheFirstAtOnce() {
        Deque<Runnable> later = new ArrayDeque<>();
        List<CompletableFuture<Long>> asked = gather(later, 4);
        await().until(() -> counter().equals("1"));
        assertEquals(1, later.size(), "one for all");
        asked.subList(1, 4).forEach(waiting -> assertFalse(waiting.isDone()));

        line.release();
        assertEquals(1, Redis.await(asked.get(0)));
        assertEquals("1", counter());
        later.remove().run();
        assertEquals(
                List.of(2L, 3L, 4L),
                asked.subList(1, 4).stream().map(Redis::await).toList());
    }

    @Test
    void whoeverElseAsksTakesAlongWhatWasGathered() {
        Deque<Runnable> later = new ArrayDeque<>();
        List<CompletableFuture<Long>> asked = gather(later, 3);
        CompletableFuture<Long> another = increment();
        await().until(() -> counter().equals("4"));
        later.remove().run(); // too late, and harmless
        line.release();
        assertEquals(List.of(1L, 2L, 3L), asked.stream().map(Redis::await).toList());
        assertEquals(4, Redis.await(another));
    }

    @Test
    void noMoreThan64WaitToLeaveTogether() {
        Deque<Runnable> later = new ArrayDeque<>();
        List<CompletableFuture<Long>> asked = gather(later, 70);
        await().until(() -> counter().equals("65"));
        assertEquals(2, later.size(), "the last five wait again");
        later.forEach(Runnable::run);
        await().until(() -> counter().equals("70"));
        line.release();
        asked.forEach(Redis::await);
    }

    /** Or else who gathers might have to wait for a Redis that does not read. */
    @Test
    void whatASocketMayHaveNoRoomForDoesNotWaitToLeaveTogether() {
        String large = "x".repeat(40_000);
        Deque<Runnable> later = new ArrayDeque<>();
        Redis.await(redis.ask("k", commands -> commands.echo("linked")));
        line.hold(sent -> true);
        Gathering.begin(later::add);
        CompletableFuture<String> first = redis.ask("k", commands -> commands.set("a", large));
        CompletableFuture<String> second = redis.ask("k", commands -> commands.set("b", large));
        Gathering.end();
        assertTrue(later.isEmpty());
        line.release();
        assertEquals("OK", Redis.await(first));
        assertEquals("OK", Redis.await(second));
    }

    @Test
    void whatWasGatheredForAConnectionThatBreaksFailsAndTheNextIsAnswered() {
        Deque<Runnable> later = new ArrayDeque<>();
        List<CompletableFuture<Long>> asked = gather(later, 3);
        line.cut();
        asked.forEach(cut -> assertThrows(RedisAway.class, () -> Redis.await(cut)));
        later.remove().run();
        line.release();
        await().until(() -> succeeds(increment()));
    }

    @Test
    void oneThatIsAskedForBeforeTheConnectionStandsWaitsForIt() {
        line.cut();
        await().until(() -> succeeds(increment()));
    }

    @Test
    void afterTheEndEverythingFailsAtOnce() {
        Redis.await(increment());
        line.hold(sent -> true);
        CompletableFuture<Long> underWay = increment();
        redis.close();
        assertTrue(underWay.isCompletedExceptionally());
        assertTrue(increment().isCompletedExceptionally());
    }

    private void assertEchoes(String text, int count) {
        List<CompletableFuture<String>> answers = IntStream.range(0, count)
                .mapToObj(i -> redis.ask("k", commands -> commands.echo(text + "-" + i)))
                .toList();
        for (int i = 0; i < count; i++) {
            assertEquals(text + "-" + i, Redis.await(answers.get(i)));
        }
    }

    /** Asks from one thread for one after the other, of which Redis answers none. */
    private List<CompletableFuture<Long>> gather(Deque<Runnable> later, int count) {
        Redis.await(redis.ask("k", commands -> commands.echo("linked")));
        line.hold(sent -> true);
        Gathering.begin(later::add);
        try {
            return Stream.generate(this::increment).limit(count).toList();
        } finally {
            Gathering.end();
        }
    }

    private CompletableFuture<Long> increment() {
        return redis.ask("k", commands -> commands.incr("counter"));
    }

    private String counter() {
        try (Jedis jedis = server.connect()) {
            return jedis.get("counter");
        }
    }

    private static boolean succeeds(CompletableFuture<?> answer) {
        try {
            Redis.await(answer);
            return true;
        } catch (RedisAway | CompletionException away) {
            return false;
        }
    }
}
