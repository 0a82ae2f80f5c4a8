package dev.parley;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.support.BareClient;
import dev.parley.support.Heard;
import dev.parley.support.Http;
import dev.parley.support.Recorder;
import dev.parley.support.RedisLine;
import dev.parley.support.TestRedis;
import dev.parley.support.Visitors;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.Jedis;

/** However much there is to do about who is here, nobody who is here leaves. */
@Timeout(180)
class PresenceUnderLoadTest {
    private static final Duration AWAY = Duration.ofMillis(2);
    private static final int STREAMS = 300;
    private static final int ROOMS_OF_EACH = 32;
    private static final int STORMERS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Of both instances; a lease lives for three of its own. */
    private static final int RENEWALS = Boolean.getBoolean("parley.long") ? 24 : 8;

    @Test
    void threeHundredPeopleOf32RoomsEachStayWhereTheyAreAndAStormOfVisitorsMakesNobodyLeave() {
        try (TestRedis redis = TestRedis.own();
                RedisLine line = new RedisLine(redis)) {
            line.delay(AWAY);
            try (TestInstance instance = TestInstance.start(line.uri(), "load:", "--max-channels=off");
                    TestInstance other = TestInstance.start(line.uri(), "load:");
                    Visitors people = new Visitors();
                    Recorder witness = Recorder.open(instance.port(), "/subscribe/" + rooms("room-0-") + "?name=ana");
                    Recorder elsewhere = Recorder.open(other.port(), "/subscribe/" + rooms("room-0-"))) {
                for (int i = 0; i < STREAMS; i++) {
                    people.come(instance.port(), rooms("room-" + i + "-"), "person-" + i);
                }
                List<Recorder> all = List.of(witness, elsewhere);
                await().atMost(PATIENCE).until(() -> all.stream().allMatch(PresenceUnderLoadTest::seesBothEverywhere));
                await().atMost(PATIENCE)
                        .until(() -> count(other, "room-" + (STREAMS - 1) + "-" + (ROOMS_OF_EACH - 1)) == 1);
                int told = all.stream()
                        .mapToInt(recorder -> recorder.events("presence").size())
                        .sum();

                Set<String> leases = leases(redis);
                awaitRenewals(redis);
                storm(instance, () -> awaitRenewals(redis));
                assertEquals(
                        told,
                        all.stream()
                                .mapToInt(
                                        recorder -> recorder.events("presence").size())
                                .sum(),
                        "nobody came or left in these rooms");
                assertEquals(leases, leases(redis));
                for (int i = 0; i < STREAMS; i += 50) {
                    assertEquals(i == 0 ? 2 : 1, count(other, "room-" + i + "-7"), "room-" + i + "-7");
                }
            }
        }
    }

    /** Comes with new names to new rooms, again and again, from several sides. */
    private static void storm(TestInstance instance, Runnable meanwhile) {
        AtomicBoolean enough = new AtomicBoolean();
        AtomicInteger visits = new AtomicInteger();
        List<CompletableFuture<Void>> stormers = IntStream.range(0, STORMERS)
                .mapToObj(i -> CompletableFuture.runAsync(() -> {
                    while (!enough.get()) {
                        visit(instance, "visitor-" + visits.incrementAndGet());
                    }
                }))
                .toList();
        meanwhile.run();
        enough.set(true);
        stormers.forEach(CompletableFuture::join);
    }

    private static void visit(TestInstance instance, String name) {
        String path = "/subscribe/" + rooms("new-" + name + "-") + "?name=" + name;
        try (BareClient visitor = BareClient.request(instance.port(), path)) {
            visitor.readHead();
        }
    }

    /** Each renewal gives a lease another time until which it holds. */
    private static void awaitRenewals(TestRedis redis) {
        Set<Double> times = new HashSet<>();
        try (Jedis jedis = redis.connect()) {
            await().atMost(PATIENCE).until(() -> {
                jedis.zrangeWithScores("load:leases", 0, -1).forEach(lease -> times.add(lease.getScore()));
                return times.size() > RENEWALS;
            });
        }
    }

    private static boolean seesBothEverywhere(Recorder recorder) {
        List<Heard> told = recorder.events("presence");
        return IntStream.range(0, ROOMS_OF_EACH)
                .allMatch(room -> told.stream()
                        .anyMatch(event -> event.channel().equals("room-0-" + room)
                                && event.names().equals(List.of("ana", "person-0"))));
    }

    private static Set<String> leases(TestRedis redis) {
        try (Jedis jedis = redis.connect()) {
            return Set.copyOf(jedis.zrange("load:leases", 0, -1));
        }
    }

    /** A storm may make an answer late. */
    private static int count(TestInstance instance, String room) {
        List<Http.Answer> answers = new ArrayList<>();
        await().atMost(PATIENCE).until(() -> {
            answers.add(instance.http().get("/" + room + "/members"));
            return answers.get(answers.size() - 1).status() == 200;
        });
        return answers.get(answers.size() - 1).json().path("count").asInt();
    }

    private static String rooms(String prefix) {
        return IntStream.range(0, ROOMS_OF_EACH).mapToObj(i -> prefix + i).collect(Collectors.joining(","));
    }
}
