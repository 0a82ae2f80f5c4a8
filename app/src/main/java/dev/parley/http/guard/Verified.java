package dev.parley.http.guard;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
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
import java.util.function.Supplier;

/**
 * Who has a token or a key, and whether it still holds. Signatures that were found good are remembered for a minute, by digest, since
 * to check one costs as much as to answer a request.
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
            .build();

    Verified(Access access, Supplier<Denials> denied, AddressGuard addresses) {
        this.access = access;
        this.denied = denied;
        this.addresses = addresses;
    }

    /** @throws Problem when it is no good, or that can't be known now */
    Identity token(Context ctx, String token) {
        String digest = Digest.of(token);
        Identity identity = known.getIfPresent(digest);
        if (identity == null) {
            identity = read(ctx, token);
            known.put(digest, identity);
        }
        return holding(identity);
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

    private Identity read(Context ctx, String token) {
        try {
            return access.user(token, Instant.now());
        } catch (CannotTell | Rejected failure) {
            throw problem(ctx, failure);
        }
    }

    /** What someone is told of whom it is not known who they are. */
    Problem problem(Context ctx, RuntimeException failure) {
        if (!(failure instanceof Rejected rejected)) {
            return new Problem(Refusal.AUTHORITY_AWAY, failure.getMessage());
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
