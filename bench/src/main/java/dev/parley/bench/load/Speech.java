package dev.parley.bench.load;

/**
 * What is published in a phase.
 *
 * @param rate messages/s over all channels in turn, or {@link #FLAT_OUT}
 * @param seconds how long
 * @param most messages, though the time may not be over
 * @param size characters of a message
 * @param posters connections that publish, with one POST in flight each
 */
public record Speech(int rate, double seconds, int most, int size, int posters) {
    public static final int FLAT_OUT = 0;
    public static final int USUAL_SIZE = 100;
    private static final double MOST_SECONDS = 3;

    public static Speech atRate(int rate, double seconds, int posters) {
        return new Speech(rate, seconds, Ledger.MOST_NUMBERS, USUAL_SIZE, posters);
    }

    public static Speech flatOut(double seconds, int posters) {
        return new Speech(FLAT_OUT, seconds, Ledger.MOST_NUMBERS, USUAL_SIZE, posters);
    }

    /** So many messages flat out, for a few seconds at most. */
    public static Speech times(int messages, int posters) {
        return new Speech(FLAT_OUT, MOST_SECONDS, messages, USUAL_SIZE, posters);
    }

    public Speech withSize(int characters) {
        return new Speech(rate, seconds, most, characters, posters);
    }
}
