package dev.parley.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Horizontal bars in an SVG: a group for each row, and in it a bar for each series. */
final class BarChart {
    private static final int WIDTH = 760;
    private static final int LEFT = 190;
    private static final int RIGHT = 90;
    private static final int TOP = 64;
    private static final int BAR = 14;
    private static final int GAP = 12;
    private static final double LEAST_OF_SCALE = 0.01; // of the greatest, on a logarithmic axis
    private static final List<String> COLOURS = List.of("#2f6f9f", "#e08e45", "#7a9e4c", "#8a6fa8");

    private final String title;
    private final List<String> series;
    private final boolean isLogarithmic;
    private final List<String> rows = new ArrayList<>();
    private final List<double[]> values = new ArrayList<>();

    /** @param series names of the bars in each group: four at most */
    BarChart(String title, List<String> series, boolean isLogarithmic) {
        this.title = title;
        this.series = series;
        this.isLogarithmic = isLogarithmic;
    }

    /** @param ofSeries NaN where there is none */
    void add(String row, double... ofSeries) {
        rows.add(row);
        values.add(ofSeries);
    }

    String svg() {
        int group = BAR * series.size() + GAP;
        int height = TOP + group * rows.size() + GAP;
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\""
                        + " font-family=\"sans-serif\" font-size=\"12\">%n"
                        + "<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>%n",
                WIDTH,
                height,
                WIDTH,
                height));
        text(svg, GAP, 24, "start\" font-size=\"15\" font-weight=\"bold", title);
        legend(svg);
        for (int row = 0; row < rows.size(); row++) {
            int top = TOP + row * group;
            text(svg, LEFT - 8, top + group / 2, "end", rows.get(row));
            for (int i = 0; i < series.size(); i++) {
                bar(svg, top + i * BAR, values.get(row)[i], COLOURS.get(i));
            }
        }
        return svg.append("</svg>\n").toString();
    }

    private void legend(StringBuilder svg) {
        int left = LEFT;
        for (int i = 0; i < series.size(); i++) {
            rectangle(svg, left, 38, 12, 12, COLOURS.get(i));
            text(svg, left + 18, 48, "start", series.get(i));
            left += 40 + 8 * series.get(i).length();
        }
    }

    private void bar(StringBuilder svg, int top, double value, String colour) {
        if (Double.isNaN(value)) {
            text(svg, LEFT + 4, top + 11, "start", "–");
            return;
        }
        double length = Math.max(1, share(value) * (WIDTH - LEFT - RIGHT));
        rectangle(svg, LEFT, top, length, BAR - 2, colour);
        String format = value < 100 ? "%,.1f" : "%,.0f";
        text(svg, LEFT + length + 4, top + 11, "start", String.format(Locale.ROOT, format, value));
    }

    /** Of the axis. */
    private double share(double value) {
        double most = values.stream()
                .flatMapToDouble(java.util.Arrays::stream)
                .filter(any -> !Double.isNaN(any))
                .max()
                .orElse(1);
        if (!isLogarithmic) {
            return value / most;
        }
        double least = most * LEAST_OF_SCALE;
        return Math.max(0, Math.log(value / least) / Math.log(most / least));
    }

    private static void rectangle(StringBuilder svg, double x, double y, double width, double height, String colour) {
        svg.append(String.format(
                Locale.ROOT,
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>%n",
                x,
                y,
                width,
                height,
                colour));
    }

    private static void text(StringBuilder svg, double x, double y, String anchor, String text) {
        String escaped = text.replace("&", "&amp;").replace("<", "&lt;");
        svg.append(String.format(
                Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n", x, y, anchor, escaped));
    }
}
