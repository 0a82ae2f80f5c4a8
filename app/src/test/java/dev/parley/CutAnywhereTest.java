package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.support.CutStream;
import dev.parley.support.Recorder;
import dev.parley.support.Wire;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A stream of twenty events that is cut at any byte: who comes back with their cursor has heard each once. Also who takes the id as
 * their cursor as soon as its line is there, as many libraries do; but for them one byte is left at which an event is lost: that of
 * its blank line, when its id line came.
 */
@Timeout(120)
class CutAnywhereTest {
    private static final int EVENTS = 20;

    @AutoClose
    private static TwoInstances chat;

    @BeforeAll
    static void start() {
        chat = TwoInstances.onSharedRedis("--heartbeat", "60s");
        for (String channel : List.of("cut", "cut-too")) {
            for (int i = 0; i < EVENTS; i++) {
                int status = i % 5 == 4
                        ? chat.http()
                                .postJson(channel, "{\"event\":\"custom\",\"data\":{\"n\":" + i + "}}")
                                .status()
                        : chat.http()
                                .say(channel, "\u0141ukasz", "<" + i + ">\n\u9F9C")
                                .status();
                assertEquals(201, status);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"cut, false", "cut, true", "'cut,cut-too', false", "'cut,cut-too', true"})
    void whoIsCutAtAnyByteHasHeardEachEventOnceWhenTheyAreBack(String channels, boolean byReset) {
        String path = "/subscribe/" + channels;
        String begin = cursor(channels);
        int length = length(path, begin);
        Map<String, List<String>> rests = new ConcurrentHashMap<>();
        List<String> all = rest(channels, begin);
        assertEquals(EVENTS * channels.split(",", -1).length, all.size());

        List<String> faults = IntStream.range(0, length)
                .parallel()
                .boxed()
                .flatMap(cut -> {
                    CutStream stream = CutStream.read(chat.one.port(), path, begin, cut, byReset);
                    List<String> strict = join(stream.heard(), rests, channels, stream.strictCursor());
                    List<String> early = join(stream.heard(), rests, channels, stream.earlyCursor());
                    List<String> wrong = new ArrayList<>();
                    if (!sorted(strict).equals(sorted(all))) {
                        wrong.add("strict, cut at " + cut + ": " + strict);
                    }
                    if (!sorted(early).equals(sorted(all)) && !stream.isBetweenIdAndBlankLine()) {
                        wrong.add("early, cut at " + cut + ": " + early);
                    }
                    return wrong.stream();
                })
                .toList();
        assertEquals(List.of(), faults);
        assertTrue(rests.size() > EVENTS, "cursors that were come back with: " + rests.size());
    }

    /** What was heard before the cut, and what is heard by who comes back to the other instance. */
    private static List<String> join(
            List<String> heard, Map<String, List<String>> rests, String channels, String cursor) {
        List<String> both = new ArrayList<>(heard);
        both.addAll(rests.computeIfAbsent(cursor, from -> rest(channels, from)));
        return both;
    }

    /** The events behind a cursor, each under its own channel and id. */
    private static List<String> rest(String channels, String cursor) {
        int missing = 0;
        for (String position : cursor.split(",", -1)) {
            String id = position.substring(position.indexOf('=') + 1);
            missing += id.equals("0-0") ? EVENTS : EVENTS - 1 - Integer.parseInt(id.substring(id.indexOf('-') + 1));
        }
        try (Recorder rest = Recorder.resume(chat.other.port(), channels, cursor)) {
            int count = missing;
            return rest.awaitMessages(count).stream()
                    .map(event -> CutStream.name(event.id(), event.data()))
                    .toList();
        }
    }

    private static List<String> sorted(List<String> events) {
        return events.stream().sorted().toList();
    }

    private static String cursor(String channels) {
        return channels.contains(",") ? "cut=0-0,cut-too=0-0" : "0-0";
    }

    /** Of the body up to the end of the last event, in bytes. */
    private static int length(String path, String cursor) {
        String last = "{\"n\":" + (EVENTS - 1) + "}";
        String parameter = "?last_event_id=" + cursor.replace("=", "%3D");
        String stream = Wire.readStream(chat.one.port(), path + parameter, last);
        String body = stream.substring(stream.indexOf("\r\n\r\n") + 4);
        return body.getBytes(StandardCharsets.UTF_8).length + 40;
    }
}
