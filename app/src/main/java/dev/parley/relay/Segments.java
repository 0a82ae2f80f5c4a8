package dev.parley.relay;

import dev.parley.channel.EventId;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The memory of a tail, in pieces. A frame never straddles two, and bytes that the tail's end covers never change, so any
 * number of connections write slices of the same memory. What is dropped lives on for as long as a write of it is under way.
 *
 * <p>Threading: {@link #read} takes no lock; all else is for the tail, under its monitor.
 */
final class Segments {
    /**
     * Some memory, and what it holds.
     *
     * @param before the cursor of whoever has read all up to its first byte
     * @param begun as System.nanoTime
     */
    private record Segment(long base, EventId before, ByteBuffer bytes, long begun) {}

    private static final int SMALLEST = 1024;
    private static final int LARGEST = 64 * 1024;
    private static final Segment[] NONE = {};

    // So far a reader may fall behind in any case: a thousand short messages may be a quarter of a second of a flood.
    private static final int LAG_BYTES = 2 * 1024 * 1024;
    private static final long LAG_NANOS = TimeUnit.SECONDS.toNanos(10);

    private volatile Segment[] array = NONE;
    private long bytes;

    /** What they take of memory. */
    long bytes() {
        return bytes;
    }

    /**
     * The bytes from {@code offset} towards {@code upTo}, as far as they lie in one piece.
     *
     * @return null when they are not here any more
     */
    Tail.Piece read(long offset, Tail.End upTo) {
        Segment[] current = array;
        long pieceEnd = upTo.offset();
        EventId cursor = upTo.id();
        for (int i = current.length - 1; i >= 0; i--) {
            Segment segment = current[i];
            if (segment.base() <= offset) {
                ByteBuffer piece = segment.bytes()
                        .duplicate()
                        .limit((int) (pieceEnd - segment.base()))
                        .position((int) (offset - segment.base()));
                return new Tail.Piece(piece, cursor);
            }
            if (segment.base() < pieceEnd) {
                pieceEnd = segment.base();
                cursor = segment.before();
            }
        }
        return null;
    }

    /**
     * Writes a frame behind all others.
     *
     * @param base its offset
     * @param before the cursor of whoever has read all that comes before it
     * @param retained how many bytes the tail has
     */
    void append(byte[] frame, long base, EventId before, long retained) {
        Segment[] current = array;
        Segment last = current.length == 0 ? null : current[current.length - 1];
        if (last == null || last.bytes().remaining() < frame.length) {
            // As large as what is retained already: a quiet channel stays small, a busy one gets few and long segments.
            int size = (int) Math.max(SMALLEST, Math.min(LARGEST, retained));
            last = segment(base, before, ByteBuffer.allocate(Math.max(frame.length, size)));
            Segment[] longer = Arrays.copyOf(current, current.length + 1);
            longer[current.length] = last;
            last.bytes().put(frame);
            replaceBy(longer);
        } else {
            last.bytes().put(frame);
        }
    }

    /**
     * Puts frames in front of all others.
     *
     * @param base the offset of the first
     * @param before the cursor of whoever has read all that comes before them; {@code after}, of whoever has read them
     */
    void prepend(List<byte[]> frames, long base, EventId before, EventId after) {
        ByteBuffer memory = ByteBuffer.allocate(
                frames.stream().mapToInt(frame -> frame.length).sum());
        frames.forEach(memory::put);
        Segment[] current = array;
        Segment[] longer = new Segment[current.length + 1];
        longer[0] = segment(base, before, memory);
        System.arraycopy(current, 0, longer, 1, current.length);
        if (current.length > 0) { // which only knew that something came before it
            longer[1] = new Segment(current[0].base(), after, current[0].bytes(), current[0].begun());
        }
        replaceBy(longer);
    }

    /** Drops what ends before an offset, unless a reader may still be there who is just a moment behind a flood. */
    void dropBefore(long oldest, long end) {
        Segment[] current = array;
        int dropped = 0;
        while (dropped + 1 < current.length
                && current[dropped + 1].base() <= oldest
                && isOutOfReach(current[dropped + 1], end)) {
            dropped++;
        }
        if (dropped > 0) {
            replaceBy(Arrays.copyOfRange(current, dropped, current.length));
        }
    }

    /** Keeps what lies between two offsets, in as little memory as it takes. */
    void compact(long start, EventId before, Tail.End end) {
        if (start == end.offset()) {
            clear();
            return;
        }
        ByteBuffer memory = ByteBuffer.allocate((int) (end.offset() - start));
        for (long at = start; at < end.offset(); ) {
            ByteBuffer piece = read(at, end).bytes();
            at += piece.remaining();
            memory.put(piece);
        }
        replaceBy(new Segment[] {segment(start, before, memory)});
    }

    void clear() {
        replaceBy(NONE);
    }

    private void replaceBy(Segment[] replacement) {
        long total = 0;
        for (Segment segment : replacement) {
            total += segment.bytes().capacity();
        }
        bytes = total;
        array = replacement;
    }

    /** Whether a reader who stands before this segment lags too much to be waited for. */
    private static boolean isOutOfReach(Segment next, long end) {
        return end - next.base() > LAG_BYTES || System.nanoTime() - next.begun() > LAG_NANOS;
    }

    private static Segment segment(long base, EventId before, ByteBuffer bytes) {
        return new Segment(base, before, bytes, System.nanoTime());
    }
}
