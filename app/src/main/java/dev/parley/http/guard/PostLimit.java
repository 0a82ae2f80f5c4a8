package dev.parley.http.guard;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.parley.http.problem.Problem;
import dev.parley.http.problem.Refusal;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.time.Duration;

/**
 * How often one client may post: a bucket of tokens for each address.
 *
 * <p>Bounded: who has not posted for longest is forgotten first, and so may post a burst again.
 */
public final class PostLimit implements Handler {
    private static final int MAX_ADDRESSES = 100_000;
    private static final int BURST = 2;

    private final Rate rate;
    private final ClientAddresses addresses;
    private final LoadingCache<String, Bucket> buckets;

    public PostLimit(Rate rate, ClientAddresses addresses) {
        this.rate = rate;
        this.addresses = addresses;
        this.buckets = Caffeine.newBuilder()
                .maximumSize(MAX_ADDRESSES)
                .expireAfterAccess(rate.time().multipliedBy(2L * BURST))
                .build(address -> Bucket.builder()
                        .addLimit(limit ->
                                limit.capacity((long) BURST * rate.count()).refillGreedy(rate.count(), rate.time()))
                        .build());
    }

    /** Runs before every request; only posts count. */
    @Override
    public void handle(Context ctx) {
        if (!rate.equals(Rate.OFF) && ctx.method().equals(HandlerType.POST)) {
            requireToken(addresses.of(ctx));
        }
    }

    private void requireToken(String address) {
        ConsumptionProbe probe = buckets.get(address).tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            Duration wait = Duration.ofNanos(probe.getNanosToWaitForRefill());
            throw new Problem(Refusal.POST_RATE, "You post too often; try again in a moment.", wait);
        }
    }
}
