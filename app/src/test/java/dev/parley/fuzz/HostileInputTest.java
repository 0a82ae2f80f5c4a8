package dev.parley.fuzz;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.support.InstanceProcess;
import dev.parley.support.TestRedis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.Jedis;

/**
 * Whatever strangers send, over HTTP or into Redis: no request makes a fault, nothing but the count of dropped raw messages
 * is logged, the process stays as large as it was, and a listener beside it misses nothing.
 *
 * <p>With {@code -Dparley.long=true} it takes longer and another seed each time; {@code -Dparley.seed=…} repeats a run.
 */
@Timeout(900)
class HostileInputTest {
    private static final boolean LONG = Boolean.getBoolean("parley.long");
    private static final long SEED = Long.getLong("parley.seed", LONG ? System.currentTimeMillis() : 7070);
    private static final int REQUESTS = LONG ? 120_000 : 9_000;
    private static final int WARM_UP = 3_000;
    private static final int ATTACKERS = 4;
    private static final int REQUESTS_PER_PAYLOAD = 5;

    private static final String PREFIX = "hostile:";
    private static final long MAX_HEAP_GROWTH = 4L << 20;
    private static final long MAX_DIRECT_GROWTH = 4L << 20;
    private static final int MAX_THREAD_GROWTH = 8;
    private static final int MAX_FILE_GROWTH = 8;
    private static final Pattern EXPECTED = Pattern.compile(
            "\\S+ (INFO \\S+ - .*|WARN DropCounter - Dropped \\d+ raw message\\(s\\): .*|WARN EpochGuard - .*)");

    /** Jetty 12.1.14 may answer a broken request whose connection has gone just then, and says so; no frame is ours or Javalin's. */
    private static final Pattern JETTYS = Pattern.compile("\\S+ WARN SerializedInvoker - Serialized invocation error"
            + "|java\\.lang\\.IllegalStateException: channel already completed"
            + "|\tat (org\\.eclipse\\.jetty\\.|java\\.base/).*");

    private static final List<String> JVM = List.of(
            "-Xms64m",
            "-Xmx64m",
            "-XX:+ExitOnOutOfMemoryError",
            "-Dorg.slf4j.simpleLogger.log.io.javalin.Javalin=error"); // off otherwise

    @Test
    void whateverIsSentTheInstanceStaysAsItWas() throws Exception {
        try (TestRedis redis = TestRedis.own();
                InstanceProcess instance = InstanceProcess.launch(
                                JVM, redis.uri().toString(), PREFIX, "--history=200", "--drain=0s")
                        .awaitReady();
                Canary canary = new Canary(instance)) {
            attack(redis, instance, WARM_UP, SEED);
            Footprint before = Footprint.of(instance);
            long start = System.nanoTime();
            attack(redis, instance, REQUESTS, SEED + 1);
            long seconds = (System.nanoTime() - start) / 1_000_000_000;
            canary.assertMissedNothing();
            assertAsBefore(before, instance);
            System.out.printf(
                    "seed %d: %d requests and %d payloads in %d s, %d messages heard; before %s, after %s%n",
                    SEED,
                    REQUESTS,
                    REQUESTS / REQUESTS_PER_PAYLOAD,
                    seconds,
                    canary.posted(),
                    before,
                    Footprint.of(instance));
            assertEquals(0, instance.terminate());
            assertEquals(List.of(), unexpected(instance.log()), "seed " + SEED);
        }
    }

    private static List<String> unexpected(List<String> log) {
        return log.stream()
                .filter(line -> !JETTYS.matcher(line).matches())
                .filter(line -> !EXPECTED.matcher(line).matches() || line.contains(Dictionary.MARK))
                .toList();
    }

    private static void attack(TestRedis redis, InstanceProcess instance, int requests, long seed)
            throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(ATTACKERS + 1);
        List<Future<?>> attacks = new ArrayList<>();
        for (int i = 0; i < ATTACKERS; i++) {
            Random random = new Random(seed * ATTACKERS + i);
            attacks.add(threads.submit(() -> attackOverHttp(instance, requests / ATTACKERS, random)));
        }
        attacks.add(threads.submit(
                () -> attackInRedis(redis, requests / REQUESTS_PER_PAYLOAD, new Random(seed * ATTACKERS - 1))));
        threads.shutdown();
        for (Future<?> attack : attacks) {
            try {
                attack.get();
            } catch (ExecutionException e) {
                threads.shutdownNow();
                String log = String.join("\n", instance.log());
                throw new AssertionError("seed " + SEED + ": " + e.getCause().getMessage() + "\n" + log, e.getCause());
            }
        }
    }

    private static Void attackOverHttp(InstanceProcess instance, int requests, Random random) throws Exception {
        HostileRequests source = new HostileRequests(random);
        try (Attacker attacker = new Attacker(instance.port(), random)) {
            for (int i = 0; i < requests; i++) {
                attacker.send(source.next());
            }
        }
        return null;
    }

    private static Void attackInRedis(TestRedis redis, int payloads, Random random) {
        try (Jedis jedis = redis.connect()) {
            HostilePayloads source = new HostilePayloads(jedis, PREFIX, Canary.CHANNEL, random);
            for (int i = 0; i < payloads; i++) {
                source.send();
            }
        }
        return null;
    }

    /** Once those who have left are forgotten, which takes some seconds. */
    private static void assertAsBefore(Footprint before, InstanceProcess instance) {
        try {
            await().atMost(Duration.ofSeconds(40))
                    .pollInterval(Duration.ofMillis(500))
                    .untilAsserted(() -> {
                        Footprint now = Footprint.of(instance);
                        String both = "before " + before + ", now " + now;
                        assertTrue(now.heap() - before.heap() < MAX_HEAP_GROWTH, both);
                        assertTrue(now.direct() - before.direct() < MAX_DIRECT_GROWTH, both);
                        assertTrue(now.threads() - before.threads() < MAX_THREAD_GROWTH, both);
                        assertTrue(now.files() - before.files() < MAX_FILE_GROWTH, both);
                    });
        } catch (org.awaitility.core.ConditionTimeoutException grown) {
            String largest =
                    Footprint.histogram(instance.pid()).lines().limit(25).reduce("", (a, b) -> a + "\n" + b);
            throw new AssertionError("seed " + SEED + ": " + grown.getMessage() + largest, grown);
        }
    }
}
