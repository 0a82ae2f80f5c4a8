package dev.parley.relay;

import dev.parley.channel.EventId;

/**
 * One connection's place in one of its channels.
 *
 * <p>Threading: see {@link Subscription}, whose part this is.
 */
final class Position extends Seat {
    final ChannelLog log;
    final int since; // the number of the newest change of state when it began

    // Confined to the write loop.
    long offset; // in the log, when there is no backfill
    EventId cursor; // where that is
    int told; // the number of the last change of state that the stream was told
    boolean knowsPeople; // whether it was told who is here

    volatile Backfill backfill; // what comes before the log; null when there is nothing. Written by the write loop

    Position(Subscription subscription, Start start, Share share) {
        super(subscription, share);
        this.log = start.log();
        this.offset = start.offset();
        this.cursor = start.cursor();
        this.backfill = start.backfill();
        this.since = log.slots().newest();
    }

    /** Goes on to there; returns how many messages lie between, as far as their ids tell. */
    long moveTo(EventId newCursor) {
        EventId old = cursor;
        cursor = newCursor;
        return old.epoch() == newCursor.epoch() ? newCursor.n() - old.n() : newCursor.n() + 1;
    }

    /** Wakes the connection, on the worker's thread. */
    void wakeLater() {
        share.wake(this);
    }
}
