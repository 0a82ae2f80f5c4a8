package dev.parley.relay;

import dev.parley.channel.EventId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Messages of one channel for a stream of several: the log's own frames, but each id line holds the stream's positions in
 * all channels. What is made here lives until it is written; the frames themselves stay shared.
 *
 * <p>A piece is bounded, so that each channel gets its turn and a reader that has stopped holds little.
 */
final class CompositeFrames {
    private static final int MAX_PIECE = 16 * 1024;
    private static final int ID_START = "id: ".length();

    /** Ready to be written. */
    final ByteBuffer bytes;

    /** How far this gets in the log, in bytes. */
    final int taken;

    /** Of the last message. */
    final EventId cursor;

    /**
     * Takes as many frames as fit into a piece, and at least one.
     *
     * @param frames whole ones, as a log has them
     * @param before what an id begins with, in front of the message's own id
     * @param after what it ends with, behind it
     */
    CompositeFrames(ByteBuffer frames, String before, String after) {
        byte[] log = frames.array();
        int start = frames.arrayOffset() + frames.position();
        int limit = frames.arrayOffset() + frames.limit();
        byte[] prefix = utf8(before);
        byte[] suffix = utf8(after);
        int added = prefix.length + suffix.length;

        int end = frameEnd(log, start);
        int count = 1;
        int last = start;
        while (end < limit) {
            int next = frameEnd(log, end);
            if (next - start + (count + 1) * added > MAX_PIECE) {
                break;
            }
            last = end;
            end = next;
            count++;
        }
        bytes = ByteBuffer.allocate(end - start + count * added);
        for (int frame = start; frame < end; frame = copy(log, frame, prefix, suffix)) {}
        bytes.flip();
        taken = end - start;
        cursor = EventId.parse(
                new String(log, last + ID_START, lineEnd(log, last) - last - ID_START, StandardCharsets.US_ASCII));
    }

    /** @return where the next frame begins */
    private int copy(byte[] log, int frame, byte[] prefix, byte[] suffix) {
        int idEnd = lineEnd(log, frame);
        int end = frameEnd(log, frame);
        bytes.put(log, frame, ID_START)
                .put(prefix)
                .put(log, frame + ID_START, idEnd - frame - ID_START)
                .put(suffix)
                .put(log, idEnd, end - idEnd);
        return end;
    }

    private static int lineEnd(byte[] log, int from) {
        int i = from;
        while (log[i] != '\n') {
            i++;
        }
        return i;
    }

    /** A blank line ends a frame, and there is none in it (data is one line of JSON). */
    private static int frameEnd(byte[] log, int from) {
        int end = lineEnd(log, from);
        while (log[end + 1] != '\n') {
            end = lineEnd(log, end + 1);
        }
        return end + 2;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
