package dev.parley.http;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Something that is asked for at most once at a time, and again only some time after the answer came: until then, everybody gets the
 * same, a failure too.
 *
 * <p>Threading: may be used by anyone. Nobody waits; the lock is held while asking, which must not wait either.
 */
final class Shared<T> {
    private final Supplier<CompletableFuture<T>> ask;
    private final long freshNanos;

    // Guarded by this.
    private CompletableFuture<T> newest;
    private long answeredAt;

    Shared(Duration fresh, Supplier<CompletableFuture<T>> ask) {
        this.ask = ask;
        this.freshNanos = fresh.toNanos();
    }

    synchronized CompletableFuture<T> get() {
        if (newest == null || (newest.isDone() && System.nanoTime() - answeredAt > freshNanos)) {
            newest = ask.get().whenComplete((answer, failure) -> answered());
        }
        return newest;
    }

    private synchronized void answered() {
        answeredAt = System.nanoTime();
    }
}
