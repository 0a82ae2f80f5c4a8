package dev.parley.reliability;

import java.util.BitSet;

/**
 * What one client has heard. A reset, after which the stream begins again at what is retained, begins a new section; within
 * one, each message is new, later than the one before, and the next of its epoch.
 *
 * <p>Threading: guarded by its fleet.
 */
final class Transcript {
    private final BitSet heard = new BitSet();
    private final BitSet section = new BitSet();
    private long epoch;
    private long n;
    private int doubled;
    private int outOfOrder;
    private int gaps;
    private int resets;
    private long lastArrival;
    private long longestSilence;

    /** @param number in the ledger; now as System.nanoTime */
    void message(int number, String id, long now) {
        int dash = id.indexOf('-');
        long itsEpoch = Long.parseLong(id.substring(0, dash));
        long itsN = Long.parseLong(id.substring(dash + 1));
        if (section.get(number)) {
            doubled++;
        } else if (!section.isEmpty()) {
            checkThatItFollows(itsEpoch, itsN);
        }
        heard.set(number);
        section.set(number);
        epoch = itsEpoch;
        n = itsN;
        if (lastArrival != 0) {
            longestSilence = Math.max(longestSilence, now - lastArrival);
        }
        lastArrival = now;
    }

    void reset() {
        resets++;
        section.clear();
    }

    boolean hasHeard(BitSet numbers) {
        return missing(numbers).isEmpty();
    }

    BitSet missing(BitSet numbers) {
        BitSet missing = (BitSet) numbers.clone();
        missing.andNot(heard);
        return missing;
    }

    int doubled() {
        return doubled;
    }

    int outOfOrder() {
        return outOfOrder;
    }

    /** Places at which a number of the epoch was left out. */
    int gaps() {
        return gaps;
    }

    int resets() {
        return resets;
    }

    /** Between two messages, in ns. */
    long longestSilence() {
        return longestSilence;
    }

    private void checkThatItFollows(long itsEpoch, long itsN) {
        if (itsEpoch < epoch || (itsEpoch == epoch && itsN < n)) {
            outOfOrder++;
        } else if (itsEpoch == epoch ? itsN != n + 1 : itsN != 0) {
            gaps++;
        }
    }
}
