package dev.parley.support;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** What is in the chunks of an HTTP/1.1 body; ends where the connection does, though that is in the middle of a chunk. */
public final class ChunkedInput extends FilterInputStream {
    private int left;
    private boolean over;

    public ChunkedInput(InputStream in) {
        super(in);
    }

    /** Whether the last chunk has come, which says that the body is complete. */
    public boolean isComplete() {
        return over;
    }

    @Override
    public int read() throws IOException {
        if (left == 0 && !beginChunk()) {
            return -1;
        }
        int next = in.read();
        if (--left == 0 && next >= 0) {
            readLine();
        }
        return next;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        int next = length == 0 ? 0 : read();
        if (next < 0) {
            return -1;
        }
        int count = 0;
        while (count < length) {
            to[offset + count++] = (byte) next;
            if (left == 0 || in.available() == 0 || count == length) {
                break;
            }
            next = read();
        }
        return count;
    }

    private boolean beginChunk() throws IOException {
        String size = over ? "" : readLine();
        if (!size.isEmpty()) {
            left = Integer.parseInt(size, 16);
            over = left == 0;
        }
        return left > 0;
    }

    /** Empty when the connection ends before it does. */
    private String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                return "";
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }
}
