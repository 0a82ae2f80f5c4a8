package dev.parley.relay;

import dev.parley.channel.EventId;

/**
 * One connection's place in one of its channels.
 *
 * <p>Threading: see {@link Subscription}, whose part this is.
 */
final class Position {
    static final int NOT_IN_SHARE = -1;

    final Subscription subscription;
    final ChannelLog log;
    final Share share;
    final int since; // the number of the newest change of state when it began

    // Confined to the write loop.
    Start reset; // where the client was told to begin instead of where it stood; null when it was told, or needs not be
    long offset;
    EventId cursor; // where that is, as far as it matters: on a single channel, only when the stream has caught up
    int told; // the number of the last change of state that the stream was told
    boolean knowsPeople; // whether it was told who is here

    // Confined to the share's worker.
    int indexInShare = NOT_IN_SHARE;
    boolean left;

    Position(Subscription subscription, Start start, Share share) {
        this.subscription = subscription;
        this.log = start.log();
        this.share = share;
        this.reset = start.reset() == null ? null : start;
        this.offset = start.at().offset();
        this.cursor = start.from();
        this.since = log.slots().newest();
    }

    /** Goes on to there; returns how many messages lie between, as far as their ids tell. */
    long moveTo(EventId newCursor) {
        EventId old = cursor;
        cursor = newCursor;
        return old.epoch() == newCursor.epoch() ? newCursor.n() - old.n() : newCursor.n() + 1;
    }

    /** Whether it stands for the whole connection where each connection counts once. */
    boolean isFirst() {
        return subscription.isFirst(this);
    }
}
