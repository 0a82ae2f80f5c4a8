package dev.parley.simulate.storm;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** How late messages arrive, by when they were said: with those whom something happens to, and with all others. */
public final class Timeline {
    public static final double BIN = 0.5; // seconds

    private static final int DIGITS = 2;
    private static final double TO_MICROS = 1e6;

    private final List<Histogram> concerned = new ArrayList<>();
    private final List<Histogram> others = new ArrayList<>();

    Timeline(double seconds) {
        for (int i = 0; i < Math.ceil(seconds / BIN); i++) {
            concerned.add(new Histogram(DIGITS));
            others.add(new Histogram(DIGITS));
        }
    }

    /**
     * So many deliveries of a message.
     *
     * @param said when, in seconds
     * @param late how much later it arrived
     */
    void add(double said, double late, int deliveries, boolean isConcerned) {
        List<Histogram> bins = isConcerned ? concerned : others;
        int bin = Math.min(bins.size() - 1, (int) (said / BIN));
        bins.get(bin).recordValueWithCount(Math.round(late * TO_MICROS), deliveries);
    }

    public int bins() {
        return others.size();
    }

    /** In ms; NaN where nothing was delivered. */
    public double concerned(int bin, double percentile) {
        return millis(concerned.get(bin), percentile);
    }

    public double others(int bin, double percentile) {
        return millis(others.get(bin), percentile);
    }

    /** Over the whole time, in ms. */
    public double concerned(double percentile) {
        return millis(sum(concerned), percentile);
    }

    public double others(double percentile) {
        return millis(sum(others), percentile);
    }

    /** How many deliveries there were. */
    public long deliveries() {
        return sum(concerned).getTotalCount() + sum(others).getTotalCount();
    }

    public long deliveriesToConcerned() {
        return sum(concerned).getTotalCount();
    }

    private static Histogram sum(List<Histogram> bins) {
        Histogram sum = new Histogram(DIGITS);
        bins.forEach(sum::add);
        return sum;
    }

    private static double millis(Histogram histogram, double percentile) {
        return histogram.getTotalCount() == 0 ? Double.NaN : histogram.getValueAtPercentile(percentile) / 1e3;
    }
}
