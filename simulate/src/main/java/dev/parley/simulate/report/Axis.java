package dev.parley.simulate.report;

/** From values to places on a line, by their logarithm. */
record Axis(double least, double most, double from, double to) {
    double place(double value) {
        double within = Math.min(most, Math.max(least, value));
        return from + (to - from) * Math.log(within / least) / Math.log(most / least);
    }
}
