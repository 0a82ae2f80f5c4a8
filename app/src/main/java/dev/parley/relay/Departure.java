package dev.parley.relay;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/**
 * The order in which a worker's clients are sent away when the instance ends: random, and evenly over a time, so that the
 * instances they go to are not stormed.
 *
 * <p>Threading: confined to the worker's thread.
 */
final class Departure {
    private final List<Subscription> order = new ArrayList<>();
    private boolean begun;
    private int gone;
    private long start;
    private long nanosPerClient;

    /** @param later by which part of the time between two clients: another one for each worker, or they would all send one at once */
    void begin(Collection<Share> shares, Duration over, double later) {
        begun = true;
        shares.forEach(share -> share.forEachConnection(order::add));
        Collections.shuffle(order);
        nanosPerClient = over.toNanos() / Math.max(1, order.size());
        start = System.nanoTime() + (long) (later * nanosPerClient);
    }

    boolean hasBegun() {
        return begun;
    }

    /** Until the next client is due; very long when there is none. */
    long nanosToNext() {
        return gone < order.size() ? start + gone * nanosPerClient - System.nanoTime() : Long.MAX_VALUE;
    }

    void sendAwayWhoIsDue() {
        while (nanosToNext() <= 0) {
            order.get(gone++).end();
        }
    }
}
