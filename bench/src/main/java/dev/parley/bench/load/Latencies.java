package dev.parley.bench.load;

import org.HdrHistogram.Histogram;

/** Percentiles of times, in ms. */
public record Latencies(double p50, double p99, double p999, double max) {
    private static final long MOST_NANOS = 120_000_000_000L;

    /** From 1 µs to 2 minutes, to 3 digits. */
    static Histogram histogram() {
        return new Histogram(1_000, MOST_NANOS, 3);
    }

    static void record(Histogram histogram, long nanos) {
        histogram.recordValue(Math.max(0, Math.min(nanos, MOST_NANOS)));
    }

    /** Null when nothing was recorded. */
    static Latencies of(Histogram histogram) {
        if (histogram.getTotalCount() == 0) {
            return null;
        }
        return new Latencies(
                histogram.getValueAtPercentile(50) / 1e6,
                histogram.getValueAtPercentile(99) / 1e6,
                histogram.getValueAtPercentile(99.9) / 1e6,
                histogram.getMaxValue() / 1e6);
    }
}
