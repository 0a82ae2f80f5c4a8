package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.support.Burst;
import dev.parley.support.Heard;
import dev.parley.support.Http;
import dev.parley.support.Recorder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** As long as Redis has what follows a cursor, its client gets it, however large it is; and no answer is. */
class OldCursorTest {
    private static final int LARGE = 90;
    private static final String QUOTES = "'".repeat(3_200); // 16 KB when escaped

    @AutoClose
    private static TwoInstances chat;

    private static List<String> large;

    @BeforeAll
    static void start() {
        chat = TwoInstances.onSharedRedis();
        large = IntStream.range(0, LARGE).mapToObj(i -> event("large")).toList();
    }

    @Test
    void aCursorFarBehindLargeMessagesIsHonouredOnAnyInstance() {
        for (TestInstance instance : chat.both()) {
            try (Recorder listener = Recorder.resume(instance.port(), "large", large.get(1))) {
                List<Heard> heard = listener.awaitMessages(LARGE - 2);
                assertEquals(
                        large.subList(2, LARGE), heard.stream().map(Heard::id).toList());
                assertTrue(listener.events("reset").isEmpty());
            }
        }
    }

    @Test
    void aNewcomerGetsAsManyLargeMessagesAsTheyAskFor() {
        for (TestInstance instance : chat.both()) {
            try (Recorder listener = Recorder.open(instance.port(), "/subscribe/large?last=50")) {
                List<Heard> heard = listener.awaitMessages(50);
                assertEquals(
                        large.subList(LARGE - 50, LARGE),
                        heard.stream().map(Heard::id).toList());
            }
        }
    }

    @Test
    void manyChannelsAreReadFromFarBackWhileMoreIsSaid() {
        List<String> names = IntStream.range(0, 4).mapToObj(i -> "busy-" + i).toList();
        names.forEach(name -> IntStream.range(0, 8).forEach(i -> event(name)));
        List<Burst> bursts = names.stream()
                .map(name -> Burst.start(name, 300, chat.one.http()))
                .toList();
        String cursor =
                String.join(",", names.stream().map(name -> name + "=0-0").toList());
        try (Recorder listener = Recorder.resume(chat.other.port(), String.join(",", names), cursor)) {
            bursts.forEach(Burst::awaitPosted);
            listener.awaitMessages(4 * 308);
            for (String name : names) {
                Recorder.assertDense(listener.messages(name));
                assertEquals(308, listener.messages(name).size());
            }
            assertTrue(listener.events("reset").isEmpty());
        }
    }

    @Test
    void aPageOfHistoryIsBoundedAndTheIdsTellThatThereIsMore() {
        List<String> read = new ArrayList<>();
        String after = "0-0";
        do {
            Http.Answer answer = chat.http().get("/large?limit=200&after=" + after);
            assertTrue(
                    answer.text().length() < 128 * 1024,
                    () -> "characters: " + answer.text().length());
            JsonNode messages = answer.json().path("messages");
            messages.forEach(message -> read.add(message.path("id").textValue()));
            after = read.get(read.size() - 1);
        } while (!after.equals(large.get(LARGE - 1)));
        assertEquals(large, read);
        JsonNode newest = chat.http().get("/large?limit=200").json();
        assertEquals(large.get(LARGE - 1), newest.path("head").textValue());
        assertEquals(large.get(0), newest.path("oldest").textValue());
        int size = newest.path("messages").size();
        assertTrue(size >= 1 && size < 10, () -> "messages: " + size);
        assertEquals(
                large.get(LARGE - 1),
                newest.path("messages").path(size - 1).path("id").textValue());
    }

    private static String event(String channel) {
        Http.Answer answer = chat.http().postJson(channel, "{\"event\":\"large\",\"data\":{\"x\":\"" + QUOTES + "\"}}");
        assertEquals(201, answer.status(), answer.text());
        return answer.id();
    }
}
