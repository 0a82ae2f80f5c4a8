package dev.parley.simulate.report;

import java.util.Locale;

/** A picture that can be read on light and on dark pages. Classes: c0 to c4 for lines, t for text, g for what is in the background. */
final class Svg {
    private static final String STYLE = """
            <style>
            svg { background: #fff; font: 12px sans-serif }
            .t { fill: #222 } .h { font-size: 15px; font-weight: bold } .m { text-anchor: middle } .e { text-anchor: end }
            .g { stroke: #ddd } .limit { stroke: #b33; stroke-dasharray: 5 4 }
            .line { fill: none; stroke-width: 2 }
            .c0 { stroke: #2f6f9f } .c1 { stroke: #d97a2b } .c2 { stroke: #5d8a34 } .c3 { stroke: #8a56a8 } .c4 { stroke: #7a7a7a }
            .dash { stroke-dasharray: 3 3 }
            @media (prefers-color-scheme: dark) {
              svg { background: #16181c } .t { fill: #ddd } .g { stroke: #3a3d44 }
              .c0 { stroke: #6db3e6 } .c1 { stroke: #f0a15c } .c2 { stroke: #9ccb6b } .c3 { stroke: #c79be0 } .c4 { stroke: #aaa }
            }
            </style>
            """;

    private final StringBuilder svg = new StringBuilder();

    Svg(int width, int height) {
        put(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\">%n",
                width, height, width, height);
        svg.append(STYLE);
    }

    void text(double x, double y, String kind, String text) {
        String escaped = text.replace("&", "&amp;").replace("<", "&lt;");
        put("<text x=\"%.1f\" y=\"%.1f\" class=\"t %s\">%s</text>%n", x, y, kind, escaped);
    }

    void line(double x1, double y1, double x2, double y2, String kind) {
        put("<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" class=\"%s\"/>%n", x1, y1, x2, y2, kind);
    }

    /** Through these points; one that is NaN in y interrupts it. */
    void path(double[] x, double[] y, String kind) {
        StringBuilder path = new StringBuilder();
        boolean draws = false;
        for (int i = 0; i < x.length; i++) {
            boolean isThere = !Double.isNaN(y[i]);
            if (isThere) {
                path.append(String.format(Locale.ROOT, "%s%.1f %.1f", draws ? "L" : "M", x[i], y[i]));
            }
            draws = isThere;
        }
        put("<path d=\"%s\" class=\"line %s\"/>%n", path, kind);
    }

    @Override
    public String toString() {
        return svg + "</svg>\n";
    }

    private void put(String format, Object... args) {
        svg.append(String.format(Locale.ROOT, format, args));
    }
}
