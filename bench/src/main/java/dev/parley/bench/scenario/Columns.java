package dev.parley.bench.scenario;

import dev.parley.bench.measure.Measure;
import java.util.List;

/** Columns that several scenarios have. */
final class Columns {
    static final List<Measure> DELIVERIES = List.of(
            Measure.P50,
            Measure.P99,
            Measure.P999,
            Measure.MAX,
            Measure.DELIVERIES_PER_SECOND,
            Measure.DELIVERIES_PER_CPU_SECOND,
            Measure.DELIVERED,
            Measure.EXPECTED,
            Measure.LOST,
            Measure.DOUBLED,
            Measure.REFUSED);

    static final List<Measure> COSTS = List.of(
            Measure.POSTS_PER_SECOND,
            Measure.CONNECTED,
            Measure.SERVER_CPU,
            Measure.GENERATOR_CPU,
            Measure.GENERATOR_PER_DELIVERY,
            Measure.RSS_BEFORE,
            Measure.RSS_IDLE,
            Measure.RSS_LOAD);

    private Columns() {}
}
