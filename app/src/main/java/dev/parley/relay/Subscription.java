package dev.parley.relay;

import dev.parley.channel.EventId;
import dev.parley.channel.Frame;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * One connection's position in the log of its channel.
 *
 * <p>Threading: {@link #next} is called by the connection's write loop, one thread at a time, which also confines the
 * fields marked so. {@link #wake} and {@link #checkSilence} come from the fan-out worker. A wake-up is never lost: the
 * loop must run again after a wake that came while it ran (as Jetty's IteratingCallback does).
 */
public final class Subscription implements AutoCloseable {
    static final int NOT_IN_SHARE = -1;

    private final Relay relay;
    private final ChannelLog log;
    private final Share share;
    private final Slot status;

    // Confined to the write loop.
    private long offset;
    private int statusSent;
    private ByteBuffer opening;
    private boolean ended;

    private volatile long lastSent = System.nanoTime();
    private volatile boolean beatDue;
    private volatile boolean ending;
    private volatile Outlet outlet; // null until started

    // Confined to the share's worker.
    int indexInShare = NOT_IN_SHARE;
    boolean left;

    Subscription(Relay relay, ChannelLog log, Share share, Slot status, long offset, String opening) {
        this.relay = relay;
        this.log = log;
        this.share = share;
        this.status = status;
        this.offset = offset;
        this.opening = utf8(opening);
        this.statusSent = status.versionOfNewcomers();
    }

    /** From now on, the outlet is woken when there may be something to write. */
    public void start(Outlet outlet) {
        this.outlet = outlet;
        share.join(this);
    }

    /** The bytes to write next, to be written whole; null when the connection is up to date, or has ended. */
    public ByteBuffer next() {
        ByteBuffer bytes = nextBytes();
        if (bytes != null) {
            lastSent = System.nanoTime();
        }
        return bytes;
    }

    /** Whether there will never be more to write, because the client has been sent away. */
    public boolean hasEnded() {
        return ended;
    }

    /** To be called once, at any time; frees what this subscription holds. */
    @Override
    public void close() {
        share.leave(this);
        relay.release(log);
    }

    /** Sends the client away: it gets what there is, then {@code bye}. */
    void end() {
        ending = true;
        wake();
    }

    /** Breaks the connection. */
    void abort() {
        outlet.abort();
    }

    void wake() {
        outlet.wake();
    }

    /**
     * Wakes a silent stream for its heartbeat. One that has been silent for much longer has not even taken heartbeats: its
     * client is as good as gone, and may come back with its cursor.
     *
     * @param now as System.nanoTime
     */
    void checkSilence(long now, Silence silence) {
        long silent = now - lastSent;
        if (silent >= silence.stalled()) {
            abort();
        } else if (silent >= silence.heartbeat()) {
            beatDue = true;
            wake();
        }
    }

    private ByteBuffer nextBytes() {
        if (ended) {
            return null; // nothing follows a farewell
        }
        if (opening != null) {
            ByteBuffer bytes = opening;
            opening = null;
            return bytes;
        }
        Tail.End end = log.tail().end();
        return offset < end.offset() ? messages(end) : state(end.id());
    }

    private ByteBuffer messages(Tail.End end) {
        beatDue = false; // a stream that carries messages is not silent
        ByteBuffer bytes = log.tail().read(offset, end);
        if (bytes == null) {
            return reset();
        }
        offset += bytes.remaining();
        return bytes;
    }

    private ByteBuffer reset() {
        ResetReason reason = log.tail().reasonAt(offset);
        Tail.Bounds bounds = log.tail().bounds();
        offset = bounds.start().offset();
        return utf8(reason.frame(bounds));
    }

    /** Only for a connection that stands at {@code cursor}, the end of the log. */
    private ByteBuffer state(EventId cursor) {
        Slot.Value current = status.value();
        if (current.version() != statusSent) {
            statusSent = current.version();
            return utf8(Frame.of(cursor, current.event(), current.data()));
        }
        if (beatDue) {
            beatDue = false;
            return utf8(Frame.of(cursor, "heartbeat", "{\"at\":" + System.currentTimeMillis() + "}"));
        }
        if (ending) {
            ended = true;
            return utf8(Frame.bye(Relay.randomRetry(), cursor));
        }
        return null;
    }

    private static ByteBuffer utf8(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
