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
    CPU_PER_POST("CPU per POST", "µs", 1, Better.LOWER),
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
    OTHER_SHARDS("each other master per message", "µs", 3, Better.LOWER),
    CLUSTER_PUBLISHES("messages over the cluster's bus", "", 0, Better.LOWER),
    REDIS_PER_MESSAGE("all masters per message", "µs", 1, Better.LOWER),
    BUSIEST_SHARD("share of the busiest master", "%", 1, Better.LOWER),
    BUSIEST_CAPACITY("messages/s at which it would be a whole core (computed)", "", 0, Better.HIGHER),
    REHEARD_SECONDS("all heard again within", "s", 2, Better.LOWER),
    REHEARD_COMMANDS("commands of the new master", "", 0, Better.LOWER),
    REHEARD_REDIS("of the new master per channel and instance", "µs", 2, Better.LOWER),
    REDIS_COMMANDS("Redis commands", "", 0, Better.LOWER),
    HISTORY_READS("history reads", "", 0, Better.LOWER),
    VALIDATE_INSTANCES("CPU of all instances", "% of a core", 2, Better.LOWER),
    VALIDATE_REDIS("CPU of Redis", "% of a core", 2, Better.LOWER),
    REST_INSTANCE("rest_instance", "µs/s", 0, Better.LOWER),
    REST_REDIS("rest_redis", "µs/s", 0, Better.LOWER),
    POST_INSTANCE_100("post_instance at 100/s", "µs", 1, Better.LOWER),
    POST_INSTANCE_400("post_instance at 400/s", "µs", 1, Better.LOWER),
    POST_INSTANCE_1600("post_instance at 1,600/s", "µs", 1, Better.LOWER),
    POST_REDIS_100("post_redis at 100/s", "µs", 1, Better.LOWER),
    POST_REDIS_400("post_redis at 400/s", "µs", 1, Better.LOWER),
    POST_REDIS_1600("post_redis at 1,600/s", "µs", 1, Better.LOWER),
    HEAR_INSTANCE_100("hear_instance at 100/s", "µs", 1, Better.LOWER),
    HEAR_INSTANCE_400("hear_instance at 400/s", "µs", 1, Better.LOWER),
    HEAR_INSTANCE_1600("hear_instance at 1,600/s", "µs", 1, Better.LOWER),
    DELIVER_INSTANCE_1000("deliver_instance at 1,000/s", "µs", 2, Better.LOWER),
    DELIVER_INSTANCE_4000("deliver_instance at 4,000/s", "µs", 2, Better.LOWER),
    DELIVER_INSTANCE_16000("deliver_instance at 16,000/s", "µs", 2, Better.LOWER),
    DELIVER_INSTANCE_50000("deliver_instance at 50,000/s", "µs", 2, Better.LOWER),
    SEND_REDIS("send_redis", "µs", 2, Better.LOWER),
    FOREIGN_INSTANCE("foreign_instance", "µs", 1, Better.LOWER),
    DELIVER_BYTE("deliver_byte", "µs", 5, Better.LOWER),
    DELIVER_FLOODED("deliver_flooded", "µs", 2, Better.LOWER),
    SUBSCRIBE_REDIS("subscribe_redis", "µs", 1, Better.LOWER),
    SUBSCRIBE_ONE_REDIS("subscribe_one_redis", "µs", 1, Better.LOWER),
    UNSUBSCRIBE_REDIS("unsubscribe_redis", "µs", 1, Better.LOWER),
    REPAIR_REDIS("repair_redis", "µs", 1, Better.LOWER),
    REPAIR_ONE_REDIS("repair_one_redis", "µs", 1, Better.LOWER),
    MEMBERS_REDIS("members_redis", "µs", 1, Better.LOWER),
    LEASE_REDIS("lease_redis", "µs", 1, Better.LOWER),
    TICK_REDIS("tick_redis", "µs", 1, Better.LOWER),
    REHEAR_INSTANCE("rehear_instance", "µs", 1, Better.LOWER),
    REHEAR_REDIS("rehear_redis", "µs", 1, Better.LOWER),
    JOIN_INSTANCE("join_instance", "µs", 1, Better.LOWER),
    JOIN_REDIS("join_redis", "µs", 1, Better.LOWER),
    FIRST_JOIN_INSTANCE("first_join_instance", "µs", 1, Better.LOWER),
    FIRST_JOIN_REDIS("first_join_redis", "µs", 1, Better.LOWER),
    BASE_BYTES("base_bytes", "", 0, Better.LOWER),
    STREAM_BYTES("stream_bytes", "", 0, Better.LOWER),
    CHANNEL_BYTES("channel_bytes", "", 0, Better.LOWER),
    MESSAGE_BYTES("message_bytes", "", 0, Better.LOWER),
    SUBSCRIPTION_BYTES("subscription_bytes", "", 0, Better.LOWER),
    FURTHER_SUBSCRIPTION_BYTES("further_subscription_bytes", "", 0, Better.LOWER),
    CONNECTION_BYTES("connection_bytes", "", 0, Better.LOWER),
    EVENT_BYTES("event_bytes", "", 0, Better.LOWER),
    HEARD_BYTES("heard_bytes", "", 0, Better.LOWER);

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

    public String label() {
        return label;
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
