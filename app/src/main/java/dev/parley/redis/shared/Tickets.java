package dev.parley.redis.shared;

import dev.parley.identity.Digest;
import dev.parley.redis.link.Keys;
import dev.parley.redis.link.Redis;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import redis.clients.jedis.params.SetParams;

/**
 * Tickets, which open one stream each, on any instance, within half a minute: for what can't send a token otherwise than in an address,
 * which would be in logs and histories for as long as the token holds. Redis knows only their digests.
 */
public final class Tickets {
    /** For how long one holds. */
    public static final Duration LIFE = Duration.ofSeconds(30);

    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Redis redis;
    private final Keys keys;

    public Tickets(Redis redis, Keys keys) {
        this.redis = redis;
        this.keys = keys;
    }

    /**
     * Makes one.
     *
     * @param voucher what it stands for
     * @return the ticket, 43 of A-Z a-z 0-9 _ -; fails with {@link dev.parley.redis.link.RedisAway}
     */
    public CompletableFuture<String> issue(String voucher) {
        byte[] random = new byte[BYTES];
        RANDOM.nextBytes(random);
        String ticket = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        SetParams life = SetParams.setParams().px(LIFE.toMillis());
        return redis.ask(key(ticket), commands -> commands.set(key(ticket), voucher, life))
                .thenApply(done -> ticket);
    }

    /** What it stands for, once; empty when it is none, or was used. Fails with {@link dev.parley.redis.link.RedisAway}. */
    public CompletableFuture<Optional<String>> redeem(String ticket) {
        return redis.ask(key(ticket), commands -> commands.getDel(key(ticket))).thenApply(Optional::ofNullable);
    }

    private String key(String ticket) {
        return keys.ticket(Digest.of(ticket));
    }
}
