package dev.parley;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.support.Heard;
import dev.parley.support.Http;
import dev.parley.support.Recorder;
import dev.parley.support.TestRedis;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who is typing is seen at once on all instances, for a moment, and never kept. */
class TypingTest {
    @AutoClose
    private static TwoInstances chat;

    @BeforeAll
    static void start() {
        chat = TwoInstances.onSharedRedis();
    }

    @Test
    void whoTypesIsSeenOnBothInstancesUntilTheyHaveStoppedForAWhile() {
        List<Recorder> listeners = chat.listenOnBoth("typing");
        listeners.forEach(Recorder::awaitPresent);
        type(chat.one, "typing", "<b>ana</b>");
        listeners.forEach(listener -> awaitTyping(listener, List.of("&lt;b&gt;ana&lt;/b&gt;")));
        type(chat.other, "typing", "bob");
        listeners.forEach(listener -> awaitTyping(listener, List.of("&lt;b&gt;ana&lt;/b&gt;", "bob")));
        try (Recorder newcomer = Recorder.open(chat.one.port(), "/subscribe/typing")) {
            awaitTyping(newcomer, List.of("&lt;b&gt;ana&lt;/b&gt;", "bob"));
            listeners.forEach(listener -> awaitTyping(listener, List.of()));
            awaitTyping(newcomer, List.of());
        }
        assertNothingIsKept(listeners.get(0).cursor());
        listeners.forEach(Recorder::close);
    }

    @Test
    void ofManyFiveAreShownAndNobodyIsToldMoreThanOnceASecond() {
        List<Recorder> listeners = chat.listenOnBoth("many");
        long start = System.nanoTime();
        List<String> names = IntStream.range(0, 40).mapToObj(i -> "p" + i).toList();
        for (int i = 0; i < names.size(); i++) {
            type(chat.both().get(i % 2), "many", names.get(i));
        }
        listeners.forEach(listener -> awaitTyping(listener, names.subList(0, 5)));
        long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds() + 1;
        for (Recorder listener : listeners) {
            int told = listener.events("typing").size();
            assertTrue(told <= seconds, told + " times in " + seconds + " s");
            listener.events("typing").forEach(event -> assertTrue(event.names().size() <= 5));
            listener.close();
        }
    }

    @Test
    void aFloodOfTypingIsAHandfulOfNoticesASecond() {
        try (TestRedis redis = TestRedis.own();
                TestInstance instance = TestInstance.start(redis, "flood:");
                Recorder listener = Recorder.open(instance.port(), "/subscribe/flood")) {
            listener.awaitPresent();
            long notices = redis.calls("publish");
            long start = System.nanoTime();
            for (int i = 0; i < 300; i++) {
                type(instance, "flood", "p" + i % 100);
            }
            awaitTyping(listener, List.of("p0", "p1", "p2", "p3", "p4"));
            long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds() + 2;
            long told = redis.calls("publish") - notices;
            assertTrue(told <= 10 * seconds, told + " notices in " + seconds + " s");
        }
    }

    @Test
    void onAStreamOfSeveralChannelsItIsToldInWhich() {
        try (Recorder listener = Recorder.open(chat.other.port(), "/subscribe/quiet-room,typing-room")) {
            Http.Answer answer = chat.http()
                    .post(
                            "/typing-room/typing",
                            "application/json",
                            "{\"sender\":\"ana\"}".getBytes(StandardCharsets.UTF_8));
            assertEquals(204, answer.status());
            assertEquals("typing-room", listener.awaitEvent("typing").channel());
        }
    }

    /** A message is none of the past, and neither a history page nor a stream that begins in the past has anything else. */
    private static void assertNothingIsKept(String cursor) {
        chat.http().say("typing", "mason", "marker");
        for (TestInstance instance : chat.both()) {
            try (Recorder newcomer = Recorder.open(instance.port(), "/subscribe/typing?last=200");
                    Recorder resumed = Recorder.resume(instance.port(), "typing", cursor)) {
                for (Recorder listener : List.of(newcomer, resumed)) {
                    listener.awaitPresent();
                    listener.assertTexts(List.of(), "marker");
                    assertEquals(List.of(), listener.events("typing"));
                }
            }
            assertEquals(
                    1, instance.http().get("/typing").json().path("messages").size());
        }
    }

    private static void type(TestInstance instance, String channel, String name) {
        byte[] form = ("sender=" + name).getBytes(StandardCharsets.UTF_8);
        Http.Answer answer = instance.http().post("/" + channel + "/typing", "application/x-www-form-urlencoded", form);
        assertEquals(204, answer.status(), answer.text());
        assertEquals("", answer.text());
    }

    private static void awaitTyping(Recorder listener, List<String> names) {
        await("waiting for " + names)
                .until(() ->
                        listener.events("typing").stream().map(Heard::names).anyMatch(names::equals));
    }
}
