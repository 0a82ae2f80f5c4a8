package dev.parley.simulate.units;

import java.util.List;

/**
 * What one of something costs: one value, or several at growing rates. Between two rates it is interpolated over the logarithm of the
 * rate; beyond the last it stays, which is too much rather than too little, as costs fall when there is more to do.
 */
public record Cost(List<Point> points) {
    /**
     * A measured value with its spread.
     *
     * @param rate per second; 0 where it does not matter
     * @param median of the rounds
     */
    public record Point(double rate, double median, double least, double most) {}

    public Cost {
        if (points.isEmpty()) {
            throw new IllegalArgumentException("a cost needs a value");
        }
        points = List.copyOf(points);
    }

    public static Cost of(double value) {
        return new Cost(List.of(new Point(0, value, value, value)));
    }

    /** Where there is one value, or the one at the lowest rate, which is the greatest. */
    public double value() {
        return points.get(0).median();
    }

    /**
     * What one costs at a rate.
     *
     * @param rate how many a second
     */
    public double at(double rate) {
        Point below = points.get(0);
        for (Point point : points) {
            if (point.rate() >= rate) {
                return between(below, point, rate);
            }
            below = point;
        }
        return below.median();
    }

    private static double between(Point below, Point above, double rate) {
        if (below.rate() == above.rate() || rate <= below.rate()) {
            return below.median();
        }
        double part = Math.log(rate / below.rate()) / Math.log(above.rate() / below.rate());
        return below.median() + part * (above.median() - below.median());
    }
}
