package dev.parley.relay;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.channel.ChannelName;
import dev.parley.channel.Channels;
import dev.parley.channel.Cursor;
import dev.parley.channel.EventId;
import dev.parley.channel.Message;
import dev.parley.channel.Person;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A crowd is told in passes that leave the worker to others, and is told everything. */
class PaceTest {
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long WORK = 4 * MILLI; // of a pass
    private static final long REST = 4 * WORK; // from when it began
    private static final long BEGIN = Long.MAX_VALUE - MILLI; // nanoTime may overflow meanwhile
    private static final ChannelName CROWD = new ChannelName("crowd");
    private static final ChannelName QUIET = new ChannelName("quiet");

    private final AtomicLong now = new AtomicLong(BEGIN);
    private final AtomicLong worked = new AtomicLong(7);
    private final AtomicLong spun = new AtomicLong();

    private final RetainedMessages past = new RetainedMessages();
    private final Relay relay = new Relay(
            past,
            Hearing.ALL,
            new Retention(1_000, 1L << 20),
            1L << 20,
            10,
            Duration.ofDays(1),
            new Nobody(),
            new SimpleMeterRegistry());

    @AfterEach
    void stop() {
        relay.close();
    }

    @Test
    void noChannelTakesMoreThanAQuarterOfAWorker() {
        Pace pace = new Pace(now::get, worked::get);
        passAfter(0, pace, 5);
        assertRestsUntil(20, pace);
        passAfter(15, pace, 1);
        assertRestsUntil(24, pace); // 20 + 4
    }

    @Test
    void nobodyWaitsForMoreThan25MillisecondsLonger() {
        Pace pace = new Pace(now::get, worked::get);
        passAfter(0, pace, 100);
        assertRestsUntil(125, pace);
    }

    @Test
    void aCalmChannelNoticesNothing() {
        Pace pace = new Pace(now::get, worked::get);
        assertFalse(pace.isResting());
        passAfter(0, pace, 0);
        assertFalse(pace.isResting());
        passAfter(10, pace, 5);
        now.addAndGet(15 * MILLI);
        assertFalse(pace.isResting());
    }

    @Test
    void whileOthersHaveItsProcessorAPassDoesNotWork() {
        Pace pace = new Pace(now::get, worked::get);
        pace.begin();
        pace.work(() -> {
            now.addAndGet(50 * MILLI);
            worked.addAndGet(MILLI);
        });
        assertFalse(pace.isResting());
    }

    @Test
    void whatOthersDoBetweenThePartsOfAPassIsNotItsWork() {
        Pace pace = new Pace(now::get, worked::get);
        pace.begin();
        pace.work(() -> worked.addAndGet(2 * MILLI));
        worked.addAndGet(50 * MILLI);
        pace.work(() -> worked.addAndGet(3 * MILLI));
        assertRestsUntil(20, pace);
    }

    @Test
    void betweenTwoPassesOverACrowdTheWorkerRestsAndNothingIsMissed() {
        relay.start();
        AtomicInteger passes = new AtomicInteger();
        Listener listener = new Listener(CROWD, () -> {
            passes.incrementAndGet();
            work();
        });
        AtomicInteger said = new AtomicInteger();
        long begin = System.nanoTime();
        await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).until(() -> {
            say(CROWD, said.getAndIncrement());
            return passes.get() > 6;
        });
        await().until(() -> listener.text().contains("\"message\":\"" + (said.get() - 1) + "\""));
        long atMost = 1 + (System.nanoTime() - begin) / REST;
        assertTrue(passes.get() <= atMost, passes + " passes, and not " + atMost);
        for (int n = 0; n < said.get(); n++) {
            assertEquals(2, listener.text().split("\"message\":\"" + n + "\"", -1).length, "message " + n);
        }
        listener.subscription.close();
    }

    @Test
    void aQuietRoomIsToldBetweenTheListenersOfACrowd() {
        relay.start();
        CompletableFuture<Void> quietHasSpoken = new CompletableFuture<>();
        Map<String, List<ChannelName>> told = new ConcurrentHashMap<>(); // by worker, each of which tells as many
        int workers = Runtime.getRuntime().availableProcessors();
        for (int i = 0; i < 4 * workers; i++) {
            new Listener(CROWD, () -> {
                note(told, CROWD);
                quietHasSpoken.join();
                work();
            });
        }
        for (int i = 0; i < workers; i++) {
            new Listener(QUIET, () -> note(told, QUIET));
        }
        say(CROWD, 0);
        await().until(() -> told.size() == workers); // each is with the first of its crowd
        say(QUIET, 0);
        quietHasSpoken.complete(null);
        await().until(() -> told.values().stream().allMatch(order -> order.size() == 5));
        told.values().forEach(order -> assertEquals(List.of(CROWD, QUIET, CROWD, CROWD, CROWD), order));
    }

    private void passAfter(long millis, Pace pace, long work) {
        now.addAndGet(millis * MILLI);
        assertFalse(pace.isResting());
        pace.begin();
        pace.work(() -> {
            now.addAndGet(work * MILLI);
            worked.addAndGet(work * MILLI);
        });
    }

    /** @param millis since the test began */
    private void assertRestsUntil(long millis, Pace pace) {
        assertEquals(BEGIN + millis * MILLI, pace.next());
        assertTrue(pace.isResting());
    }

    private static void note(Map<String, List<ChannelName>> told, ChannelName channel) {
        told.computeIfAbsent(Thread.currentThread().getName(), worker -> new CopyOnWriteArrayList<>())
                .add(channel);
    }

    /** As long as a pass. */
    private void work() {
        long end = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() + WORK;
        while (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() < end) {
            spun.incrementAndGet();
        }
    }

    private void say(ChannelName channel, int n) {
        relay.hear(channel, new Message(new EventId(7, n), "{\"sender\":\"s\",\"message\":\"" + n + "\",\"at\":1}"));
    }

    /** Who does something whenever they are told something. */
    private final class Listener implements Outlet {
        private final AtomicReference<String> heard = new AtomicReference<>("");
        private final Runnable told;
        final Subscription subscription;

        Listener(ChannelName channel, Runnable told) {
            this.told = told;
            subscription = relay.subscribe(
                            new Subscriber("client", null, null),
                            new Channels(List.of(channel)),
                            new Cursor(Map.of()),
                            0,
                            Duration.ofDays(1))
                    .join();
            subscription.start(this);
        }

        String text() {
            return heard.get();
        }

        @Override
        public void wake() {
            String before = heard.get();
            for (ByteBuffer next = subscription.next(); next != null; next = subscription.next()) {
                heard.accumulateAndGet(StandardCharsets.UTF_8.decode(next).toString(), String::concat);
            }
            if (!heard.get().equals(before)) {
                told.run();
            }
        }

        @Override
        public void abort() {
            throw new AssertionError("nothing is wrong");
        }
    }

    private static final class Nobody implements Attendance {
        @Override
        public void came(ChannelName channel, Person listener) {}

        @Override
        public void left(ChannelName channel, Person listener) {}
    }
}
