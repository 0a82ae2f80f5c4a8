package dev.parley;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.support.Heard;
import dev.parley.support.Recorder;
import dev.parley.support.TestRedis;
import dev.parley.support.Visitors;
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
    private static final String[] WORK = {"evalsha", "eval"};

    @Test
    void whoComesToAnEmptyChannelIsThereWhenItIsReadForTheFirstTime() {
        try (TestRedis redis = TestRedis.own();
                TestInstance instance = TestInstance.start(redis, "first:");
                Recorder elsewhere = Recorder.open(instance.port(), "/subscribe/elsewhere")) {
            elsewhere.awaitPresent(); // so the instance has its lease, and has nothing else to do
            long reads = redis.calls("hgetall");
            try (Recorder ann = Recorder.open(instance.port(), "/subscribe/room?name=ann")) {
                ann.awaitPresent("ann");
                assertEquals(1, redis.calls("hgetall") - reads);
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

    @Test
    void ofMoreThanTwoHundredTheCountIsToldToNewcomersAtOnceAndToTheOthersEveryTenSeconds() {
        try (TestRedis redis = TestRedis.own();
                TwoInstances chat = new TwoInstances(redis);
                Visitors crowd = new Visitors()) {
            List<Recorder> early = chat.listenOnBoth("crowd");
            for (int i = 0; i < PEOPLE + 10; i++) {
                crowd.come(chat.both().get(i % 2).port(), "crowd", name(i));
            }
            early.forEach(listener -> awaitCount(listener, PEOPLE + 10));
            try (Recorder ann = Recorder.open(chat.one.port(), "/subscribe/crowd?name=ann");
                    Recorder anonymous = Recorder.open(chat.other.port(), "/subscribe/crowd")) {
                awaitCount(ann, PEOPLE + 11);
                assertEquals(
                        "{\"count\":" + (PEOPLE + 11) + ",\"members\":[]}",
                        ann.events("presence").get(0).data());
                anonymous.awaitEvent("presence");
                early.forEach(listener -> awaitCount(listener, PEOPLE + 11));
                assertEquals("ann", firstListed(chat.other));
            }
            early.forEach(Recorder::close);
        }
    }

    @Test
    void aVisitorASecondInARoomOfLongNamesCostsEachListenerHalfAKilobyteASecond() {
        try (TestRedis redis = TestRedis.own();
                TestInstance instance = TestInstance.start(redis, "long:");
                Visitors people = new Visitors();
                Visitors listener = new Visitors()) {
            String quotes = "%27".repeat(60);
            for (int i = 0; i < 98; i++) {
                people.come(instance.port(), "room", quotes + i);
            }
            await().until(() -> count(instance) == 98);
            listener.come(instance.port(), "room", "listener");
            await().until(() -> listener.bytes() > 6_000);
            long start = System.nanoTime();
            long before = listener.bytes();
            for (int i = 0; i < 6; i++) {
                String visitor = "visitor-" + i;
                int here = count(instance);
                people.come(instance.port(), "room", visitor);
                await().until(() -> count(instance) > here);
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            long bytes = listener.bytes() - before;
            assertTrue(bytes < 9 * 1024 + 600 * seconds, bytes + " bytes in " + seconds + " s"); // one of them was due
        }
    }

    private static int count(TestInstance instance) {
        return instance.http().get("/room/members").json().path("count").asInt();
    }

    private static String firstListed(TestInstance instance) {
        return instance.http()
                .get("/crowd/members")
                .json()
                .path("members")
                .path(0)
                .path("name")
                .textValue();
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
