package dev.parley.http.guard;

import java.time.Duration;

/** So many in a time. */
public record Rate(int count, Duration time) {
    /** No limit. */
    public static final Rate OFF = new Rate(HttpLimits.OFF, Duration.ofSeconds(1));
}
