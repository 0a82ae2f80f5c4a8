package dev.parley.simulate.report;

import dev.parley.simulate.storm.Storm;
import dev.parley.simulate.storm.Timeline;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

/** How late messages arrive while something happens: a small picture for each. */
final class StormPlot {
    private static final int PANEL = 380;
    private static final int TALL = 230;
    private static final int TOP = 62;
    private static final int COLUMNS = 2;
    private static final double LEAST_MILLIS = 0.1;
    private static final double MOST_MILLIS = 20_000;
    private static final double[] LINES = {0.1, 1, 10, 100, 1_000, 10_000};

    private final Map<Storm, Timeline> storms;

    StormPlot(Map<Storm, Timeline> storms) {
        this.storms = storms;
    }

    String svg() {
        int rows = (storms.size() + COLUMNS - 1) / COLUMNS;
        Svg svg = new Svg(PANEL * COLUMNS, TOP + TALL * rows);
        svg.text(
                12,
                24,
                "h",
                "From when a message is said until it is delivered, ms, by the second in which it is said");
        legend(svg);
        int number = 0;
        for (Map.Entry<Storm, Timeline> storm : storms.entrySet()) {
            double left = PANEL * (number % COLUMNS) + 52;
            double top = TOP + TALL * (number / COLUMNS) + 24;
            panel(svg, left, top, storm.getKey().title(), storm.getValue());
            number++;
        }
        return svg.toString();
    }

    private static void legend(Svg svg) {
        String[] titles = {"those concerned, 99 % within", "half of them", "all others, 99 % within"};
        String[] kinds = {"c1", "c1 dash", "c0"};
        for (int i = 0; i < titles.length; i++) {
            double left = 12 + i * 230;
            svg.line(left, 44, left + 24, 44, "line " + kinds[i]);
            svg.text(left + 30, 48, "", titles[i]);
        }
    }

    private static void panel(Svg svg, double left, double top, String title, Timeline timeline) {
        Axis y = new Axis(LEAST_MILLIS, MOST_MILLIS, top + TALL - 54, top + 8);
        double right = left + PANEL - 76;
        svg.text(left, top - 4, "", title);
        for (double millis : LINES) {
            svg.line(left, y.place(millis), right, y.place(millis), "g");
            svg.text(left - 6, y.place(millis) + 4, "e", millis < 1 ? "0.1" : Words.count(millis));
        }
        double seconds = timeline.bins() * Timeline.BIN;
        for (double second = 0; second <= seconds; second += 10) {
            svg.text(left + (right - left) * second / seconds, top + TALL - 38, "m", Words.count(second) + " s");
        }
        double width = (right - left) / timeline.bins();
        draw(svg, timeline, bin -> timeline.others(bin, 99), y, left, width, "c0");
        draw(svg, timeline, bin -> timeline.concerned(bin, 50), y, left, width, "c1 dash");
        draw(svg, timeline, bin -> timeline.concerned(bin, 99), y, left, width, "c1");
    }

    private static void draw(
            Svg svg, Timeline timeline, IntToDoubleFunction millis, Axis axis, double left, double width, String kind) {
        double[] x = new double[timeline.bins()];
        double[] y = new double[timeline.bins()];
        for (int bin = 0; bin < x.length; bin++) {
            double value = millis.applyAsDouble(bin);
            x[bin] = left + (bin + 0.5) * width;
            y[bin] = Double.isNaN(value) ? Double.NaN : axis.place(value);
        }
        svg.path(x, y, kind);
    }
}
