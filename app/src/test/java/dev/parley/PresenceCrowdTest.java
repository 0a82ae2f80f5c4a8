package dev.parley;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.support.Heard;
import dev.parley.support.Recorder;
import dev.parley.support.TestRedis;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One who comes is one change, and a crowd that comes and goes within a second a handful, for everyone and for Redis. */
@Timeout(60)
class PresenceCrowdTest {
    private static final int PEOPLE = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String[] WORK = {"sadd", "srem", "smembers", "publish"};

    @Test
    void whoComesToAnEmptyChannelIsThereWhenItIsReadForTheFirstTime() {
        try (TestRedis redis = TestRedis.own();
                TestInstance instance = TestInstance.start(redis, "first:");
                Recorder elsewhere = Recorder.open(instance.port(), "/subscribe/elsewhere")) {
            elsewhere.awaitPresent(); // so the instance has its lease, and has nothing else to do
            long reads = redis.calls("smembers");
            try (Recorder ann = Recorder.open(instance.port(), "/subscribe/room?name=ann")) {
                ann.awaitPresent("ann");
                assertEquals(1, redis.calls("smembers") - reads);
            }
        }
    }

    @Test
    void twoHundredPeopleComeAndGoAtOnce() {
        try (TestRedis redis = TestRedis.own();
                TwoInstances chat = new TwoInstances(redis)) {
            List<Recorder> observers = chat.listenOnBoth("crowd");
            observers.forEach(Recorder::awaitPresent);
            long work = redis.calls(WORK);
            long start = System.nanoTime();

            List<Recorder> people = IntStream.range(0, PEOPLE)
                    .mapToObj(i -> Recorder.request(chat.both().get(i % 2).port(), "/subscribe/crowd?name=" + name(i)))
                    .toList();
            observers.forEach(observer -> awaitCount(observer, PEOPLE));
            people.forEach(person -> awaitCount(person, PEOPLE));
            List<String> shown =
                    IntStream.range(0, 100).mapToObj(PresenceCrowdTest::name).toList();
            for (TestInstance instance : chat.both()) {
                assertEquals(
                        PEOPLE,
                        instance.http()
                                .get("/crowd/members")
                                .json()
                                .path("count")
                                .asInt());
                assertEquals(
                        100,
                        instance.http()
                                .get("/crowd/members")
                                .json()
                                .path("members")
                                .size());
            }
            people.forEach(person -> assertEquals(shown, last(person).names()));
            people.forEach(person -> assertAtMostOneASecond(person, start));
            people.forEach(Recorder::close);
            observers.forEach(observer -> awaitCount(observer, 0));

            observers.forEach(observer -> assertAtMostOneASecond(observer, start));
            long more = redis.calls(WORK) - work;
            assertTrue(more < 60, more + " commands for " + PEOPLE + " people");
            observers.forEach(Recorder::close);
        }
    }

    /** So many were sent in that time at most, however late they were seen; and one at the start. */
    private static void assertAtMostOneASecond(Recorder listener, long start) {
        long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds() + 1;
        int changes = listener.events("presence").size() - 1;
        assertTrue(changes <= seconds, changes + " changes in " + seconds + " s");
    }

    private static void awaitCount(Recorder listener, int count) {
        await().atMost(PATIENCE)
                .until(() -> !listener.events("presence").isEmpty()
                        && last(listener).json().path("count").asInt() == count);
    }

    private static Heard last(Recorder listener) {
        List<Heard> told = listener.events("presence");
        return told.get(told.size() - 1);
    }

    private static String name(int i) {
        return String.format(Locale.ROOT, "person-%03d", i);
    }
}
