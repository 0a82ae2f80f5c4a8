package dev.parley.simulate.model;

/**
 * What people do.
 *
 * @param channels how many there are; each is spoken in as often as any other
 * @param listeners streams, over all channels
 * @param zipf the exponent by which channels differ in size (1: the second largest has half as many listeners as the largest, …);
 *     0 where all have as many
 * @param rate messages/s, over all channels
 * @param characters of a message
 */
public record Chat(String name, int channels, int listeners, double zipf, double rate, int characters) {
    private static final int USUAL_CHARACTERS = 100;

    public Chat {
        if (channels < 1 || listeners < 0 || rate < 0 || zipf < 0 || characters < 0) {
            throw new IllegalArgumentException("a chat has a channel at least, and nothing less than 0");
        }
    }

    /** Channels of one size. */
    public static Chat of(String name, int channels, int listeners, double rate) {
        return new Chat(name, channels, listeners, 0, rate, USUAL_CHARACTERS);
    }

    public Chat byZipf(double exponent) {
        return new Chat(name, channels, listeners, exponent, rate, characters);
    }

    /** Messages/s in each channel. */
    public double ratePerChannel() {
        return rate / channels;
    }

    /** How many listen to each channel: the largest first, and together all of them. */
    public int[] sizes() {
        double[] weights = new double[channels];
        double sum = 0;
        for (int i = 0; i < channels; i++) {
            weights[i] = Math.pow(i + 1, -zipf);
            sum += weights[i];
        }
        int[] sizes = new int[channels];
        double due = 0;
        int placed = 0;
        for (int i = 0; i < channels; i++) {
            due += weights[i] / sum * listeners;
            sizes[i] = (int) Math.round(due) - placed;
            placed += sizes[i];
        }
        return sizes;
    }
}
