package dev.parley.channel;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The chunked coding of HTTP/1.1 (RFC 9112, section 7.1): the size in hex, CRLF, the content, CRLF.
 *
 * <p>A chunk of a stream holds whole frames. So whoever reads chunks reads events, none of them waits for more bytes to come,
 * and an answer that was cut is seen to be incomplete, since its last chunk, an empty one, never comes.
 */
public final class Chunks {
    private static final byte[] CRLF = {'\r', '\n'};

    private Chunks() {}

    /** One chunk. */
    static byte[] of(byte[] content) {
        byte[] chunk = new byte[length(content.length)];
        put(content.length, ByteBuffer.wrap(chunk)).put(content).put(CRLF);
        return chunk;
    }

    /** How many bytes a chunk of so many bytes of content has. */
    public static int length(int content) {
        return Integer.toHexString(content).length() + CRLF.length + content + CRLF.length;
    }

    /** Writes what stands before so many bytes of content; {@link #end} writes what follows them. */
    public static ByteBuffer put(int content, ByteBuffer to) {
        return to.put(Integer.toHexString(content).getBytes(StandardCharsets.US_ASCII))
                .put(CRLF);
    }

    public static ByteBuffer end(ByteBuffer to) {
        return to.put(CRLF);
    }

    /** Where the content begins of the chunk that begins at an index. */
    public static int contentStart(byte[] bytes, int chunk) {
        int i = chunk;
        while (bytes[i] != '\n') {
            i++;
        }
        return i + 1;
    }

    /** Where it ends. */
    public static int contentEnd(byte[] bytes, int chunk) {
        int size = 0;
        int i = chunk;
        for (; bytes[i] != '\r'; i++) {
            size = 16 * size + Character.digit(bytes[i], 16);
        }
        return i + CRLF.length + size;
    }

    /** Where the next chunk begins. */
    public static int next(int contentEnd) {
        return contentEnd + CRLF.length;
    }

    /** A copy of what is in whole chunks, for clients of HTTP/1.0, which knows none. */
    public static ByteBuffer contents(ByteBuffer chunks) {
        byte[] bytes = chunks.array();
        int limit = chunks.arrayOffset() + chunks.limit();
        ByteBuffer contents = ByteBuffer.allocate(chunks.remaining());
        for (int chunk = chunks.arrayOffset() + chunks.position(); chunk < limit; ) {
            int start = contentStart(bytes, chunk);
            int end = contentEnd(bytes, chunk);
            contents.put(bytes, start, end - start);
            chunk = next(end);
        }
        return contents.flip();
    }
}
