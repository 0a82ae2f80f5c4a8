package dev.parley.bench.load;

import java.util.Arrays;

/** The message numbers that one stream has heard in the present phase. */
final class Numbers {
    private long[] bits = new long[1];
    private int phase = -1;

    /** False when it was there already. Forgets everything when another phase begins. */
    boolean add(int inPhase, int number) {
        if (phase != inPhase) {
            phase = inPhase;
            Arrays.fill(bits, 0);
        }
        int word = number >>> 6;
        if (word >= bits.length) {
            bits = Arrays.copyOf(bits, Math.max(word + 1, 2 * bits.length));
        }
        long bit = 1L << number;
        boolean isNew = (bits[word] & bit) == 0;
        bits[word] |= bit;
        return isNew;
    }

    /** How many of these are not there. */
    long missing(int inPhase, long[] wanted) {
        long missing = 0;
        for (int i = 0; i < wanted.length; i++) {
            long heard = phase == inPhase && i < bits.length ? bits[i] : 0;
            missing += Long.bitCount(wanted[i] & ~heard);
        }
        return missing;
    }
}
