package dev.parley.http.guard;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Scheduler;
import dev.parley.http.problem.Problem;
import dev.parley.http.problem.Refusal;
import dev.parley.identity.Access;
import dev.parley.identity.CannotTell;
import dev.parley.identity.Denials;
import dev.parley.identity.Digest;
import dev.parley.identity.Identity;
import dev.parley.identity.Rejected;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * Who has a token or a key, and whether it still holds. Tokens that were found good are remembered for a minute, by a digest of all of
 * it, since to check one costs as much as to answer a request; but not those that open a stream, which are shown once, and would take
 * more memory than the stream.
 *
 * <p>Threading: may be used by anyone.
 */
final class Verified {
    private static final Duration MEMORY = Duration.ofSeconds(60);
    private static final int MAX_TOKENS = 20_000;

    /** By how much clocks may differ; in ms. */
    private static final long LEEWAY = 30_000;

    private final Access access;
    private final Supplier<Denials> denied;
    private final AddressGuard addresses;
    private final Cache<String, Identity> known = Caffeine.newBuilder()
            .maximumSize(MAX_TOKENS)
            .expireAfterWrite(MEMORY)
            .scheduler(Scheduler.systemScheduler()) // then, and not when somebody asks next
            .build();

    Verified(Access access, Supplier<Denials> denied, AddressGuard addresses) {
        this.access = access;
        this.denied = denied;
        this.addresses = addresses;
    }

    /**
     * Who has it.
     *
     * @return at once; done already unless a key must be fetched; fails with the {@link Problem} when it is no good, or that can't be
     *     known now
     * @throws Problem when it is known already that it does not hold
     */
    CompletableFuture<Identity> token(Context ctx, String token) {
        if (Gate.asksForStream(ctx)) {
            return read(ctx, token);
        }
        String digest = Digest.of(token);
        Identity identity = known.getIfPresent(digest);
        return identity != null
                ? CompletableFuture.completedFuture(holding(identity))
                : read(ctx, token).thenApply(who -> {
                    known.put(digest, who);
                    return who;
                });
    }

    private CompletableFuture<Identity> read(Context ctx, String token) {
        return access.ask(token, Instant.now()).handle((who, failure) -> {
            if (failure != null) {
                throw problem(ctx, failure);
            }
            return holding(who);
        });
    }

    /** @throws Problem when nobody has it */
    Identity program(Context ctx, String key) {
        Optional<Identity> program = access.program(key);
        if (program.isEmpty()) {
            throw guess(ctx);
        }
        return program.get();
    }

    /** The same one, if it has neither expired nor been denied. */
    Identity holding(Identity identity) {
        long now = System.currentTimeMillis();
        if (identity.isVerified() && identity.term().until() + LEEWAY <= now) {
            throw expired();
        }
        denied.get().of(identity, now).ifPresent(why -> {
            throw why == Denials.Denial.KICKED
                    ? new Problem(Refusal.KICKED, "You were sent out; come back in a minute.").with("reason", "kicked")
                    : new Problem(Refusal.TOKEN, "This token does not hold any more; get a new one.")
                            .with("reason", "revoked")
                            .challenging("error=\"invalid_token\"");
        });
        return identity;
    }

    /** What whoever shows something that is nothing is told; too often, and they wait. */
    Problem guess(Context ctx) {
        addresses.take(ctx, Allowance.GUESSES, 1);
        return new Problem(Refusal.TOKEN, "This token, key or ticket is none that holds here; get a new one.")
                .challenging("error=\"invalid_token\"");
    }

    /** What someone is told of whom it is not known who they are. */
    Problem problem(Context ctx, Throwable failure) {
        Throwable why = failure instanceof CompletionException ? failure.getCause() : failure;
        if (!(why instanceof Rejected rejected)) {
            return new Problem(Refusal.AUTHORITY_AWAY, new CannotTell(why).getMessage());
        }
        return switch (rejected.fault()) {
            case FORGED -> guess(ctx);
            case EXPIRED -> expired();
            case BARRED -> new Problem(Refusal.NOT_GRANTED, rejected.getMessage()).with("reason", "not_granted");
            case UNFIT -> new Problem(Refusal.TOKEN, rejected.getMessage()).challenging("error=\"invalid_token\"");
        };
    }

    private static Problem expired() {
        return new Problem(Refusal.TOKEN, "This token has expired; get a new one.")
                .challenging("error=\"invalid_token\", error_description=\"expired\"");
    }
}
