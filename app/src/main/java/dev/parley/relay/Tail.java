package dev.parley.relay;

import dev.parley.channel.EventId;
import dev.parley.channel.Message;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.OptionalLong;

/**
 * The retained tail of a channel: frames back to back, each encoded once, addressed by an offset that only grows.
 *
 * <p>Bytes live in segments. A frame never straddles two, and bytes that {@link #end} covers never change, so any number
 * of connections write slices of the same memory. A segment is dropped when its last message is no longer retained; a
 * write still under way keeps just that segment alive.
 *
 * <p>Threading: writers hold this object's monitor. {@link #end()} and {@link #read} take no lock: a writer fills the
 * bytes, then publishes the segments, then the end, and a reader looks at them in the opposite order.
 */
final class Tail {
    /** The position after the newest message, and that message's id. */
    record End(EventId id, long offset) {}

    /** Where a reader stands: before the byte at {@code offset}, having read up to {@code cursor}. */
    record Position(EventId cursor, long offset) {}

    private record Entry(EventId id, long start) {}

    private record Segment(long base, ByteBuffer bytes) {}

    private static final int SMALLEST_SEGMENT = 1024;
    private static final int LARGEST_SEGMENT = 64 * 1024;

    private final Retention retention;

    // Guarded by this.
    private final Deque<Entry> entries = new ArrayDeque<>();
    private long restartedAt;
    private ResetReason restartReason = ResetReason.EXPIRED;

    // Written under this, read by anyone.
    private volatile Segment[] segments = {};
    private volatile End end = new End(EventId.BEGINNING, 0);

    Tail(Retention retention) {
        this.retention = retention;
    }

    End end() {
        return end;
    }

    /**
     * The bytes from {@code offset} towards {@code upTo}, as far as they lie in one piece.
     *
     * @return null when they are no longer retained
     */
    ByteBuffer read(long offset, End upTo) {
        Segment[] current = segments;
        long pieceEnd = upTo.offset();
        for (int i = current.length - 1; i >= 0; i--) {
            Segment segment = current[i];
            if (segment.base() <= offset) {
                int from = (int) (offset - segment.base());
                return segment.bytes()
                        .duplicate()
                        .limit((int) (pieceEnd - segment.base()))
                        .position(from);
            }
            pieceEnd = Math.min(pieceEnd, segment.base());
        }
        return null;
    }

    synchronized void append(Message message) {
        byte[] frame = message.frame();
        long start = end.offset();
        segmentFor(frame.length, start).put(frame);
        entries.addLast(new Entry(message.id(), start));
        end = new End(message.id(), start + frame.length);
        trim();
    }

    /** Drops everything, because this message does not join on. */
    synchronized void restartWith(Message message, ResetReason reason) {
        restart(reason);
        append(message);
    }

    /** Drops everything: what comes next does not join on. Whoever reads on is told why by {@link #reasonAt}. */
    synchronized void restart(ResetReason reason) {
        entries.clear();
        segments = new Segment[0];
        end = new End(EventId.BEGINNING, end.offset() + 1); // a byte that is never written: no old position is current
        restartedAt = end.offset();
        restartReason = reason;
    }

    /** Why the bytes at an offset are gone. */
    synchronized ResetReason reasonAt(long offset) {
        return offset < restartedAt ? restartReason : ResetReason.LAGGING;
    }

    synchronized boolean contains(EventId id) {
        return entries.stream().anyMatch(entry -> entry.id().equals(id));
    }

    /** The position before the oldest retained message. */
    synchronized Position oldest() {
        Entry first = entries.peekFirst();
        return first == null
                ? new Position(end.id(), end.offset())
                : new Position(first.id().predecessor(), first.start());
    }

    /** The id of the oldest retained message. */
    synchronized EventId oldestId() {
        Entry first = entries.peekFirst();
        return first == null ? end.id() : first.id();
    }

    /** The position before the newest {@code count} messages, or before all of them when there are fewer. */
    synchronized Position beforeNewest(int count) {
        Position position = new Position(end.id(), end.offset());
        Iterator<Entry> newestFirst = entries.descendingIterator();
        long start = end.offset();
        for (int i = 0; newestFirst.hasNext(); i++) {
            Entry entry = newestFirst.next();
            if (i == count) {
                return new Position(entry.id(), start);
            }
            start = entry.start();
            position = new Position(entry.id().predecessor(), start);
        }
        return position;
    }

    /** The offset at which a reader who has read up to {@code cursor} goes on, when nothing after it is missing. */
    synchronized OptionalLong after(EventId cursor) {
        long next = end.offset();
        if (cursor.equals(end.id())) {
            return OptionalLong.of(next);
        }
        // From the newest: a cursor is nearly always close to the end.
        for (Iterator<Entry> newestFirst = entries.descendingIterator(); newestFirst.hasNext(); ) {
            Entry entry = newestFirst.next();
            if (entry.id().equals(cursor)) {
                return OptionalLong.of(next);
            }
            next = entry.start();
        }
        return cursor.equals(oldest().cursor()) ? OptionalLong.of(next) : OptionalLong.empty();
    }

    private ByteBuffer segmentFor(int length, long start) {
        Segment[] current = segments;
        if (current.length > 0 && current[current.length - 1].bytes().remaining() >= length) {
            return current[current.length - 1].bytes();
        }
        // As large as what is retained already: a quiet channel stays small, a busy one gets few and long segments.
        long retained = start - oldest().offset();
        int size = Math.max(length, (int) Math.max(SMALLEST_SEGMENT, Math.min(LARGEST_SEGMENT, retained)));
        Segment added = new Segment(start, ByteBuffer.allocateDirect(size));
        Segment[] longer = Arrays.copyOf(current, current.length + 1);
        longer[current.length] = added;
        segments = longer;
        return added.bytes();
    }

    private void trim() {
        while (entries.size() > retention.messages()
                || (entries.size() > 1 && end.offset() - entries.getFirst().start() > retention.bytes())) {
            entries.removeFirst();
        }
        long oldest = entries.getFirst().start();
        Segment[] current = segments;
        int dropped = 0;
        while (dropped + 1 < current.length && current[dropped + 1].base() <= oldest) {
            dropped++;
        }
        if (dropped > 0) {
            segments = Arrays.copyOfRange(current, dropped, current.length);
        }
    }
}
