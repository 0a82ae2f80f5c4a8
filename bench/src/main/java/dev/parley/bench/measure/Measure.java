package dev.parley.bench.measure;

import java.util.Locale;

/** What is measured, with its unit, and which way is better. */
public enum Measure {
    P50("p50", "ms", 2, Better.LOWER),
    P99("p99", "ms", 2, Better.LOWER),
    P999("p99.9", "ms", 2, Better.LOWER),
    MAX("max", "ms", 2, Better.LOWER),
    DELIVERIES_PER_SECOND("deliveries/s", "", 0, Better.HIGHER),
    DELIVERIES_PER_CPU_SECOND("deliveries per CPU-second", "", 0, Better.HIGHER),
    DELIVERED("delivered", "", 0, Better.HIGHER),
    EXPECTED("expected", "", 0, Better.HIGHER),
    LOST("lost", "", 0, Better.LOWER),
    DOUBLED("doubled", "", 0, Better.LOWER),
    REFUSED("refused", "", 0, Better.LOWER),
    POSTS_PER_SECOND("POST/s", "", 0, Better.HIGHER),
    POST_P50("POST p50", "ms", 2, Better.LOWER),
    POST_P99("POST p99", "ms", 2, Better.LOWER),
    CONNECTED("connected in", "ms", 0, Better.LOWER),
    LIVE("all live in", "ms", 0, Better.LOWER),
    SERVER_CPU("server CPU", "s", 2, Better.LOWER),
    GENERATOR_CPU("generator CPU", "s", 2, Better.LOWER),
    GENERATOR_PER_DELIVERY("generator per delivery", "µs", 2, Better.LOWER),
    RSS_BEFORE("RSS before", "MiB", 1, Better.LOWER),
    RSS_IDLE("RSS idle", "MiB", 1, Better.LOWER),
    RSS_LOAD("RSS under load", "MiB", 1, Better.LOWER),
    RSS_PER_STREAM("RSS per stream", "KiB", 2, Better.LOWER),
    CPU_PER_STREAM("CPU per stream and hour", "ms", 0, Better.LOWER),
    HEARTBEATS("heartbeats per stream", "", 2, Better.HIGHER),
    FOREIGN_CPU("instance per 1,000 foreign messages/s", "% of a core", 3, Better.LOWER),
    REDIS_BESIDE_0("Redis per message, nobody else connected", "µs", 1, Better.LOWER),
    REDIS_BESIDE_1("1 more", "µs", 1, Better.LOWER),
    REDIS_BESIDE_5("5 more", "µs", 1, Better.LOWER),
    REDIS_BESIDE_50("50 more", "µs", 1, Better.LOWER),
    REDIS_SLOPE("each of the 50", "µs", 2, Better.LOWER),
    JOIN_P50("first stream of a cold channel p50", "ms", 3, Better.LOWER),
    JOIN_P99("p99", "ms", 2, Better.LOWER),
    REDIS_COMMANDS("Redis commands", "", 0, Better.LOWER),
    HISTORY_READS("history reads", "", 0, Better.LOWER);

    /** Which way is better. */
    public enum Better {
        HIGHER,
        LOWER
    }

    private final String label;
    private final String unit;
    private final int decimals;
    private final Better better;

    Measure(String label, String unit, int decimals, Better better) {
        this.label = label;
        this.unit = unit;
        this.decimals = decimals;
        this.better = better;
    }

    /** With its unit. */
    public String heading() {
        return unit.isEmpty() ? label : label + ", " + unit;
    }

    public Better better() {
        return better;
    }

    public String format(double value) {
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }
}
