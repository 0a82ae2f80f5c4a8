package dev.parley.wire.hub;

import java.time.Duration;

/**
 * How long is waited.
 *
 * @param prompt within which the quickest of a few events has to arrive after it was said
 * @param patience for what has to come
 * @param quiet to see that nothing comes
 * @param oftenEnough the longest silence that clients with short read timeouts survive
 * @param atLeast the longest silence of a stream that tells nobody's client to choose
 * @param noticing until an instance has surely noticed that its store is away
 * @param going for a server to drain, or to be there again
 */
public record Pace(
        Duration prompt,
        Duration patience,
        Duration quiet,
        Duration oftenEnough,
        Duration atLeast,
        Duration noticing,
        Duration going) {
    public static final Pace USUAL = new Pace(
            Duration.ofMillis(100),
            Duration.ofSeconds(5),
            Duration.ofMillis(300),
            Duration.ofSeconds(5),
            Duration.ofSeconds(9),
            Duration.ofSeconds(5),
            Duration.ofSeconds(60));
}
