package dev.parley;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.support.Heard;
import dev.parley.support.Http;
import dev.parley.support.InstanceProcess;
import dev.parley.support.Recorder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An instance that is told to end sends its clients away in good order, and they lose nothing. */
@Timeout(60)
class DrainTest {
    private static final int STREAMS = 40;
    private static final Duration DRAIN = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private TwoInstances chat;
    private List<Recorder> streams;

    @BeforeEach
    void start() {
        chat = TwoInstances.onSharedRedis();
        streams = IntStream.range(0, STREAMS)
                .mapToObj(i -> Recorder.request(chat.one.port(), "/subscribe/drained"))
                .toList();
        awaitAll(stream -> !stream.events("welcome").isEmpty());
    }

    @AfterEach
    void stop() {
        streams.stream().filter(stream -> !stream.hasEnded()).forEach(Recorder::close);
        chat.close();
    }

    @Test
    void everyStreamGetsItsOwnByeAndEndsSpreadOverTheTime() {
        Map<Recorder, String> firstRetries = new HashMap<>();
        streams.forEach(stream -> firstRetries.put(stream, stream.retry()));
        CompletableFuture<Void> drained = CompletableFuture.runAsync(() -> chat.one.drain(DRAIN));

        List<Long> arrivals = arrivalsOfByes(streams);
        awaitAll(Recorder::hasEnded);
        drained.join();

        long spread = arrivals.get(STREAMS - 1) - arrivals.get(0);
        assertTrue(spread >= DRAIN.toNanos() / 2, "all within " + Duration.ofNanos(spread));
        for (long from : arrivals) {
            long together = arrivals.stream()
                    .filter(at -> at >= from && at - from < DRAIN.toNanos() / 4)
                    .count();
            assertTrue(together <= STREAMS * 3 / 4, together + " in a quarter of the time");
        }
        Set<String> retries = new HashSet<>();
        for (Recorder stream : streams) {
            assertEquals(1, stream.events("bye").size());
            Heard bye = stream.events("bye").get(0);
            assertEquals("draining", bye.json().path("reason").asText());
            assertEquals(stream.retry(), bye.json().path("retry").asText(), "the retry line is that of the bye");
            assertTrue(bye.json().path("retry").asInt() >= 1_000
                    && bye.json().path("retry").asInt() <= 3_000);
            assertEquals(stream.cursor(), bye.id());
            retries.add(stream.retry());
        }
        assertTrue(retries.size() > STREAMS / 2, "retries are random: " + retries);
        assertNotEquals(Set.copyOf(firstRetries.values()), retries);
    }

    /** Each worker of the fan-out sends its own away: together they must not do it in step. */
    @Test
    void asManyStreamsAsWorkersDoNotEndInOneMoment() {
        List<Recorder> few = IntStream.range(0, Math.max(2, Runtime.getRuntime().availableProcessors()))
                .mapToObj(i -> Recorder.open(chat.other.port(), "/subscribe/few"))
                .toList();
        CompletableFuture<Void> drained = CompletableFuture.runAsync(() -> chat.other.drain(DRAIN));
        List<Long> arrivals = arrivalsOfByes(few);
        drained.join();
        long spread = arrivals.get(few.size() - 1) - arrivals.get(0);
        assertTrue(spread >= DRAIN.toNanos() / 4, "all within " + Duration.ofNanos(spread));
    }

    @Test
    void aProcessThatIsToldToEndSendsItsStreamsAwayAndEndsWithZero() {
        try (InstanceProcess instance = InstanceProcess.start(chat.redis, chat.prefix, "--drain=200ms");
                Recorder stream = Recorder.open(instance.port(), "/subscribe/drained")) {
            assertEquals(0, instance.terminate());
            stream.awaitEnd();
            assertEquals(1, stream.events("bye").size());
        }
    }

    @Test
    void whileItDrainsItSaysSoToTheBalancer() {
        CompletableFuture<Void> drained = CompletableFuture.runAsync(() -> chat.one.drain(DRAIN));
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> streams.stream()
                        .anyMatch(stream -> !stream.events("bye").isEmpty()));
        Http.Answer ready = chat.one.http().get("/readyz");
        Http.Answer alive = chat.one.http().get("/healthz");
        assertFalse(drained.isDone(), "too slow a machine to see it");

        assertUnavailable(ready);
        assertEquals(200, alive.status());
        assertEquals(200, chat.other.http().get("/readyz").status());
        drained.join();
    }

    @Test
    void whatIsSaidDuringTheDrainIsHeardByThoseWhoResumeElsewhere() {
        CompletableFuture<Void> drained = CompletableFuture.runAsync(() -> chat.one.drain(DRAIN));
        List<String> posted = new ArrayList<>();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> {
            posted.add(chat.other.http().say("drained", "mason", "hi").id());
            return drained.isDone();
        });
        awaitAll(Recorder::hasEnded);
        posted.add(chat.other.http().say("drained", "mason", "marker").id());
        List<Recorder> resumed = streams.stream()
                .map(stream ->
                        Recorder.request(chat.other.port(), "/subscribe/drained", "Last-Event-ID", stream.cursor()))
                .toList();
        for (int i = 0; i < STREAMS; i++) {
            Recorder before = streams.get(i);
            Recorder after = resumed.get(i);
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> before.messages().size() + after.messages().size() >= posted.size());
            List<String> heard = Stream.of(before, after)
                    .flatMap(stream -> stream.messages().stream())
                    .map(Heard::id)
                    .toList();
            assertEquals(posted, heard);
            assertEquals(List.of(), after.events("reset"));
        }
        resumed.forEach(Recorder::close);
    }

    private void awaitAll(Predicate<Recorder> condition) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> streams.stream().allMatch(condition));
    }

    private static void assertUnavailable(Http.Answer answer) {
        assertEquals(503, answer.status(), answer.text());
        assertEquals("application/problem+json", answer.header("Content-Type").orElseThrow());
        assertTrue(Integer.parseInt(answer.header("Retry-After").orElseThrow()) >= 1);
        assertFalse(answer.json().path("detail").asText().isEmpty());
    }

    /** When each stream's bye was seen, in order. */
    private static List<Long> arrivalsOfByes(List<Recorder> streams) {
        Map<Recorder, Long> arrivals = new HashMap<>();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> {
            for (Recorder stream : streams) {
                if (!stream.events("bye").isEmpty()) {
                    arrivals.putIfAbsent(stream, System.nanoTime());
                }
            }
            return arrivals.size() == streams.size();
        });
        return arrivals.values().stream().sorted().toList();
    }
}
