package dev.parley;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.support.Heard;
import dev.parley.support.Http;
import dev.parley.support.Recorder;
import dev.parley.support.TestRedis;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.Jedis;

/**
 * A running deployment goes over from hearing everything to hearing what is of interest, and back, one instance at a time, while people
 * talk and others inject: nobody misses anything, and nobody hears anything twice.
 */
@Timeout(900)
class HearChangeTest {
    private static final boolean LONG = Boolean.getBoolean("parley.long");
    private static final int INSTANCES = LONG ? 4 : 2;
    private static final int ROUNDS = LONG ? 3 : 1;
    private static final int MESSAGES_BETWEEN = LONG ? 500 : 150;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final List<String> WAY = List.of("both", "interest", "both", "all");
    private static final List<String> CHANNELS = List.of("room", "user-42:mail");

    private final TestRedis redis = TestRedis.own();
    private final String prefix = "change:" + UUID.randomUUID() + ":";
    private final List<TestInstance> instances = new ArrayList<>();
    private final List<Http> doors = new CopyOnWriteArrayList<>(); // theirs; one that has ended is not answered at
    private final Map<String, Set<String>> said = new ConcurrentHashMap<>(); // by channel
    private final Map<String, Set<String>> injected = new ConcurrentHashMap<>(); // by channel
    private volatile boolean injecting = true;
    private final AtomicInteger next = new AtomicInteger();
    private volatile boolean silent;

    @AfterEach
    void stop() {
        silent = true;
        instances.forEach(TestInstance::close);
        redis.close();
    }

    @Test
    void nobodyMissesAnythingWhileInstancesChangeHowTheyHear() throws InterruptedException {
        IntStream.range(0, INSTANCES).forEach(i -> instances.add(start("all")));
        instances.forEach(instance -> doors.add(instance.http()));
        List<Person> people = new ArrayList<>();
        for (int i = 0; i < INSTANCES; i++) {
            people.add(new Person(i, "room"));
            people.add(new Person(i, "user-42:*"));
        }
        List<Thread> talk = List.of(talk(this::post), talk(this::post), talk(this::inject));
        for (int round = 0; round < ROUNDS; round++) {
            for (String hear : WAY) {
                change(people, hear);
            }
        }
        silent = true;
        for (Thread speaker : talk) {
            speaker.join();
        }
        for (Person person : people) {
            person.assertHeardEverythingOnce();
        }
    }

    /** One instance after the other ends, and another one takes its place. */
    private void change(List<Person> people, String hear) {
        for (int place = 0; place < INSTANCES; place++) {
            int here = place;
            TestInstance old = instances.get(place);
            boolean isFirstToGo = place % 2 == 1; // as where there is no room for one more
            if (isFirstToGo) {
                old.close();
            }
            instances.set(place, start(hear));
            doors.set(place, instances.get(place).http());
            people.stream().filter(person -> person.place == here).forEach(Person::move);
            if (!isFirstToGo) {
                old.close();
            }
            goOn(people);
        }
    }

    /**
     * Until everybody has heard what was injected up to now: the next instance may be the one that holds it. In a short run nothing is
     * injected while one goes, since what its end leaves behind is adopted only after seconds.
     */
    private void goOn(List<Person> people) {
        injecting = true;
        int enough = next.get() + MESSAGES_BETWEEN;
        await().atMost(PATIENCE).until(() -> next.get() > enough);
        injecting = LONG;
        Map<String, Set<String>> upToNow = Map.of(
                CHANNELS.get(0), Set.copyOf(injected.get(CHANNELS.get(0))),
                CHANNELS.get(1), Set.copyOf(injected.get(CHANNELS.get(1))));
        await().atMost(PATIENCE).until(() -> people.stream().allMatch(person -> person.hasHeard(upToNow)));
    }

    private TestInstance start(String hear) {
        return TestInstance.start(redis, prefix, "--hear=" + hear, "--history=100000");
    }

    private Thread talk(Runnable speech) {
        Thread thread = new Thread(() -> {
            while (!silent) {
                speech.run();
                LockSupport.parkNanos(2_000_000);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void post() {
        int n = next.getAndIncrement();
        String channel = channel(n);
        int status = 503;
        for (int i = n; status != 201 && status != 200; i++) {
            status = post(doors.get(i % INSTANCES), channel, "posted " + n);
        }
        said(channel, "posted " + n);
    }

    /** An instance that ends may have taken it and not answered. */
    private static int post(Http instance, String channel, String text) {
        try {
            return instance.say(channel, "mason", text, "Idempotency-Key", text.replace(' ', '-'))
                    .status();
        } catch (UncheckedIOException ending) {
            return 503;
        }
    }

    private void inject() {
        if (!injecting) {
            return;
        }
        int n = next.getAndIncrement();
        try (Jedis jedis = redis.connect()) {
            jedis.publish(prefix + channel(n), "injected " + n);
        }
        said(channel(n), "injected " + n);
        injected.computeIfAbsent(channel(n), name -> ConcurrentHashMap.newKeySet())
                .add("injected " + n);
    }

    private static String channel(int n) {
        return CHANNELS.get(n / 3 % CHANNELS.size());
    }

    private void said(String channel, String text) {
        said.computeIfAbsent(channel, name -> ConcurrentHashMap.newKeySet()).add(text);
    }

    /** Listens to one of the instances, and goes to the one that comes after it. */
    private final class Person {
        private final int place;
        private final String listensTo;
        private final List<Heard> heard = new ArrayList<>();
        private Recorder stream;

        Person(int place, String listensTo) {
            this.place = place;
            this.listensTo = listensTo;
            stream = Recorder.open(instances.get(place).port(), "/subscribe/" + listensTo);
        }

        void move() {
            stream.close();
            heard.addAll(stream.messages());
            stream = Recorder.resume(instances.get(place).port(), listensTo, stream.cursor());
        }

        boolean hasHeard(Map<String, Set<String>> texts) {
            Set<String> missing = new HashSet<>(texts.get(channel()));
            heard.forEach(message -> missing.remove(message.text()));
            return Set.copyOf(stream.texts()).containsAll(missing);
        }

        private String channel() {
            return listensTo.endsWith("*") ? CHANNELS.get(1) : CHANNELS.get(0);
        }

        void assertHeardEverythingOnce() {
            Set<String> missing = new TreeSet<>(said.get(channel()));
            heard.forEach(message -> missing.remove(message.text()));
            String who = "at place " + place + ", of " + listensTo;
            long until = System.nanoTime() + PATIENCE.toNanos();
            await().atMost(PATIENCE.plusSeconds(5))
                    .until(() -> System.nanoTime() > until || stream.texts().containsAll(missing));
            missing.removeAll(stream.texts());
            assertEquals(Set.of(), missing, who);
            assertEquals(List.of(), stream.events("reset"), who);
            stream.close();
            heard.addAll(stream.messages());
            Recorder.assertDense(heard);
            Set<String> once = new HashSet<>();
            heard.forEach(message -> assertTrue(once.add(message.text()), message.text() + " came twice " + who));
        }
    }
}
