package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.support.Recorder;
import dev.parley.support.Wire;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a stream is delimited: so that each event is there at once, and a cut is seen as one. */
@Timeout(60)
class ChunkedTest {
    @AutoClose
    private final TwoInstances chat = TwoInstances.onSharedRedis("--heartbeat", "200ms");

    @Test
    void everyChunkHoldsWholeEventsWhateverTheyTell() {
        for (String channels : List.of("one", "one,two,\u017C\u00F3\u0142w")) {
            say(channels);
            String path = "/subscribe/" + channels.replace("\u017C\u00F3\u0142w", "%C5%BC%C3%B3%C5%82w");
            String stream = Wire.readStream(chat.other.port(), path + "?last=200&name=ana", "event: heartbeat");
            List<String> events = events(chunks(stream));
            for (String part : List.of("event: welcome\n", "event: presence\n", "event: odd\n", "x".repeat(4_000))) {
                assertTrue(events.stream().anyMatch(event -> event.contains(part)), part);
            }
        }
    }

    @Test
    void aResetIsAnEventLikeAnyOther() {
        say("one");
        String stream =
                Wire.readStream(chat.one.port(), "/subscribe/one,two?last_event_id=one%3D1-1", "event: heartbeat");
        List<String> events = events(chunks(stream));
        assertTrue(events.get(0).contains("\nevent: welcome\n"), events.get(0));
        assertTrue(events.get(1).startsWith("event: reset\n"), events.get(1));
    }

    @Test
    void whoSpeaksHttp10GetsTheSameWithoutChunks() {
        say("one");
        for (String channels : List.of("one", "one,two")) {
            String path = "/subscribe/" + channels + "?last=200";
            String plain = Wire.readStream(chat.one.port(), path, "HTTP/1.0", "event: heartbeat");
            String head = plain.substring(0, plain.indexOf("\r\n\r\n"));
            assertFalse(head.contains("Transfer-Encoding"), head);
            String chunked = Wire.readStream(chat.one.port(), path, "event: heartbeat");
            assertEquals(messages(String.join("", chunks(chunked))), messages(plain.substring(head.length() + 4)));
        }
    }

    @Test
    void aStreamIsNeverCompleteNotEvenWhenItIsSentAway() throws Exception {
        Thread draining = new Thread(() -> {
            try (Recorder other = Recorder.open(chat.one.port(), "/subscribe/one")) {
                chat.one.drain(Duration.ofMillis(100));
                other.awaitEnd();
            }
        });
        draining.start();
        String stream = Wire.readStream(chat.one.port(), "/subscribe/one", "\r\n0\r\n\r\n");
        draining.join();
        List<String> chunks = chunks(stream);
        assertTrue(chunks.get(chunks.size() - 1).contains("event: bye\n"), stream);
        assertTrue(stream.endsWith("\n\n\r\n"), "the last event is whole");
    }

    private void say(String channels) {
        for (String channel : channels.split(",", 0)) {
            String path = channel.replace("\u017C\u00F3\u0142w", "%C5%BC%C3%B3%C5%82w");
            for (String text : List.of("\r\n\r\n0\r\n\r\n", "\u9F9C\uD83D\uDC22", "x".repeat(4_000))) {
                assertEquals(201, chat.http().say(path, "mason", text).status());
            }
            assertEquals(
                    201,
                    chat.http()
                            .postJson(path, "{\"event\":\"odd\",\"data\":{\"a\":\"\\r\\n\"}}")
                            .status());
        }
    }

    /** From the welcome to the custom event, without what depends on time. */
    private static String messages(String stream) {
        return stream.substring(stream.indexOf("event: welcome"), stream.indexOf("\n\n", stream.indexOf("event: odd")))
                .replaceAll("event: presence\n.*\n.*\n\n", "");
    }

    /** What is in the chunks that are whole; fails when anything is no chunk. */
    private static List<String> chunks(String stream) {
        int body = stream.indexOf("\r\n\r\n") + 4;
        assertTrue(stream.substring(0, body).contains("\r\nTransfer-Encoding: chunked\r\n"), stream);
        byte[] bytes = stream.substring(body).getBytes(StandardCharsets.UTF_8);
        List<String> chunks = new ArrayList<>();
        int at = 0;
        while (at < bytes.length) {
            int sizeEnd = at;
            while (bytes[sizeEnd] != '\r') {
                sizeEnd++;
            }
            int size = Integer.parseInt(new String(bytes, at, sizeEnd - at, StandardCharsets.US_ASCII), 16);
            int start = sizeEnd + 2;
            if (start + size + 2 > bytes.length) {
                chunks.add(new String(bytes, start, bytes.length - start, StandardCharsets.UTF_8));
                break; // reading stopped in it
            }
            assertEquals("\r\n", new String(bytes, start + size, 2, StandardCharsets.US_ASCII));
            chunks.add(new String(bytes, start, size, StandardCharsets.UTF_8));
            at = start + size + 2;
        }
        return chunks;
    }

    private static List<String> events(List<String> chunks) {
        List<String> events = new ArrayList<>();
        for (String chunk : chunks.subList(0, chunks.size() - 1)) {
            assertTrue(chunk.endsWith("\n\n"), "no whole event: " + chunk);
            for (String event : chunk.split("\n\n", 0)) {
                assertTrue(event.matches("(?s)(retry: \\d+\n)?(event: \\S+\n)?data: \\{[^\n]*}\nid: \\S+"), event);
                events.add(event);
            }
        }
        return events;
    }
}
