package dev.parley.simulate.report;

import java.util.Locale;

/** Figures as people read them. */
final class Words {
    private Words() {}

    static String count(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }

    /** Of a core. */
    static String percent(double cores) {
        return String.format(Locale.ROOT, cores < 0.1 ? "%.1f %%" : "%,.0f %%", cores * 100);
    }

    static String bytes(double value) {
        if (value < 1e6) {
            return String.format(Locale.ROOT, "%,.0f kB", value / 1e3);
        }
        return value < 1e9
                ? String.format(Locale.ROOT, "%,.0f MB", value / 1e6)
                : String.format(Locale.ROOT, "%,.1f GB", value / 1e9);
    }

    static String millis(double value) {
        if (Double.isNaN(value)) {
            return "–";
        }
        return value < 1_000
                ? String.format(Locale.ROOT, value < 10 ? "%.1f ms" : "%.0f ms", value)
                : String.format(Locale.ROOT, "%.1f s", value / 1_000);
    }
}
