package dev.parley.relay;

import dev.parley.channel.EventId;
import dev.parley.channel.Message;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The retained tail of a channel: frames back to back, each encoded once, addressed by an offset that only grows.
 *
 * <p>Bytes live in segments. A frame never straddles two, and bytes that {@link #end} covers never change, so any number
 * of connections write slices of the same memory. A segment is dropped when its last message is no longer retained, and later where that would cut off
 * readers who are just a moment behind a flood; a write still under way keeps just that segment alive.
 *
 * <p>Threading: writers hold this object's monitor. {@link #end()} and {@link #read} take no lock: a writer fills the
 * bytes, then publishes the segments, then the end, and a reader looks at them in the opposite order.
 */
final class Tail {
    /** The position after the newest message, and that message's id. */
    record End(EventId id, long offset) {}

    /** Where a reader stands: before the byte at {@code offset}, having read up to {@code cursor}. */
    record Position(EventId cursor, long offset) {}

    /** What is retained: where a reader of all of it starts, and the ids of its ends (0-0 when there is nothing). */
    record Bounds(Position start, EventId oldest, EventId head) {}

    /** @param content a hash, to tell when an id comes again with something else */
    private record Entry(EventId id, long start, int content) {}

    /** @param begun as System.nanoTime */
    private record Segment(long base, ByteBuffer bytes, long begun) {}

    private static final int SMALLEST_SEGMENT = 1024;
    private static final int LARGEST_SEGMENT = 64 * 1024;

    // So far a reader may fall behind in any case: a thousand short messages may be a quarter of a second of a flood.
    private static final int LAG_BYTES = 2 * 1024 * 1024;
    private static final long LAG_NANOS = TimeUnit.SECONDS.toNanos(10);

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
        append(message, end.offset(), segments);
    }

    /** Drops everything, because this message does not join on. Readers are told why by {@link #reasonAt}. */
    synchronized void restartWith(Message message, ResetReason reason) {
        append(message, forgetAll(reason), new Segment[0]);
    }

    /** Drops everything. Readers are told why by {@link #reasonAt}. */
    synchronized void restart(ResetReason reason) {
        long start = forgetAll(reason);
        segments = new Segment[0];
        end = new End(EventId.BEGINNING, start);
    }

    /** Why the bytes at an offset are gone. */
    synchronized ResetReason reasonAt(long offset) {
        return offset < restartedAt ? restartReason : ResetReason.LAGGING;
    }

    /** Whether this very message is retained, and not another one under its id. */
    synchronized boolean contains(Message message) {
        return entries.stream()
                .anyMatch(entry -> entry.id().equals(message.id())
                        && entry.content() == message.json().hashCode());
    }

    /** Whether the id is older than all that is retained. */
    synchronized boolean isPast(EventId id) {
        return !entries.isEmpty() && entries.getFirst().id().isAfter(id);
    }

    synchronized Bounds bounds() {
        Entry first = entries.peekFirst();
        return first == null
                ? new Bounds(new Position(end.id(), end.offset()), end.id(), end.id())
                : new Bounds(new Position(first.id().predecessor(), first.start()), first.id(), end.id());
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

    /** Where a reader who has read up to {@code cursor} goes on; empty when something after it is not here. */
    synchronized Optional<Position> after(EventId cursor) {
        long next = end.offset();
        if (cursor.equals(end.id())) {
            return Optional.of(new Position(cursor, next));
        }
        // From the newest: a cursor is nearly always close to the end.
        for (Iterator<Entry> newestFirst = entries.descendingIterator(); newestFirst.hasNext(); ) {
            Entry entry = newestFirst.next();
            if (entry.id().equals(cursor)) {
                return Optional.of(new Position(cursor, next));
            }
            next = entry.start();
        }
        return Optional.of(bounds().start()).filter(start -> start.cursor().equals(cursor));
    }

    /** @return an offset at which no reader stands: a byte before it is never written */
    private long forgetAll(ResetReason reason) {
        entries.clear();
        restartedAt = end.offset() + 1;
        restartReason = reason;
        return restartedAt;
    }

    private void append(Message message, long start, Segment[] current) {
        byte[] frame = message.frame();
        segmentFor(frame.length, start, current).put(frame);
        entries.addLast(new Entry(message.id(), start, message.json().hashCode()));
        end = new End(message.id(), start + frame.length);
        trim();
    }

    private ByteBuffer segmentFor(int length, long start, Segment[] current) {
        if (current.length > 0 && current[current.length - 1].bytes().remaining() >= length) {
            return current[current.length - 1].bytes();
        }
        // As large as what is retained already: a quiet channel stays small, a busy one gets few and long segments.
        long retained = entries.isEmpty() ? 0 : start - entries.getFirst().start();
        int size = Math.max(length, (int) Math.max(SMALLEST_SEGMENT, Math.min(LARGEST_SEGMENT, retained)));
        Segment added = new Segment(start, ByteBuffer.allocate(size), System.nanoTime());
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
        while (dropped + 1 < current.length
                && current[dropped + 1].base() <= oldest
                && isOutOfReach(current[dropped + 1])) {
            dropped++;
        }
        if (dropped > 0) {
            segments = Arrays.copyOfRange(current, dropped, current.length);
        }
    }

    /** Whether a reader who stands before this segment lags too much to be waited for. */
    private boolean isOutOfReach(Segment next) {
        return end.offset() - next.base() > LAG_BYTES || System.nanoTime() - next.begun() > LAG_NANOS;
    }
}
