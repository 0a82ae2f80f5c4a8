package dev.parley.bench.load;

/**
 * What is published in a phase.
 *
 * @param rate messages/s over all channels in turn, or {@link #FLAT_OUT}
 * @param seconds how long
 * @param size characters of a message
 * @param posters connections that publish, with one POST in flight each
 */
public record Speech(int rate, double seconds, int size, int posters) {
    public static final int FLAT_OUT = 0;
    public static final int USUAL_SIZE = 100;

    public static Speech atRate(int rate, double seconds, int posters) {
        return new Speech(rate, seconds, USUAL_SIZE, posters);
    }

    public static Speech flatOut(double seconds, int posters) {
        return new Speech(FLAT_OUT, seconds, USUAL_SIZE, posters);
    }

    /** One message in each channel, as fast as it goes. */
    public static Speech once(int channels, int posters) {
        return new Speech(channels * 10, 0.1, USUAL_SIZE, posters);
    }

    public Speech withSize(int characters) {
        return new Speech(rate, seconds, characters, posters);
    }
}
