package dev.parley.bench.load;

import java.util.BitSet;
import java.util.concurrent.atomic.AtomicInteger;

/** What one phase publishes: hands out the messages' numbers, and keeps those that the server accepted. Thread-safe. */
final class Ledger {
    /** Bounds a flood: the bits of a thousand listeners then take 250 MB at most. */
    static final int MOST_NUMBERS = 2_000_000;

    private final AtomicInteger[] next;
    private final BitSet[] accepted;

    Ledger(int channels) {
        next = new AtomicInteger[channels];
        accepted = new BitSet[channels];
        for (int i = 0; i < channels; i++) {
            next[i] = new AtomicInteger();
            accepted[i] = new BitSet();
        }
    }

    int channels() {
        return next.length;
    }

    int nextNumber(int channel) {
        return next[channel].getAndIncrement();
    }

    void accepted(int channel, int number) {
        synchronized (accepted[channel]) {
            accepted[channel].set(number);
        }
    }

    /** Messages that the server accepted, in a channel. */
    int accepted(int channel) {
        synchronized (accepted[channel]) {
            return accepted[channel].cardinality();
        }
    }

    long accepted() {
        long sum = 0;
        for (int i = 0; i < channels(); i++) {
            sum += accepted(i);
        }
        return sum;
    }

    long[] acceptedBits(int channel) {
        synchronized (accepted[channel]) {
            return accepted[channel].toLongArray();
        }
    }
}
