package dev.parley.relay;

import dev.parley.channel.Chunks;
import dev.parley.channel.EventId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Messages of one channel for a stream of several: the log's own frames, but each id line holds the stream's positions in
 * all channels, and they are one chunk. What is made here lives until it is written; the frames themselves stay shared.
 *
 * <p>A piece is bounded, so that each channel gets its turn and a reader that has stopped holds little.
 */
final class CompositeFrames {
    private static final int MAX_PIECE = 16 * 1024;
    private static final String ID = "id: ";
    private static final byte[] END = {'\n', '\n'};

    /** Ready to be written. */
    final ByteBuffer bytes;

    /** How far this gets in the log, in bytes. */
    final int taken;

    /** Of the last message. */
    final EventId cursor;

    /**
     * Takes as many frames as fit into a piece, and at least one.
     *
     * @param frames whole ones, as a log has them: each a chunk
     * @param before what an id begins with, in front of the message's own id
     * @param after what it ends with, behind it
     */
    CompositeFrames(ByteBuffer frames, String before, String after) {
        byte[] log = frames.array();
        int start = frames.arrayOffset() + frames.position();
        int limit = frames.arrayOffset() + frames.limit();
        byte[] prefix = ascii(before);
        byte[] suffix = ascii(after);

        int end = start;
        int last = start;
        int content = 0;
        while (end < limit) {
            int more = Chunks.contentEnd(log, end) - Chunks.contentStart(log, end) + prefix.length + suffix.length;
            if (content > 0 && Chunks.length(content + more) > MAX_PIECE) {
                break;
            }
            last = end;
            content += more;
            end = Chunks.next(Chunks.contentEnd(log, end));
        }
        bytes = Chunks.put(content, ByteBuffer.allocate(Chunks.length(content)));
        for (int frame = start; frame < end; frame = copy(log, frame, prefix, suffix)) {}
        Chunks.end(bytes).flip();
        taken = end - start;
        cursor = EventId.parse(id(log, Chunks.contentEnd(log, last)));
    }

    /** @return where the next frame begins */
    private int copy(byte[] log, int frame, byte[] prefix, byte[] suffix) {
        int start = Chunks.contentStart(log, frame);
        int end = Chunks.contentEnd(log, frame);
        int id = idStart(log, end);
        int idEnd = end - END.length;
        bytes.put(log, start, id - start)
                .put(prefix)
                .put(log, id, idEnd - id)
                .put(suffix)
                .put(END);
        return Chunks.next(end);
    }

    private static String id(byte[] log, int end) {
        int id = idStart(log, end);
        return new String(log, id, end - END.length - id, StandardCharsets.US_ASCII);
    }

    /** Where the id begins of a frame that ends there: it stands in the last line before the blank one. */
    private static int idStart(byte[] log, int end) {
        int i = end - END.length;
        while (log[i - 1] != '\n') {
            i--;
        }
        return i + ID.length();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
