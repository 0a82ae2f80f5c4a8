package dev.parley.overload;

import dev.parley.support.Latencies;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What came of the requests of one kind.
 *
 * <p>Threading: may be used by anyone.
 */
final class Tally {
    private final String what;
    private final Duration bound;
    private final Latencies latencies = new Latencies();
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicLong longest = new AtomicLong();
    private volatile String firstFailure = "";
    private volatile long badAt = System.nanoTime();

    /** @param bound how long one may take that is well */
    Tally(String what, Duration bound) {
        this.what = what;
        this.bound = bound;
    }

    void took(long nanos) {
        latencies.add(nanos);
        longest.accumulateAndGet(nanos, Math::max);
        if (nanos > bound.toNanos()) {
            badAt = System.nanoTime();
        }
    }

    void failed(String why) {
        badAt = System.nanoTime();
        if (failures.getAndIncrement() == 0) {
            firstFailure = what + ": " + why;
        }
    }

    int all() {
        return latencies.count() + failures.get();
    }

    int failures() {
        return failures.get();
    }

    /** Empty when there was none. */
    String firstFailure() {
        return firstFailure;
    }

    Duration p99() {
        return latencies.percentile(99);
    }

    Duration longest() {
        return Duration.ofNanos(longest.get());
    }

    boolean isWithinBound() {
        return p99().compareTo(bound) <= 0;
    }

    /** When one last failed or took too long, as System.nanoTime. */
    long badAt() {
        return badAt;
    }
}
