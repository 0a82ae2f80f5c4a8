package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.support.Heard;
import dev.parley.support.Recorder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A stream that is silent says that it lives, and nothing else. */
@Timeout(60)
class HeartbeatTest {
    private static final Duration INTERVAL = Duration.ofMillis(400);

    /** The clocks that stamp messages (Redis) and heartbeats (the instance) may be read a little apart. */
    private static final long TOLERANCE_MILLIS = 50;

    @AutoClose
    private static TwoInstances chat;

    @BeforeAll
    static void start() {
        chat = TwoInstances.onSharedRedis("--heartbeat", INTERVAL.toMillis() + "ms");
    }

    @Test
    void aSilentStreamBeatsAtTheIntervalItWasWelcomedWith() {
        try (Recorder listener = Recorder.open(chat.one.port(), "/subscribe/silent")) {
            assertEquals(
                    INTERVAL.toMillis(),
                    listener.awaitEvent("welcome").json().path("heartbeat").longValue());
            List<Heard> beats = awaitHeartbeats(listener, 4);
            for (int i = 1; i < beats.size(); i++) {
                long apart = at(beats.get(i)) - at(beats.get(i - 1));
                assertTrue(apart >= INTERVAL.toMillis() - TOLERANCE_MILLIS, "beats " + apart + " ms apart");
            }
        }
    }

    @Test
    void aClientMayAskForASoonerHeartbeatButNotForALaterOne() {
        try (TwoInstances slow = TwoInstances.onSharedRedis("--heartbeat", "30s");
                Recorder soon = Recorder.open(slow.one.port(), "/subscribe/asked?heartbeat=1");
                Recorder usual = Recorder.open(slow.one.port(), "/subscribe/asked");
                Recorder late = Recorder.open(slow.one.port(), "/subscribe/asked?heartbeat=60")) {
            assertEquals(1_000, heartbeat(soon));
            List<Heard> beats = awaitHeartbeats(soon, 2);
            assertTrue(at(beats.get(1)) - at(beats.get(0)) >= 1_000 - TOLERANCE_MILLIS);
            assertEquals(30_000, heartbeat(usual));
            assertEquals(30_000, heartbeat(late));
            assertEquals(List.of(), usual.events("heartbeat"));
        }
    }

    private static long heartbeat(Recorder listener) {
        return listener.awaitEvent("welcome").json().path("heartbeat").longValue();
    }

    @Test
    void aHeartbeatRepeatsWhereTheStreamStands() {
        List<Recorder> listeners = chat.listenOnBoth("standing");
        listeners.forEach(listener ->
                assertEquals("0-0", awaitHeartbeats(listener, 1).get(0).id()));
        String id = chat.http().say("standing", "mason", "hi").id();
        for (Recorder listener : listeners) {
            listener.awaitText("hi");
            int before = listener.events("heartbeat").size();
            List<Heard> beats = awaitHeartbeats(listener, before + 2);
            assertEquals(id, beats.get(before).id());
            assertEquals(id, beats.get(before + 1).id());
            assertEquals(id, listener.cursor());
            listener.close();
        }
    }

    @Test
    void aStreamThatCarriesMessagesHasNoHeartbeatsInBetween() {
        try (Recorder listener = Recorder.open(chat.one.port(), "/subscribe/busy")) {
            long until = System.nanoTime() + INTERVAL.multipliedBy(4).toNanos();
            int said = 0;
            for (; System.nanoTime() < until; said++) {
                assertEquals(201, chat.other.http().say("busy", "mason", "hi").status());
            }
            listener.awaitMessages(said);
            awaitHeartbeats(listener, listener.events("heartbeat").size() + 1);

            List<Long> spoken = new ArrayList<>();
            listener.messages().forEach(message -> spoken.add(at(message)));
            for (Heard beat : listener.events("heartbeat")) {
                long before = spoken.stream()
                        .filter(at -> at <= at(beat))
                        .mapToLong(at -> at)
                        .max()
                        .orElse(0);
                long silence = at(beat) - before;
                assertTrue(silence >= INTERVAL.toMillis() - TOLERANCE_MILLIS, "a beat after " + silence + " ms");
            }
        }
    }

    @Test
    void aClientThatResumesFromAHeartbeatMissesNothingAndHearsNothingTwice() {
        String cursor;
        try (Recorder listener = Recorder.open(chat.one.port(), "/subscribe/resumed")) {
            chat.http().say("resumed", "mason", "known");
            listener.awaitText("known");
            int before = listener.events("heartbeat").size();
            cursor = awaitHeartbeats(listener, before + 1).get(before).id();
        }
        chat.http().say("resumed", "mason", "missed");
        try (Recorder listener = Recorder.resume(chat.other.port(), "resumed", cursor)) {
            chat.http().say("resumed", "mason", "marker");
            listener.assertTexts(List.of("missed"), "marker");
        }
    }

    private static List<Heard> awaitHeartbeats(Recorder listener, int count) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(15))
                .until(() -> listener.events("heartbeat").size() >= count);
        return listener.events("heartbeat");
    }

    private static long at(Heard heard) {
        return heard.json().path("at").longValue();
    }
}
