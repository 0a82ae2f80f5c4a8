package dev.parley.channel;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * SSE events as the bytes that go over the wire: each a chunk of its own (see {@link Chunks}). Data is always JSON on one line,
 * so no line of a frame needs splitting; the rules are those of the WHATWG HTML standard, section "Server-sent events".
 *
 * <p>The id comes last, directly before the blank line: many clients take it as their cursor as soon as they have read the
 * line, and one that is cut before the end of an event must not skip it.
 */
public final class Frame {
    private static final String MESSAGE = "";

    private Frame() {}

    // An id is an EventId, or, on a stream of several channels, a composite id (see Cursor).

    /** An event of the default type, which EventSource hands to {@code onmessage}. */
    public static byte[] of(String id, String data) {
        return of(id, MESSAGE, data);
    }

    public static byte[] of(String id, String event, String data) {
        return of(id, body(event, data));
    }

    /** All of an event but its id: the same for all streams that are told it. */
    public static byte[] body(String event, String data) {
        return utf8(lines(event, data));
    }

    /** An event with such a body. */
    public static byte[] of(String id, byte[] body) {
        byte[] end = utf8(idLine(id));
        ByteBuffer chunk = ByteBuffer.allocate(Chunks.length(body.length + end.length));
        Chunks.end(Chunks.put(body.length + end.length, chunk).put(body).put(end));
        return chunk.array();
    }

    /** The first event of a stream, which also sets the reconnection time (in ms). */
    public static byte[] welcome(int retry, String id, String data) {
        return chunk(retry(retry) + block(id, "welcome", data));
    }

    /**
     * The last event of a stream, or its only one.
     *
     * @param retry in ms
     * @param id empty for a client that has none yet
     * @param reason a word
     */
    public static byte[] bye(int retry, String id, String reason) {
        String data = "{\"reason\":\"" + reason + "\",\"retry\":" + retry + "}";
        return chunk(retry(retry) + block(id, "bye", data));
    }

    private static String retry(int millis) {
        return "retry: " + millis + "\n";
    }

    private static String block(String id, String event, String data) {
        return lines(event, data) + idLine(id);
    }

    private static String lines(String event, String data) {
        String type = event.equals(MESSAGE) ? "" : "event: " + event + "\n";
        return type + "data: " + Json.onOneLine(data) + "\n";
    }

    private static String idLine(String id) {
        return id.isEmpty() ? "\n" : "id: " + id + "\n\n";
    }

    private static byte[] chunk(String block) {
        return Chunks.of(utf8(block));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
