package dev.parley.wire.http;

import java.util.ArrayList;
import java.util.List;

/** Takes a body out of its framing, and keeps where the chunks ended. Not thread-safe. */
final class Body {
    /** Takes what is in the body, in any pieces. */
    interface Sink {
        void content(byte[] bytes, int from, int to);
    }

    private final boolean isChunked;
    private final long length; // -1: until the connection ends
    private final List<Integer> borders = new ArrayList<>();
    private final StringBuilder line = new StringBuilder(); // of a chunk's size
    private int count;
    private long left; // of the present chunk
    private boolean isAfterChunk; // the line break that follows a chunk is due
    private boolean isWhole;
    private String fault = "";

    /** @param isBodyless as the answer to HEAD is, whatever its headers say */
    Body(Head head, boolean isBodyless) {
        boolean hasNone = isBodyless || head.status() == 204 || head.status() == 304;
        isChunked = head.isChunked() && !hasNone;
        length = hasNone ? 0 : isChunked ? -1 : head.contentLength();
        isWhole = length == 0;
    }

    void feed(byte[] bytes, int from, int to, Sink sink) {
        int at = from;
        while (at < to && fault.isEmpty()) {
            if (isWhole) {
                fault = "bytes after the end of the body";
            } else if (!isChunked) {
                at = take(bytes, at, length < 0 ? to : (int) Math.min(to, at + length - count), sink);
                isWhole = count == length;
            } else if (left > 0) {
                int end = (int) Math.min(to, at + left);
                left -= end - at;
                at = take(bytes, at, end, sink);
                isAfterChunk = left == 0;
                if (isAfterChunk) {
                    borders.add(count);
                }
            } else {
                control((char) bytes[at++]);
            }
        }
    }

    /** Where in the body chunks ended, ascending. */
    List<Integer> borders() {
        return borders;
    }

    boolean isWhole() {
        return isWhole;
    }

    /** What breaks the framing, or empty. */
    String fault() {
        return fault;
    }

    private int take(byte[] bytes, int from, int to, Sink sink) {
        sink.content(bytes, from, to);
        count += to - from;
        return to;
    }

    /** A size line, the line break after a chunk, or a trailer. */
    private void control(char next) {
        if (next != '\n') {
            line.append(next);
            return;
        }
        String text = line.toString().strip();
        line.setLength(0);
        if (isAfterChunk) {
            isAfterChunk = false;
            fault = text.isEmpty() ? "" : "no line break after a chunk";
        } else if (left < 0) {
            isWhole = text.isEmpty(); // after the trailers
        } else {
            size(text.replaceFirst(";.*", "").strip());
        }
    }

    private void size(String digits) {
        if (!digits.matches("[0-9a-fA-F]{1,8}")) {
            fault = "\"" + digits + "\" where a chunk's size is due";
        } else {
            left = Long.parseLong(digits, 16);
            if (left == 0) {
                left = -1; // the last chunk; trailers and an empty line follow
            }
        }
    }
}
