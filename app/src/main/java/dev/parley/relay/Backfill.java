package dev.parley.relay;

import dev.parley.channel.EventId;
import dev.parley.channel.Message;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What one reader needs of a channel and its log does not have in memory: read from {@link Past} in small pages, one at a time,
 * until the reader meets the log. Redis also decides whether the reader's cursor can be honoured; when it can't, a reset is
 * told, and the reader goes on from the oldest message that is retained.
 *
 * <p>Pages take a turn from when they are asked for until they are told, so those of all readers together are bounded. Who takes
 * nothing while holding a page is cut off (see {@link Subscription#checkSilence}).
 *
 * <p>Threading: {@link #advance} and what it calls run in the connection's write loop, which confines the fields marked so. A
 * page comes on the thread of the past; it is put down under this object's monitor, and the fan-out worker wakes the loop.
 * {@link #close} may come from anyone at any time: under the monitor, either it gives the turn back or who takes it does.
 */
final class Backfill {
    private enum Mode {
        /** What comes after the cursor, if that is retained. */
        RESUME,
        /** The newest few, for one who has no cursor. */
        LATEST,
        /** Everything, after a reset. */
        LOST
    }

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final int RETRY_MILLIS = 500;

    // Confined to the write loop.
    private Mode mode;
    private ResetReason reason; // of a reset, should there be one; null: to be found out
    private EventId from;
    private boolean isHonoured; // a page has been told
    private EventId toldLost = EventId.BEGINNING; // what was lost before the reader began, or was told of it
    private ByteBuffer frames = NOTHING;
    private EventId last;

    // Guarded by this.
    private Turns turns;
    private Past.Page page;
    private boolean asked;
    private boolean hasTurn;
    private boolean closed;

    private Backfill(Mode mode, EventId from, ResetReason reason) {
        this.mode = mode;
        this.from = from;
        this.reason = reason;
    }

    /** For a client that comes back with this cursor. */
    static Backfill resuming(EventId cursor) {
        return new Backfill(Mode.RESUME, cursor, null);
    }

    /** For one that was here all the time, and fell behind what is in memory. */
    static Backfill lagging(EventId cursor) {
        return new Backfill(Mode.RESUME, cursor, ResetReason.LAGGING);
    }

    /** For one that begins with this message or, when it is not retained, with what follows it. */
    static Backfill latest(EventId first) {
        return new Backfill(Mode.LATEST, first, ResetReason.LAGGING);
    }

    /** For one whose place in the channel is lost. */
    static Backfill lost(ResetReason reason) {
        return new Backfill(Mode.LOST, EventId.BEGINNING, reason);
    }

    /**
     * Goes on from where the reader stands: afterwards there are frames to tell, or it waits, or it is over and the position's
     * backfill is null.
     *
     * @return a reset that is to be told before; null when there is none
     */
    Reset advance(Position position) {
        if (frames.hasRemaining()) {
            return null;
        }
        Past.Page read = takePage();
        if (read != null) {
            return judge(position, read);
        }
        if (isAsked()) {
            return null;
        }
        finishPage(position);
        if (!isWithLog(position) && position.subscription.mayRead(this)) {
            ask(position);
        }
        return null;
    }

    /** What is to be told; whoever has told it has moved its position. */
    ByteBuffer frames() {
        return frames;
    }

    /** The cursor of whoever has read all of {@link #frames}. */
    EventId last() {
        return last;
    }

    /** Whether memory is kept until the client takes it. */
    synchronized boolean holdsPage() {
        return hasTurn && (page != null || !asked);
    }

    void close() {
        synchronized (this) {
            closed = true;
            page = null;
        }
        giveTurnBack();
    }

    /** @param data as in {@link ResetReason#data} */
    record Reset(ResetReason reason, String data) {}

    private Reset judge(Position position, Past.Page read) {
        List<Message> messages = read.messages();
        if (messages.isEmpty()) {
            return nothingThere(position, read);
        }
        EventId first = messages.get(0).id();
        if (mode == Mode.LOST) {
            return reset(position, read, reason);
        }
        if (mode == Mode.RESUME && read.lost().isAfter(toldLost) && read.isBrokenAfter(position.cursor)) {
            return lose(position, ResetReason.UNKNOWN);
        }
        if (mode == Mode.RESUME && first.equals(position.cursor)) {
            messages = messages.subList(1, messages.size());
        } else if (mode == Mode.LATEST) {
            position.cursor = first.predecessor();
            toldLost = read.lost();
        } else if (!first.predecessor().equals(position.cursor)) {
            ResetReason why = reason != null ? reason : ResetReason.of(position.cursor, read.oldest());
            return first.equals(read.oldest()) ? reset(position, read, why) : lose(position, why);
        }
        honour(messages);
        return messages.isEmpty() ? nothingThere(position, read) : null;
    }

    private Reset reset(Position position, Past.Page read, ResetReason why) {
        EventId oldest = read.messages().get(0).id();
        position.cursor = oldest.predecessor();
        toldLost = read.lost();
        honour(read.messages());
        return new Reset(why, why.data(oldest, read.head()));
    }

    /** The cursor lies among messages of which it is none, or behind them: what there is must be read from its beginning. */
    private Reset lose(Position position, ResetReason why) {
        mode = Mode.LOST;
        reason = why;
        from = EventId.BEGINNING;
        finishPage(position);
        return null;
    }

    private void honour(List<Message> messages) {
        isHonoured = true;
        mode = Mode.RESUME;
        reason = ResetReason.LAGGING; // the client was here from now on
        List<byte[]> all = messages.stream().map(Message::frame).toList();
        frames =
                ByteBuffer.allocate(all.stream().mapToInt(frame -> frame.length).sum());
        all.forEach(frames::put);
        frames.flip();
        last = messages.isEmpty() ? null : messages.get(messages.size() - 1).id();
    }

    /**
     * Redis has nothing after the cursor. What is published is stored before, so if the log has something there nevertheless,
     * Redis has lost what lies between.
     */
    private Reset nothingThere(Position position, Past.Page read) {
        finishPage(position);
        if (isWithLog(position)) {
            return null;
        }
        ResetReason why = reason != null ? reason : ResetReason.of(position.cursor, read.oldest());
        if (mode == Mode.RESUME && !isHonoured && !read.head().equals(EventId.BEGINNING)) {
            return lose(position, why);
        }
        Tail tail = position.log.tail();
        Tail.Position start = tail.start();
        boolean isSame =
                mode == Mode.LATEST || (mode == Mode.RESUME && start.cursor().equals(position.cursor));
        join(position, start);
        EventId head = tail.end().id();
        return isSame ? null : new Reset(why, why.data(tail.oldest().orElse(head), head));
    }

    /** Whether the reader has met the log, or only waits for what is published to be heard. */
    private boolean isWithLog(Position position) {
        if (mode != Mode.RESUME) {
            return false;
        }
        Optional<Tail.Position> here = position.log.tail().after(position.cursor);
        here.ifPresent(start -> join(position, start));
        return here.isPresent() || (isHonoured && isAhead(position));
    }

    /** From here on, the log is enough. */
    private void join(Position position, Tail.Position start) {
        position.cursor = start.cursor();
        position.offset = start.offset();
        position.backfill = null;
    }

    /** It is told, or of no use: others may have one, also of this stream, which then looks at all its channels again. */
    private void finishPage(Position position) {
        giveTurnBack();
        position.subscription.hasRead(this);
    }

    private static boolean isAhead(Position position) {
        return position.cursor.isAfter(position.log.tail().end().id());
    }

    private void ask(Position position) {
        EventId start = isHonoured ? position.cursor : from;
        PastPages past = position.log.past();
        synchronized (this) {
            asked = true;
            turns = past.turns();
        }
        String client = position.subscription.client();
        position.log.extension().want(client);
        past.turns().enter(client, () -> read(position, start));
    }

    /** Its turn has come; returns whether it is still wanted. */
    private boolean read(Position position, EventId start) {
        synchronized (this) {
            if (closed) {
                return false;
            }
            hasTurn = true;
        }
        PastPages past = position.log.past();
        past.from(position.log.channel(), start).whenComplete((read, failure) -> {
            if (failure == null) {
                put(read);
                position.wakeLater();
            } else {
                giveTurnBack();
                int delay = RETRY_MILLIS + ThreadLocalRandom.current().nextInt(RETRY_MILLIS);
                past.executeLater(() -> askAgain(position), delay);
            }
        });
        return true;
    }

    private synchronized void put(Past.Page read) {
        page = closed ? null : read;
    }

    private void askAgain(Position position) {
        synchronized (this) {
            asked = false;
        }
        position.wakeLater();
    }

    private synchronized Past.Page takePage() {
        Past.Page taken = page;
        if (taken != null) {
            page = null;
            asked = false;
        }
        return taken;
    }

    private synchronized boolean isAsked() {
        return asked;
    }

    private void giveTurnBack() {
        Turns back;
        synchronized (this) {
            back = hasTurn ? turns : null;
            hasTurn = false;
        }
        if (back != null) {
            back.done();
        }
    }
}
