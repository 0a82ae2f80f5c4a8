package dev.parley.relay;

import dev.parley.channel.EventId;
import dev.parley.channel.Message;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * The newest messages of a channel: frames back to back, each encoded once, addressed by an offset that only grows. A message
 * is dropped when it is no longer retained. Older ones can be put in front, and dropped again when memory is needed elsewhere.
 *
 * <p>Threading: writers hold this object's monitor. {@link #end()} and {@link #read} take no lock: a writer fills the
 * bytes, then publishes the segments, then the end, and a reader looks at them in the opposite order.
 */
final class Tail {
    /** The position after the newest message, and that message's id. */
    record End(EventId id, long offset) {}

    /** Where a reader stands: before the byte at {@code offset}, having read up to {@code cursor}. */
    record Position(EventId cursor, long offset) {}

    /** Bytes in one piece, and the cursor of whoever has read them. */
    record Piece(ByteBuffer bytes, EventId cursor) {}

    /** A message and its bytes on the wire, which are made before any lock is taken. */
    static final class Framed {
        private final Message message;
        private final byte[] frame;

        private Framed(Message message) {
            this.message = message;
            this.frame = message.frame();
        }

        static Framed of(Message message) {
            return new Framed(message);
        }

        Message message() {
            return message;
        }

        /** Not to be changed. */
        byte[] frame() {
            return frame;
        }
    }

    private final Retention retention;
    private final LogBudget budget;
    private final Segments segments = new Segments();

    // Guarded by this.
    private final MessageIndex index = new MessageIndex();
    private int newest; // the content of the message at the end, as in the index, which may not have it any more
    private long accounted; // bytes that the budget knows of
    private long restartedAt = Long.MIN_VALUE;
    private ResetReason restartReason = ResetReason.EXPIRED;
    private EventId brokenBefore = EventId.BEGINNING; // something between it and the one before is lost

    private volatile End end = new End(EventId.BEGINNING, 0); // written under this, read by anyone

    Tail(Retention retention, LogBudget budget) {
        this.retention = retention;
        this.budget = budget;
    }

    End end() {
        return end;
    }

    /**
     * The bytes from {@code offset} towards {@code upTo}, as far as they lie in one piece.
     *
     * @return null when they are not here any more
     */
    Piece read(long offset, End upTo) {
        return segments.read(offset, upTo);
    }

    synchronized void append(Framed next) {
        boolean isFirst = end.id().equals(EventId.BEGINNING);
        append(next, end.offset(), isFirst ? next.message().id().predecessor() : end.id());
    }

    /** Drops everything, because this message does not join on. Readers are told why by {@link #restartedFor}. */
    synchronized void restartWith(Framed next, ResetReason reason) {
        append(next, forgetAll(reason), next.message().id().predecessor());
    }

    /** Who stands before this message, which comes next, can't go on here: something between is lost. Those who begin here may. */
    synchronized void breakBefore(EventId next) {
        brokenBefore = next;
    }

    /** Drops everything. Readers are told why by {@link #restartedFor}. */
    synchronized void restart(ResetReason reason) {
        end = new End(EventId.BEGINNING, forgetAll(reason));
        account();
    }

    /**
     * Puts older messages in front.
     *
     * @param older ascending, up to the one before the oldest that is here
     * @param oldest the one before which they come
     * @return false when there is no room for all, that is no longer the oldest, or something between is lost
     */
    synchronized boolean prepend(List<Framed> older, EventId oldest) {
        if (older.isEmpty() || index.isEmpty() || !index.id(0).equals(oldest) || !joins(older, oldest)) {
            return false;
        }
        int left = Math.max(0, index.size() + older.size() - retention.messages());
        List<Framed> added = older.subList(Math.min(left, older.size()), older.size());
        if (!added.isEmpty()) {
            EventId before = added.get(0).message().id().predecessor();
            EventId after = added.get(added.size() - 1).message().id();
            long start = index.start(0);
            for (int i = added.size() - 1; i >= 0; i--) {
                Message message = added.get(i).message();
                start -= added.get(i).frame().length;
                index.addOldest(message.id(), start, content(message));
            }
            segments.prepend(added.stream().map(Framed::frame).toList(), start, before, after);
            account();
        }
        return left == 0;
    }

