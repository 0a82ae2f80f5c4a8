package dev.parley.support;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** A histogram of times from when a message was due to when it was heard. */
public final class Latencies {
    private static final long MICROS_PER_BUCKET = 50;
    private static final int BUCKETS = 200_000; // 10 s

    private final AtomicIntegerArray counts = new AtomicIntegerArray(BUCKETS);

    public void add(long nanos) {
        long bucket = TimeUnit.NANOSECONDS.toMicros(nanos) / MICROS_PER_BUCKET;
        counts.incrementAndGet((int) Math.max(0, Math.min(bucket, BUCKETS - 1)));
    }

    public int count() {
        int all = 0;
        for (int i = 0; i < BUCKETS; i++) {
            all += counts.get(i);
        }
        return all;
    }

    public Duration percentile(double percent) {
        long before = (long) (count() * percent / 100);
        int bucket = 0;
        for (long seen = counts.get(0); seen <= before && bucket < BUCKETS - 1; seen += counts.get(bucket)) {
            bucket++;
        }
        return Duration.ofNanos(TimeUnit.MICROSECONDS.toNanos(bucket * MICROS_PER_BUCKET));
    }
}
