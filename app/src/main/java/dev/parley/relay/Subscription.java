package dev.parley.relay;

import dev.parley.channel.Channels;
import dev.parley.channel.Person;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * One connection's positions in the logs of its channels. Channels take turns, each with a bounded piece, so a flooded one
 * does not starve a quiet one.
 *
 * <p>Threading: {@link #opening} and {@link #missed} are called by whoever opens the connection, before it is started; {@link #next} by
 * the connection's write loop, one thread at a time, which also confines the fields marked so. {@link #wake} and {@link
 * #checkSilence} come from the fan-out worker; all channels of a connection are served by the same one. A wake-up is never lost: the
 * loop must run again after a wake that came while it ran. Only the loop changes which channels there are, as {@link Following} finds,
 * and only while it is not closed, which this object's monitor guards: so whoever closes it frees all positions.
 */
public final class Subscription implements AutoCloseable {
    /** Bytes that one connection may write before others are served: a client may read as fast as we write. */
    private static final int MAX_TURN = 256 * 1024;

    /** Bytes that the socket of a stream that begins takes in any case. */
    private static final int MAX_MISSED = 8 * 1024;

    private final Relay relay;
    private final Person person; // null for one who gave no name
    private final String client;
    private final int since; // the number of the newest change of the relay's state when it began
    private final int heartbeatMillis;
    private final Tenure tenure; // null where it may go on for ever
    private final Following following; // null when there are no families

    private volatile Position[] positions; // written by the write loop, under this, unless it is closed

    // Confined to the write loop.
    private int turn;
    private int sentInTurn; // bytes, since it last had nothing to write
    private int told; // the number of the last change of the relay's state that the stream was told
    private boolean ended;
    private boolean catchesUp = true; // with what was said before it began
    private boolean mayReadNext; // a backfill is over, and another of this stream may be waiting for that

    private volatile Backfill reading; // of all its channels, one at a time; null when there is none
    private volatile boolean closed;
    private volatile long lastSent = System.nanoTime();
    private volatile boolean beatDue;
    private volatile ByeReason ending; // null while it is to go on
    private volatile Outlet outlet; // null until started

    /**
     * Made for a connection that is not there yet.
     *
     * @param channels what it was asked for
     * @param opened what was found of them
     * @param heartbeat how long it may be silent
     * @param worker the number of the fan-out worker that serves it
     */
    Subscription(
            Relay relay,
            Subscriber subscriber,
            Channels channels,
            Opening.Opened opened,
            Duration heartbeat,
            int worker) {
        this.relay = relay;
        this.person = subscriber.person();
        this.client = subscriber.client();
        this.since = relay.state().newest();
        this.positions = opened.starts().stream()
                .map(start -> new Position(this, start, start.log().share(worker)))
                .toArray(Position[]::new);
        this.heartbeatMillis = (int) Math.min(heartbeat.toMillis(), Integer.MAX_VALUE);
        this.tenure = subscriber.permit() == null ? null : new Tenure(subscriber.permit(), System.currentTimeMillis());
        this.following = channels.families().isEmpty() ? null : new Following(this, relay, worker, channels, opened);
    }

    /**
     * What the stream begins with, a few KB at most, to be written before it is started.
     *
     * @param you who listens and what they may, as JSON; null where they are not told that
     */
    public byte[] opening(String you) {
        byte[] bytes = events().welcome(heartbeatMillis, you);
        relay.meters().wrote(bytes.length);
        return bytes;
    }

    /**
     * What the client has missed, to be written right behind the opening: so who comes back is live with one write, and one reading.
     *
     * @return null when it is nothing, or more than a few KB, or must be looked for first; then it comes when the stream is started
     */
    public ByteBuffer missed() {
        boolean isOver = tenure != null && (tenure.withdraw() || tenure.over() != null);
        if (isOver || !isOfOne() || positions[0].backfill != null) {
            return null;
        }
        Position position = positions[0];
        Tail.End end = position.log.tail().end();
        long missing = end.offset() - position.offset;
        Tail.Piece piece =
                missing > 0 && missing <= MAX_MISSED ? position.log.tail().read(position.offset, end) : null;
        if (piece == null) {
            return null;
        }
        relay.meters().wrote(piece.bytes().remaining());
        return take(position, piece);
    }

    /** From now on, the outlet is woken when there may be something to write. */
    public void start(Outlet outlet) {
        this.outlet = outlet;
        for (Position position : positions) {
            position.share.join(position);
        }
        if (following != null) {
            following.seats().forEach(seat -> seat.share.join(seat));
            following.update(); // since it was opened
        }
        review(); // it may have been withdrawn before it could be found here
    }

    /**
     * The bytes to write next, to be written whole; null when the connection is up to date, when it has ended, or when it has
     * had its turn: then it is woken again when others have had theirs.
     */
    public ByteBuffer next() {
        if (sentInTurn >= MAX_TURN) {
            sentInTurn = 0;
            first().share.later(this::wake);
            return null;
        }
        ByteBuffer bytes = nextBytes();
        if (bytes == null) {
            sentInTurn = 0;
        } else {
            sentInTurn += bytes.remaining();
            lastSent = System.nanoTime();
            relay.meters().wrote(bytes.remaining());
        }
        return bytes;
    }

    /** Whether what comes next was said before the stream began, at the client's wish. In the write loop. */
    public boolean catchesUp() {
        return catchesUp;
    }

    /** Whether there will never be more to write, because the client has been sent away. */
    public boolean hasEnded() {
        return ended;
    }

    /** To be called once, at any time; frees what this subscription holds. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        for (Position position : positions) {
            Backfill backfill = position.backfill;
            if (backfill != null) {
                backfill.close();
            }
            position.share.leave(position);
        }
        if (following != null) {
            following.seats().forEach(seat -> seat.share.leave(seat));
            following.close();
        }
        relay.leave(this);
    }

    /** Whether it is known who listens, so that others see that they are here. */
    public boolean hasName() {
        return person != null;
    }

    /** In whose turn its backfills are read. */
    String client() {
        return client;
    }

    /** Whether a backfill may hold a page now. In the write loop. */
    boolean mayRead(Backfill backfill) {
        if (reading != null && reading != backfill) {
            return false;
        }
        reading = backfill;
        return true;
    }

    /** A backfill is over. In the write loop. */
    void hasRead(Backfill backfill) {
        if (reading == backfill) {
            reading = null;
            mayReadNext = true;
        }
    }

    /** Null for one who gave no name. */
    Person person() {
        return person;
    }

    Position[] positions() {
        return positions;
    }

    /** Null when there are no families. */
    Following following() {
        return following;
    }

    boolean isFirst(Seat seat) {
        return first() == seat;
    }

    /** Sends the client away: it gets what there is, then {@code bye}. */
    void end() {
        end(ByeReason.DRAINING);
    }

    /** The same, for another reason. */
    void end(ByeReason reason) {
        ending = reason;
        wake();
    }

    /** Breaks the connection. */
    void abort() {
        outlet.abort();
    }

    void wake() {
        outlet.wake();
    }

    /** The same, on the worker's thread. */
    void wakeLater() {
        first().share.wake(first());
    }

    /** Ends the stream, if what allows it does not hold any more. */
    void review() {
        if (tenure != null && tenure.withdraw()) {
            wake();
        }
    }

    /**
     * Wakes a silent stream for its heartbeat. One that has been silent for much longer has not even taken heartbeats: its
     * client is as good as gone, and may come back with its cursor. So is one that takes nothing of a page that is kept for it.
     *
     * @param now as System.nanoTime
     */
    void checkSilence(long now, Silence silence) {
        checkTenure();
        long silent = now - lastSent;
        Backfill page = reading;
        if (silent >= silence.stalled() || (silent >= Silence.STALLED_PAGE && page != null && page.holdsPage())) {
            abort();
        } else if (silent >= TimeUnit.MILLISECONDS.toNanos(heartbeatMillis)) {
            beatDue = true;
            wake();
        }
    }

    private void checkTenure() {
        if (tenure == null) {
            return;
        }
        long now = System.currentTimeMillis();
        if (tenure.look(now)) {
            wake();
        }
        if (tenure.isOverdue(now)) {
            abort();
        }
    }

    private ByteBuffer nextBytes() {
        if (ended) {
            return null; // nothing follows a farewell
        }
        if (tenure != null && tenure.over() != null) {
            return bye(tenure.over());
        }
        if (following != null) {
            follow();
        }
        do {
            mayReadNext = false;
            for (int i = 0; i < positions.length; i++) {
                Position position = positions[turn];
                turn = (turn + 1) % positions.length;
                ByteBuffer bytes = nextOf(position);
                if (bytes != null) {
                    return bytes;
                }
            }
        } while (mayReadNext);
        return stateOfStream();
    }

    /** Joins and leaves members of its families. */
    private void follow() {
        Following.Change change = following.next();
        if (change == null) {
            return;
        }
        int left = 0;
        for (Position position : positions) {
            if (change.leaves(position.log)) {
                left += leave(position) ? 1 : 0;
            }
        }
        change.joining().forEach(this::join);
        following.done(change, left);
    }

    private void join(Start start) {
        Position position = new Position(this, start, start.log().share(following.worker()));
        relay.came(position);
        synchronized (this) {
            if (!closed) {
                Position[] more = Arrays.copyOf(positions, positions.length + 1);
                more[positions.length] = position;
                positions = more;
                position.share.join(position);
                return;
            }
        }
        relay.leave(position);
    }

    private boolean leave(Position position) {
        synchronized (this) {
            if (closed) {
                return false;
            }
            positions =
                    Arrays.stream(positions).filter(other -> other != position).toArray(Position[]::new);
            turn = 0;
        }
        if (position.backfill != null) {
            position.backfill.close();
            hasRead(position.backfill);
        }
        position.share.leave(position);
        relay.leave(position);
        return true;
    }

    private ByteBuffer nextOf(Position position) {
        if (position.backfill != null) {
            ByteBuffer older = older(position, position.backfill);
            if (older != null || position.backfill != null) {
                return older;
            }
        }
        Tail.End end = position.log.tail().end();
        if (position.offset < end.offset()) {
            return messages(position, end);
        }
        relay.meters().delivered(position.moveTo(end.id()));
        Slots.Value change = position.log.slots().after(position.told, position.knowsPeople, position.since, person);
        if (change == null) {
            return null;
        }
        position.told = change.number();
        position.knowsPeople |= change.state().isAboutPeople();
        return events().frame(position, change);
    }

    /** What comes before the log; null when there is nothing yet, or no more. */
    private ByteBuffer older(Position position, Backfill backfill) {
        Backfill.Reset reset = backfill.advance(position);
        if (reset != null) {
            relay.meters().reset(reset.reason());
            return events().frame(position, ResetReason.EVENT, reset.data());
        }
        ByteBuffer frames = backfill.frames();
        if (!frames.hasRemaining()) {
            return null;
        }
        beatDue = false; // a stream that carries messages is not silent
        if (isOfOne()) {
            ByteBuffer all = frames.slice();
            frames.position(frames.limit());
            relay.meters().delivered(position.moveTo(backfill.last()));
            return all;
        }
        CompositeFrames piece = piece(position, frames);
        frames.position(frames.position() + piece.taken);
        return piece.bytes;
    }

    private ByteBuffer messages(Position position, Tail.End end) {
        Tail.Piece frames = position.log.tail().read(position.offset, end);
        if (frames == null) {
            return behind(position);
        }
        beatDue = false;
        if (isOfOne()) {
            return take(position, frames);
        }
        CompositeFrames piece = piece(position, frames.bytes());
        position.offset += piece.taken;
        return piece.bytes;
    }

    /** On a stream of one channel. */
    private ByteBuffer take(Position position, Tail.Piece frames) {
        position.offset += frames.bytes().remaining();
        relay.meters().delivered(position.moveTo(frames.cursor()));
        return frames.bytes();
    }

    private CompositeFrames piece(Position position, ByteBuffer frames) {
        CompositeFrames piece = new CompositeFrames(frames, position.log.label(), events().others(position));
        relay.meters().delivered(position.moveTo(piece.cursor));
        return piece;
    }

    /** What comes next is not in memory, or lost. */
    private ByteBuffer behind(Position position) {
        ResetReason lost = position.log.tail().restartedFor(position.offset);
        Backfill backfill = lost == null ? Backfill.lagging(position.cursor) : Backfill.lost(lost);
        position.backfill = backfill;
        if (closed) { // which may have been too early to see it
            backfill.close();
        }
        return older(position, backfill);
    }

    /** Only for a connection that has caught up with all its channels. */
    private ByteBuffer stateOfStream() {
        catchesUp = catchesUp && reading != null;
        Slots.Value change = relay.state().after(told, true, since, person);
        if (change != null) {
            told = change.number();
            return events().frame(change);
        }
        String omission = following == null ? null : following.nextOmission();
        if (omission != null) {
            return events().frame("omitted", omission);
        }
        String warning = tenure == null ? null : tenure.warning();
        if (warning != null) {
            return events().frame("expiring", warning);
        }
        if (beatDue) {
            beatDue = false;
            return events().frame("heartbeat", "{\"at\":" + System.currentTimeMillis() + "}");
        }
        if (ending != null) {
            return bye(ending);
        }
        return null;
    }

    private ByteBuffer bye(ByeReason reason) {
        ended = true;
        return events().bye(reason);
    }

    private boolean isOfOne() {
        return StreamEvents.areOfOne(positions, following);
    }

    private StreamEvents events() {
        return new StreamEvents(positions, following);
    }

    /** What stands for the whole connection where each connection counts once. */
    private Seat first() {
        return following == null ? positions[0] : following.seats().get(0);
    }
}