    /** Keeps the newest messages, as many as take so many bytes, and gives back all other memory. */
    synchronized void shrinkTo(long bytes) {
        int dropped = index.firstFrom(end.offset() - bytes);
        Position start = position(dropped);
        index.removeOldest(dropped);
        index.compact();
        segments.compact(start.offset(), start.cursor(), end);
        account();
    }

    /** Gives all memory back, for good. */
    synchronized void close() {
        forgetAll(ResetReason.LAGGING);
        account();
    }

    /** Why what comes after an offset is lost for who stands there; null when it is just not here. */
    synchronized ResetReason restartedFor(long offset) {
        return offset < restartedAt ? restartReason : null;
    }

    /** Whether this very message came before, and not another one under its id, as far as that can still be told. */
    synchronized boolean knows(Message message) {
        EventId id = message.id();
        if (id.equals(end.id())) {
            return newest == content(message);
        }
        int found = index.find(id);
        if (found != MessageIndex.NONE) {
            return index.content(found) == content(message);
        }
        EventId oldest = index.isEmpty() ? end.id() : index.id(0);
        return id.epoch() == end.id().epoch() && oldest.isAfter(id);
    }

    /** Tells the message at the end from another one under its id. */
    synchronized int newestContent() {
        return newest;
    }

    /** What {@link #newestContent} is of a message. */
    static int content(Message message) {
        return message.json().hashCode();
    }

    /** What is here takes of memory. */
    synchronized long bytes() {
        return accounted;
    }

    /** The position before all that is here. */
    synchronized Position start() {
        return position(0);
    }

    /** The oldest message that is here; empty when there is none. */
    synchronized Optional<EventId> oldest() {
        return index.isEmpty() ? Optional.empty() : Optional.of(index.id(0));
    }

    /** The position before the newest {@code count} messages; empty when there are not so many. */
    synchronized Optional<Position> beforeNewest(int count) {
        int first = index.size() - count;
        return first < 0 ? Optional.empty() : Optional.of(position(first));
    }

    /**
     * Where a reader who has read up to {@code cursor} goes on; empty when something after it is not here. That is also so
     * for the beginning, unless nothing was ever said: there may be more than is here.
     */
    synchronized Optional<Position> after(EventId cursor) {
        if (brokenBefore.isAfter(cursor) && end.id().compareTo(brokenBefore) >= 0) {
            return Optional.empty();
        }
        if (cursor.equals(end.id())) {
            return Optional.of(position(index.size()));
        }
        int found = index.find(cursor);
        if (found != MessageIndex.NONE) {
            return Optional.of(position(found + 1));
        }
        return Optional.of(start()).filter(start -> start.cursor().equals(cursor) && !cursor.equals(EventId.BEGINNING));
    }

    private static boolean joins(List<Framed> older, EventId oldest) {
        EventId last = older.get(older.size() - 1).message().id();
        return last.isDirectlyBefore(oldest) || (oldest.n() == 0 && oldest.isAfter(last));
    }

    /** Before the message with this number, or at the end. */
    private Position position(int number) {
        if (number == index.size()) {
            return new Position(end.id(), end.offset());
        }
        EventId cursor = number == 0 ? index.id(0).predecessor() : index.id(number - 1);
        return new Position(cursor, index.start(number));
    }

    /** @return an offset at which no reader stands: a byte before it is never written */
    private long forgetAll(ResetReason reason) {
        index.clear();
        segments.clear();
        restartedAt = end.offset() + 1;
        restartReason = reason;
        return restartedAt;
    }

    private void append(Framed next, long start, EventId before) {
        Message message = next.message();
        long retained = index.isEmpty() ? 0 : start - index.start(0);
        segments.append(next.frame(), start, before, retained);
        index.addNewest(message.id(), start, content(message));
        newest = content(message);
        end = new End(message.id(), start + next.frame().length);
        trim();
        account();
    }

    private void trim() {
        int dropped = Math.max(0, index.size() - retention.messages());
        while (dropped < index.size() - 1 && end.offset() - index.start(dropped) > retention.bytes()) {
            dropped++;
        }
        index.removeOldest(dropped);
        segments.dropBefore(index.start(0), end.offset());
    }

    private void account() {
        long bytes = index.bytes() + segments.bytes();
        long more = bytes - accounted;
        accounted = bytes;
        if (more != 0) {
            budget.add(more);
        }
    }
}
