package dev.parley.http.guard;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.parley.http.problem.Problem;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;

/**
 * How much each client may ask for in a time: a bucket of tokens for each {@link Allowance}, and a larger one for all networks of
 * an IPv6 site.
 *
 * <p>Bounded: who has not asked for longest is forgotten first, and then has full buckets again.
 *
 * <p>Threading: may be used by anyone.
 */
public final class AddressGuard {
    private static final int MAX_CLIENTS = 20_000;

    private final ClientAddresses addresses;
    private final Map<Allowance, Quota> quotas = new EnumMap<>(Allowance.class);
    private final LoadingCache<String, ConcurrentMap<Allowance, Bucket>> buckets;

    public AddressGuard(AddressLimits limits, ClientAddresses addresses) {
        this.addresses = addresses;
        for (Allowance of : Allowance.values()) {
            quotas.put(of, limits.quota(of));
        }
        this.buckets = Caffeine.newBuilder()
                .maximumSize(MAX_CLIENTS)
                .expireAfterAccess(longestTimeToFill().multipliedBy(2))
                .build(client -> new ConcurrentHashMap<>());
    }

    /**
     * Takes from what the client may have.
     *
     * @throws Problem when that is not enough, which says when it will be; then nothing is taken
     */
    public void take(Context ctx, Allowance of, int many) {
        if (isOff(of)) {
            return;
        }
        Client client = client(ctx);
        if (client.isLimited()) {
            take(own(client, of), of, many);
            if (client.site() != null) {
                takeOfSite(client, of, many);
            }
        }
    }

    /** What each client may have of something for which there is little room; any number where reads are not limited. */
    public ClientShare share(int atMost) {
        return new ClientShare(this, isOff(Allowance.READS) ? HttpLimits.OFF : atMost);
    }

    /**
     * Lets those pass who have anything left, for what is counted when it is known.
     *
     * @throws Problem when there is nothing left
     */
    public void requireSome(Context ctx, Allowance of) {
        if (!hasSome(ctx, of)) {
            throw refusal(ctx, of);
        }
    }

    /** Whether the client has anything left. */
    public boolean hasSome(Context ctx, Allowance of) {
        return untilSome(ctx, of).isZero();
    }

    /** What the client is told that has nothing left. */
    public Problem refusal(Context ctx, Allowance of) {
        return new Problem(of.refusal, of.advice, untilSome(ctx, of));
    }

    /** Counts what the client has had, though it may be more than it has left: then it waits longer. */
    public void charge(Context ctx, Allowance of, long many) {
        if (!isOff(of)) {
            charge(client(ctx), of, many);
        }
    }

    void charge(Client client, Allowance of, long many) {
        if (!isOff(of) && client.isLimited() && many > 0) {
            buckets(client, of).forEach(bucket -> bucket.consumeIgnoringRateLimits(many));
        }
    }

    private void takeOfSite(Client client, Allowance of, int many) {
        try {
            take(site(client, of), of, many);
        } catch (Problem refused) {
            own(client, of).addTokens(many);
            throw refused;
        }
    }

    private static void take(Bucket bucket, Allowance of, int many) {
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(many);
        if (!probe.isConsumed()) {
            throw new Problem(of.refusal, of.advice, Duration.ofNanos(probe.getNanosToWaitForRefill()));
        }
    }

    private Duration untilSome(Context ctx, Allowance of) {
        Client client = isOff(of) ? null : client(ctx);
        return client != null && client.isLimited()
                ? Duration.ofNanos(buckets(client, of)
                        .mapToLong(bucket -> bucket.estimateAbilityToConsume(1).getNanosToWaitForRefill())
                        .max()
                        .orElse(0))
                : Duration.ZERO;
    }

    /** Who asks, as far as it is known yet. */
    Client client(Context ctx) {
        return Client.of(Gate.passed(ctx), () -> addresses.of(ctx));
    }

    private boolean isOff(Allowance of) {
        return quotas.get(of).isOff();
    }

    private Stream<Bucket> buckets(Client client, Allowance of) {
        return client.site() == null ? Stream.of(own(client, of)) : Stream.of(own(client, of), site(client, of));
    }

    private Bucket own(Client client, Allowance of) {
        return bucket(client.name(), of, quotas.get(of));
    }

    private Bucket site(Client client, Allowance of) {
        return bucket(client.site(), of, quotas.get(of).times(Client.NETWORKS_OF_A_SITE));
    }

    private Bucket bucket(String who, Allowance of, Quota quota) {
        return buckets.get(who)
                .computeIfAbsent(
                        of,
                        first -> Bucket.builder()
                                .addLimit(limit -> limit.capacity(quota.burst())
                                        .refillGreedy(
                                                quota.refill().count(),
                                                quota.refill().time()))
                                .build());
    }

    private Duration longestTimeToFill() {
        return quotas.values().stream()
                .filter(quota -> !quota.isOff())
                .map(Quota::timeToFill)
                .max(Duration::compareTo)
                .orElse(Duration.ofSeconds(1));
    }
}
