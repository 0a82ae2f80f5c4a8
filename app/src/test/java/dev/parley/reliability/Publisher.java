package dev.parley.reliability;

import static org.awaitility.Awaitility.await;

import dev.parley.support.Http;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionTimeoutException;

/**
 * People, commonly twenty, who together say so many marked messages a second, each one until it is acknowledged, with its own
 * idempotency key. A text ends with the time at which it was due, as System.nanoTime.
 */
final class Publisher implements AutoCloseable {
    private static final int PEOPLE = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final long RETRY_MILLIS = 200;
    private static final long LOOK_UP = TimeUnit.MILLISECONDS.toNanos(50);

    private final Http server;
    private final String channel;
    private final String padding;
    private final long interval;
    private final int number;
    private final ExecutorService threads;
    private final List<CompletableFuture<?>> people = new ArrayList<>();
    private final Map<String, String> acknowledged = new ConcurrentHashMap<>();
    private final AtomicInteger retries = new AtomicInteger();
    private volatile String refusal = "nothing yet"; // the last one
    private volatile boolean stopped;
    private volatile boolean cut;

    private Publisher(Http server, String channel, int number, int perSecond, int padding) {
        this.server = server;
        this.channel = channel;
        this.number = number;
        this.threads = Executors.newFixedThreadPool(number);
        this.padding = "x".repeat(padding);
        this.interval = TimeUnit.SECONDS.toNanos(number) / perSecond;
    }

    static Publisher start(int port, String channel, int perSecond, int padding) {
        return start(port, channel, PEOPLE, perSecond, padding);
    }

    /** @param number of people */
    static Publisher start(int port, String channel, int number, int perSecond, int padding) {
        Publisher publisher = new Publisher(new Http(port), channel, number, perSecond, padding);
        publisher.start();
        return publisher;
    }

    private void start() {
        long start = System.nanoTime();
        for (int i = 0; i < number; i++) {
            int person = i;
            people.add(CompletableFuture.runAsync(() -> speak(person, start + person * interval / number), threads));
        }
    }

    /** What was said, by id. */
    Map<String, String> acknowledged() {
        return Map.copyOf(acknowledged);
    }

    /** How often something was said again, because it was refused or not answered. */
    int retries() {
        return retries.get();
    }

    /** Goes on for so many messages more. */
    void awaitMore(int messages) {
        awaitMore(List.of(this), messages);
    }

    /** Each goes on for so many more, all at the same time. */
    static void awaitMore(Collection<Publisher> publishers, int messages) {
        Map<Publisher, Integer> enough = publishers.stream()
                .collect(Collectors.toMap(each -> each, each -> each.acknowledged.size() + messages));
        try {
            await("messages are acknowledged")
                    .atMost(PATIENCE)
                    .until(() -> publishers.stream().allMatch(each -> each.has(enough.get(each))));
        } catch (ConditionTimeoutException late) {
            throw new AssertionError(
                    publishers.stream()
                            .filter(each -> !each.has(enough.get(each)))
                            .map(each -> each.channel + " was refused: " + each.refusal)
                            .collect(Collectors.joining("\n")),
                    late);
        }
    }

    /** Whether so many are acknowledged. Throws what somebody could not go on for. */
    private boolean has(int messages) {
        people.stream().filter(person -> person.isDone() && !stopped).forEach(CompletableFuture::join);
        return acknowledged.size() >= messages;
    }

    /** Lets everyone finish what they are saying. */
    void stop() throws Exception {
        stopped = true;
        for (CompletableFuture<?> person : people) {
            person.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    @Override
    public void close() {
        stopped = true;
        cut = true;
        threads.shutdownNow();
    }

    /** What was due while someone waited for an answer is not said afterwards: people don't hurry. */
    private void speak(int person, long start) {
        long due = start;
        for (int i = 0; isToSpeakAt(due); i++) {
            say("p" + person + "-" + i, padding + "p" + person + "-" + i + " " + due);
            due = Math.max(due + interval, System.nanoTime());
        }
    }

    private void say(String key, String text) {
        while (!cut && !isAcknowledged(key, text)) {
            retries.incrementAndGet();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(
                    ThreadLocalRandom.current().nextLong(RETRY_MILLIS / 2, 2 * RETRY_MILLIS)));
        }
    }

    private boolean isAcknowledged(String key, String text) {
        try {
            Http.Answer answer = server.say(channel, "poster", text, "Idempotency-Key", key);
            if (answer.status() != 201 && answer.status() != 200) {
                if (answer.status() < 500) {
                    throw new AssertionError("answered " + answer.status() + ": " + answer.text());
                }
                refusal = answer.status() + " " + answer.text();
                return false;
            }
            String other = acknowledged.put(answer.id(), text);
            if (other != null && !other.equals(text)) {
                throw new AssertionError(answer.id() + " was given to '" + other + "' and to '" + text + "'");
            }
            return true;
        } catch (UncheckedIOException unanswered) {
            refusal = unanswered.toString();
            return false;
        }
    }

    /** Waits until then; false when it is over before. */
    private boolean isToSpeakAt(long due) {
        for (long left = due - System.nanoTime(); left > 0 && !stopped; left = due - System.nanoTime()) {
            LockSupport.parkNanos(Math.min(left, LOOK_UP));
        }
        return !stopped;
    }
}
