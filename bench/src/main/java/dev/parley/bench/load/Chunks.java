package dev.parley.bench.load;

/** Takes the chunk sizes of HTTP/1.1's chunked coding out of a body, which may come in any pieces. */
final class Chunks {
    private long left; // of the present chunk
    private boolean isInSize;

    /** Moves the content of {@code bytes[from, to)} together at {@code from}; returns where it ends. */
    int strip(byte[] bytes, int from, int to) {
        int end = from;
        int at = from;
        while (at < to) {
            if (left > 0 && !isInSize) {
                int count = (int) Math.min(left, to - at);
                if (end != at) {
                    System.arraycopy(bytes, at, bytes, end, count);
                }
                left -= count;
                end += count;
                at += count;
            } else {
                sizeLine(bytes[at++]);
            }
        }
        return end;
    }

    /** The line break after a chunk, and the line with the size of the next. Nobody sends extensions. */
    private void sizeLine(byte next) {
        int digit = Character.digit(next, 16);
        if (digit >= 0) {
            left = left * 16 + digit;
            isInSize = true;
        } else if (next == '\n') {
            isInSize = false;
        }
    }
}
