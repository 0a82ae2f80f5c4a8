package dev.parley.relay;

/**
 * A connection's place among those that one worker wakes together.
 *
 * <p>Threading: see {@link Share}.
 */
abstract class Seat {
    static final int NOT_IN_SHARE = -1;

    final Subscription subscription;
    final Share share;

    // Confined to the share's worker.
    int indexInShare = NOT_IN_SHARE;
    boolean left;

    Seat(Subscription subscription, Share share) {
        this.subscription = subscription;
        this.share = share;
    }

    /** Whether it stands for the whole connection where each connection counts once. */
    boolean isFirst() {
        return subscription.isFirst(this);
    }
}
