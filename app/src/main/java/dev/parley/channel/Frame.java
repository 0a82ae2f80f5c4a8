package dev.parley.channel;

/**
 * SSE events as text. Data is always JSON on one line, so no line of a frame needs splitting; the rules are those of the
 * WHATWG HTML standard, section "Server-sent events".
 */
public final class Frame {
    private Frame() {}

    // An id is an EventId, or, on a stream of several channels, a composite id (see Cursor).

    /** An event of the default type, which EventSource hands to {@code onmessage}. */
    public static String of(String id, String data) {
        return "id: " + id + "\ndata: " + data + "\n\n";
    }

    public static String of(String id, String event, String data) {
        return "id: " + id + "\nevent: " + event + "\ndata: " + data + "\n\n";
    }

    /** A block without data: it fires nothing, and sets the reconnection time (in ms) and the cursor. */
    public static String priming(int retry, String cursor) {
        return "retry: " + retry + "\nid: " + cursor + "\n\n";
    }

    /** The last event of a stream whose instance goes away. */
    public static String bye(int retry, String cursor) {
        return "retry: " + retry + "\n" + of(cursor, "bye", "{\"retry\":" + retry + "}");
    }
}
