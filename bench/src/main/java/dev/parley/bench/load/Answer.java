package dev.parley.bench.load;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Reads the answers on a keep-alive connection, one after the other. Not thread-safe. */
final class Answer {
    private static final byte[] END_OF_CHUNKS = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final byte[] bytes = new byte[64 * 1024];
    private ResponseHead head;

    /**
     * Returns the status.
     *
     * @throws IOException when no whole answer comes
     */
    int read(InputStream in) throws IOException {
        int length = 0;
        head = null;
        do {
            int count = in.read(bytes, length, bytes.length - length);
            if (count <= 0) {
                throw new EOFException("the answer to a POST ended early, or is endless");
            }
            length += count;
            head = head == null ? ResponseHead.parse(bytes, length) : head;
        } while (!isWhole(length));
        return head.status();
    }

    /** Whether the server ends the connection after the last answer. */
    boolean isLast() {
        return head.isLast();
    }

    private boolean isWhole(int length) {
        if (head == null) {
            return false;
        }
        if (!head.isChunked()) {
            return head.status() == 204 || length >= head.length() + Math.max(0, head.contentLength());
        }
        int tail = length - END_OF_CHUNKS.length;
        return tail >= head.length()
                && java.util.Arrays.equals(bytes, tail, length, END_OF_CHUNKS, 0, END_OF_CHUNKS.length);
    }
}
