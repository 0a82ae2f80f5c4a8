package dev.parley.http.guard;

import java.time.Duration;

/** A bucket of tokens: what may be taken at once, and how much of it grows again in which time. */
record Quota(long burst, Rate refill) {
    /** No limit. */
    static final Quota OFF = new Quota(Long.MAX_VALUE, Rate.OFF);

    boolean isOff() {
        return equals(OFF);
    }

    /** Within which an empty bucket is full again. */
    Duration timeToFill() {
        return refill.time().multipliedBy(burst).dividedBy(refill.count());
    }

    Quota times(int factor) {
        return new Quota(burst * factor, new Rate(refill.count() * factor, refill.time()));
    }
}
