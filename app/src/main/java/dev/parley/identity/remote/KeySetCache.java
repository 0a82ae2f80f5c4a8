package dev.parley.identity.remote;

import com.nimbusds.jose.jwk.JWKSet;
import dev.parley.identity.CannotTell;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * An issuer's keys as they were last read: kept for five minutes, read again half a minute before that in the background, and kept for
 * four hours while the issuer is away. For keys that are not there it is read once in 30 s, after a failure once in 5 s, and never twice
 * at once.
 *
 * <p>Threading: may be used by anyone; nobody waits. The lock is held for no longer than it takes to look and to begin; what depends on
 * an answer is done without it, on a thread of the client that fetched.
 */
final class KeySetCache {
    static final long LIFE = Duration.ofMinutes(5).toMillis();
    static final long AHEAD = Duration.ofSeconds(30).toMillis();
    static final long PAUSE = Duration.ofSeconds(30).toMillis();
    static final long RETRY = Duration.ofSeconds(5).toMillis();
    static final long OUTAGE = Duration.ofHours(4).toMillis();

    private final Supplier<CompletableFuture<JWKSet>> fetch;
    private final LongSupplier clock; // ms

    // Guarded by this.
    private JWKSet set; // null until one was read
    private long readAt;
    private long againFrom = Long.MIN_VALUE; // for keys that are not in it
    private long retryFrom = Long.MIN_VALUE;
    private CompletableFuture<JWKSet> flight; // null while none is under way

    /** @param fetch must not wait */
    KeySetCache(Supplier<CompletableFuture<JWKSet>> fetch, LongSupplier clock) {
        this.fetch = fetch;
        this.clock = clock;
    }

    /** What there is, no older than it may be; fails with {@link CannotTell} when there is nothing. */
    synchronized CompletableFuture<JWKSet> newest() {
        long now = clock.getAsLong();
        JWKSet known = set;
        long age = now - readAt;
        if (known != null && age < LIFE) {
            if (age >= LIFE - AHEAD) {
                read(now);
            }
            return CompletableFuture.completedFuture(known);
        }
        CompletableFuture<JWKSet> read = read(now);
        return known != null && age < OUTAGE ? read.exceptionally(away -> known) : read;
    }

    /** What there is now where this one lacks something; the same when it is too soon to ask again, or nobody answers. */
    synchronized CompletableFuture<JWKSet> newerThan(JWKSet known) {
        long now = clock.getAsLong();
        if (flight == null && (!set.equals(known) || now < againFrom)) {
            return CompletableFuture.completedFuture(set);
        }
        againFrom = now + PAUSE;
        return read(now).exceptionally(away -> known);
    }

    /** Begins to read, unless that is under way, or has failed a moment ago. */
    private CompletableFuture<JWKSet> read(long now) {
        if (flight != null) {
            return flight;
        }
        if (now < retryFrom) {
            return CompletableFuture.failedFuture(new CannotTell(null));
        }
        CompletableFuture<JWKSet> begun = new CompletableFuture<>();
        flight = begun;
        fetch.get().whenComplete((read, failure) -> end(begun, read, failure));
        return begun;
    }

    private void end(CompletableFuture<JWKSet> begun, JWKSet read, Throwable failure) {
        synchronized (this) {
            flight = null;
            if (failure == null) {
                set = read;
                readAt = clock.getAsLong();
            } else {
                retryFrom = clock.getAsLong() + RETRY;
            }
        }
        if (failure == null) {
            begun.complete(read);
        } else {
            begun.completeExceptionally(
                    new CannotTell(failure instanceof CompletionException ? failure.getCause() : failure));
        }
    }
}
