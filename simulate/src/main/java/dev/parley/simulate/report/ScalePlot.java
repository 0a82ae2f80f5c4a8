package dev.parley.simulate.report;

import dev.parley.simulate.model.Chat;
import dev.parley.simulate.model.Deployment;
import dev.parley.simulate.model.Forecast;
import dev.parley.simulate.units.Units;
import java.util.List;
import java.util.function.Function;

/** How busy the busiest instance and the busiest master are, as a chat grows with its instances. */
final class ScalePlot {
    static final int LISTENERS = 10_000; // of each instance
    static final int RATE = 100; // messages/s of each instance

    private static final int[] INSTANCES = {1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100};
    private static final int CHANNEL = 10; // listeners
    private static final int WIDTH = 760;
    private static final int HEIGHT = 400;
    private static final Axis X = new Axis(1, 100, 60, 520);
    private static final Axis Y = new Axis(0.3, 1_000, HEIGHT - 40.0, 50);

    private record Line(String title, String kind, Function<Integer, Double> cores) {}

    private final Units units;
    private final long seed;

    ScalePlot(Units units, long seed) {
        this.units = units;
        this.seed = seed;
    }

    /** A chat of so many instances. */
    static Chat chat(int instances) {
        int listeners = LISTENERS * instances;
        return Chat.of(instances + " instances", listeners / CHANNEL, listeners, RATE * (double) instances);
    }

    String svg() {
        Svg svg = new Svg(WIDTH, HEIGHT);
        svg.text(12, 24, "h", "The busiest instance and the busiest Redis, % of a core");
        grid(svg);
        int row = 0;
        for (Line line : lines()) {
            draw(svg, line);
            double y = 70 + row++ * 22;
            svg.line(540, y - 4, 564, y - 4, "line " + line.kind());
            svg.text(570, y, "", line.title());
        }
        return svg.toString();
    }

    private List<Line> lines() {
        return List.of(
                new Line(
                        "Redis, all is heard",
                        "c1",
                        n -> of(n, Deployment.all(n)).shardCpu().worst()),
                new Line(
                        "Redis, by interest",
                        "c0",
                        n -> of(n, Deployment.byInterest(n, 1)).shardCpu().worst()),
                new Line(
                        "one of 3 masters",
                        "c2",
                        n -> of(n, Deployment.byInterest(n, 3)).shardCpu().worst()),
                new Line(
                        "instance, all is heard",
                        "c1 dash",
                        n -> of(n, Deployment.all(n)).instanceCpu().worst()),
                new Line(
                        "instance, by interest",
                        "c0 dash",
                        n -> of(n, Deployment.byInterest(n, 1)).instanceCpu().worst()));
    }

    private Forecast of(int instances, Deployment deployment) {
        return Forecast.of(chat(instances), deployment, units, seed);
    }

    private static void draw(Svg svg, Line line) {
        double[] x = new double[INSTANCES.length];
        double[] y = new double[INSTANCES.length];
        for (int i = 0; i < INSTANCES.length; i++) {
            x[i] = X.place(INSTANCES[i]);
            y[i] = Y.place(line.cores().apply(INSTANCES[i]) * 100);
        }
        svg.path(x, y, line.kind());
    }

    private static void grid(Svg svg) {
        for (double percent : new double[] {1, 10, 100, 1_000}) {
            svg.line(X.from(), Y.place(percent), X.to(), Y.place(percent), percent == 100 ? "limit" : "g");
            svg.text(X.from() - 6, Y.place(percent) + 4, "e", Words.count(percent));
        }
        for (int instances : new int[] {1, 2, 5, 10, 20, 50, 100}) {
            svg.text(X.place(instances), HEIGHT - 22.0, "m", Integer.toString(instances));
        }
        svg.text(
                (X.from() + X.to()) / 2, HEIGHT - 6.0, "m", "instances, each with 10,000 listeners and 100 messages/s");
    }
}
