package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.support.RedisLine;
import dev.parley.support.TestRedis;
import dev.parley.support.Visitors;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A thousand people in 32 rooms on three instances, of whom a tenth comes and goes: nobody else ever seems to leave. */
class PresenceLongTest {
    private static final int PEOPLE = 1_000;
    private static final int COMING_AND_GOING = 100;
    private static final String ROOMS =
            IntStream.range(0, 32).mapToObj(i -> "room-" + i).collect(Collectors.joining(","));
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** Minutes; 10 of a long run. */
    private static final int LENGTH =
            Integer.getInteger("parley.presence.minutes", Boolean.getBoolean("parley.long") ? 10 : 0);

    @Test
    void aThousandPeopleIn32RoomsOnThreeInstancesDoNotFlap() throws Exception {
        assumeTrue(LENGTH > 0, "only in a long run (bin/test --long)");
        try (TestRedis redis = TestRedis.own();
                RedisLine line = new RedisLine(redis)) {
            line.delay(Duration.ofMillis(2));
            try (TestInstance one = TestInstance.start(line.uri(), "long:");
                    TestInstance two = TestInstance.start(line.uri(), "long:");
                    TestInstance three = TestInstance.start(line.uri(), "long:");
                    Visitors visitors = new Visitors()) {
                List<TestInstance> instances = List.of(one, two, three);
                for (int i = 0; i < PEOPLE; i++) {
                    come(visitors, instances, i);
                }
                Awaitility.await()
                        .atMost(PATIENCE)
                        .until(() -> counts(instances).equals(Set.of(PEOPLE)));
                comeAndGo(redis, visitors, instances);
                Awaitility.await()
                        .atMost(PATIENCE)
                        .until(() -> counts(instances).equals(Set.of(PEOPLE)));
            }
        }
    }

    /** One leaves every 200 ms, and comes back when the next 49 have left; whoever stays is counted all the time. */
    private static void comeAndGo(TestRedis redis, Visitors visitors, List<TestInstance> instances) throws Exception {
        long start = System.nanoTime();
        long bytes = visitors.bytes();
        long scripts = redis.calls("evalsha", "eval");
        long all = processed(redis);
        List<Integer> away = new ArrayList<>();
        Set<Integer> seen = new TreeSet<>();
        for (int step = 0; System.nanoTime() - start < TimeUnit.MINUTES.toNanos(LENGTH); step++) {
            int who = step % COMING_AND_GOING;
            visitors.leave("person-" + who);
            away.add(who);
            if (away.size() == COMING_AND_GOING / 2) {
                come(visitors, instances, away.remove(0));
            }
            if (step % 5 == 0) {
                seen.addAll(counts(instances));
            }
            TimeUnit.MILLISECONDS.sleep(200); // the pace of those who come and go, not a wait for something
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                "%d people in 32 rooms, 5 leave and 5 come a second: %.1f scripts/s (%.1f commands/s, those in scripts included),"
                        + " %.0f bytes/s for each listener; counts seen: %s%n",
                PEOPLE,
                (redis.calls("evalsha", "eval") - scripts) / seconds,
                (processed(redis) - all) / seconds,
                (visitors.bytes() - bytes) / seconds / PEOPLE,
                seen);
        for (int who : away) {
            come(visitors, instances, who);
        }
        assertTrue(seen.iterator().next() >= PEOPLE - COMING_AND_GOING, seen::toString);
        assertEquals(List.of(), seen.stream().filter(count -> count > PEOPLE).toList());
    }

    private static void come(Visitors visitors, List<TestInstance> instances, int who) {
        visitors.come(instances.get(who % instances.size()).port(), ROOMS, "person-" + who);
    }

    private static Set<Integer> counts(List<TestInstance> instances) {
        Set<Integer> counts = new TreeSet<>();
        for (TestInstance instance : instances) {
            for (String room : List.of("room-0", "room-15", "room-31")) {
                counts.add(instance.http()
                        .get("/" + room + "/members")
                        .json()
                        .path("count")
                        .asInt());
            }
        }
        return counts;
    }

    private static long processed(TestRedis redis) {
        try (var jedis = redis.connect()) {
            return Long.parseLong(jedis.info("stats").replaceFirst("(?s).*total_commands_processed:(\\d+).*", "$1"));
        }
    }
}
