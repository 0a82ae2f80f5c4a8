package dev.parley;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.support.Crowd;
import dev.parley.support.Http;
import dev.parley.support.InstanceProcess;
import dev.parley.support.Signer;
import dev.parley.support.TestRedis;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Thousands with tokens: one who is sent away is missed by nobody, and a hall that must come back does not do so in one moment. */
@EnabledIfSystemProperty(named = "parley.long", matches = "true")
@Timeout(900)
class TokenLoadTest {
    private static final int STREAMS = 2_000;
    private static final int USERS = 100;
    private static final int HALL = 10_000;

    /** Long enough for the whole spread, half a minute. */
    private static final int LIFE = Integer.getInteger("parley.token.seconds", 330);

    @Test
    void whoIsRevokedAmongThousandsEndsWithinASecondAndTheOthersNoticeNothing() {
        try (ClosedChat chat = new ClosedChat()) {
            List<String> tokens = IntStream.range(0, USERS)
                    .mapToObj(i -> Signer.of("u" + i).from(-60, 600).token())
                    .toList();
            int each = STREAMS / USERS / 2; // of every user on each instance
            List<Crowd> his = new ArrayList<>();
            List<Crowd> others = new ArrayList<>();
            for (TestInstance instance : chat.instances.both()) {
                his.add(Crowd.listening(instance.port(), "/subscribe/hall", each, i -> header(tokens.get(0))));
                others.add(Crowd.listening(
                        instance.port(),
                        "/subscribe/hall",
                        each * (USERS - 1),
                        i -> header(tokens.get(1 + i % (USERS - 1)))));
            }
            List<Crowd> all = Stream.concat(his.stream(), others.stream()).toList();
            await().atMost(Duration.ofSeconds(60)).until(() -> sum(all, Crowd::welcomed) == STREAMS);
            Talk talk = new Talk(chat.one(), 50);
            await().until(() -> all.stream().allMatch(crowd -> crowd.heardByAll() > 10));

            long begun = System.nanoTime();
            assertEquals(
                    204, chat.moderate("{\"do\":\"revoke\",\"user\":\"u0\"}").status());
            await().until(() -> sum(his, Crowd::ended) == 2L * each);
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);

            int before = others.get(0).heardByAll();
            await().until(() -> others.stream().allMatch(crowd -> crowd.heardByAll() > before + 50));
            String marker = talk.end();
            others.forEach(crowd -> awaitAllHeard(crowd, marker));
            System.out.printf("%d of %d streams ended within %d ms%n", 2 * each, STREAMS, millis);
            assertTrue(millis < 1_000, millis + " ms");
            his.forEach(crowd -> {
                assertEquals(each, crowd.byes().size());
                assertTrue(crowd.byes().stream().allMatch(why -> why.contains("\"revoked\"")));
            });
            others.forEach(crowd -> {
                assertEquals(0, crowd.ended());
                assertEquals(List.of(), crowd.byes());
                crowd.assertDense();
            });
            all.forEach(Crowd::close);
        }
    }

    @Test
    void aHallWhoseTokensEndInOneSecondComesBackSpreadOverItsEndAndMissesNothing() {
        try (TestRedis redis = TestRedis.own();
                InstanceProcess instance = InstanceProcess.launch(
                                List.of("@jvm.options"),
                                redis.uri().toString(),
                                "hall:",
                                "--token-key=" + Signer.keyFile(Signer.SECRET),
                                "--api-keys=" + Signer.keyFile(Signer.KEY_SETTING))
                        .awaitReady()) {
            long end = Instant.now().getEpochSecond() + LIFE;
            try (Crowd hall = Crowd.returning(instance.port(), "/subscribe/hall", HALL, tokens(end))) {
                await().atMost(Duration.ofSeconds(90)).until(() -> hall.welcomed() == HALL);
                assertTrue(Instant.now().getEpochSecond() < end - LIFE / 2, "they came too slowly");
                Talk talk = new Talk(instance.http(), 1);
                await().atMost(Duration.ofSeconds(LIFE))
                        .pollInterval(Duration.ofMillis(100))
                        .until(() -> !hall.returned().isEmpty());
                Duration cpu = cpu(instance);
                long begun = System.nanoTime();
                await().atMost(Duration.ofSeconds(90))
                        .pollInterval(Duration.ofMillis(100))
                        .until(() -> hall.returned().size() == HALL);
                double seconds = (System.nanoTime() - begun) / 1e9;
                double cores = (cpu(instance).toMillis() - cpu.toMillis()) / 1e3 / seconds;
                String marker = talk.end();
                awaitAllHeard(hall, marker);
                hall.assertDense();
                report(hall.returned(), seconds, cores);
            }
        }
    }

    private static void report(List<Long> returned, double seconds, double cores) {
        Map<Long, Long> perSecond =
                returned.stream().collect(Collectors.groupingBy(at -> at / 1_000, TreeMap::new, Collectors.counting()));
        long most = perSecond.values().stream().max(Long::compare).orElseThrow();
        double mean = returned.size() / seconds;
        System.out.printf(
                "%d streams came back in %.1f s: %.0f a second, %d at most; %.2f cores%n%s%n",
                returned.size(), seconds, mean, most, cores, perSecond.values());
        // spread over a tenth of what was left, half a minute at most, and the two seconds of retry
        assertTrue(seconds > Math.min(30, LIFE / 10.0) * 0.7, seconds + " s");
        assertTrue(most < 2.5 * mean, most + " in one second, " + mean + " on average");
    }

    /** Of each one the first ends then, and those that follow later. */
    private static IntFunction<String> tokens(long end) {
        long[] made = new long[HALL];
        return i -> header(Signer.of("u" + i)
                .with("exp", Long.toString(made[i]++ == 0 ? end : end + 3_600))
                .token());
    }

    /** The same, all of them, up to this. */
    private static void awaitAllHeard(Crowd crowd, String marker) {
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> crowd.differentContents() == 1 && crowd.head().equals(marker));
    }

    private static Duration cpu(InstanceProcess instance) {
        return ProcessHandle.of(instance.pid())
                .orElseThrow()
                .info()
                .totalCpuDuration()
                .orElseThrow();
    }

    private static String header(String token) {
        return "Authorization: Bearer " + token + "\r\n";
    }

    private static long sum(List<Crowd> crowds, ToLongFunction<Crowd> of) {
        return crowds.stream().mapToLong(of).sum();
    }

    /** Somebody who keeps talking. */
    private static final class Talk {
        private final Http http;
        private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

        Talk(Http http, int perSecond) {
            this.http = http;
            clock.scheduleAtFixedRate(this::say, 0, 1_000_000 / perSecond, TimeUnit.MICROSECONDS);
        }

        private String say() {
            return http.say("hall", "rails", "still here", Signer.bearer(Signer.KEY))
                    .id();
        }

        /** Says a last word; its id. */
        String end() {
            clock.shutdown();
            await().until(clock::isTerminated);
            return say();
        }
    }
}
