package dev.parley.relay;

/** A connection that listens to a family: with it, the connection is among those that are told what becomes of the family. */
final class FamilySeat extends Seat {
    /**
     * How a stream listens to a family.
     *
     * @param mark what began after it is new to the client
     * @param version of what was known when its members were chosen
     */
    record Interest(LiveFamily family, long mark, int version) {}

    final LiveFamily family;
    final long mark;

    int seen; // the version of what was known when members were chosen last; guarded by Following

    FamilySeat(Subscription subscription, Interest interest, Share share) {
        super(subscription, share);
        this.family = interest.family();
        this.mark = interest.mark();
        this.seen = interest.version();
    }
}
