package dev.parley.redis.shared;

import dev.parley.redis.link.Keys;
import dev.parley.redis.link.Redis;
import dev.parley.redis.link.Script;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * An instance's word that it lives: what it has written about who is here counts for as long as its lease holds. One lease
 * for all channels, so that renewing costs one command, however many channels and people there are; on a connection of its
 * own, so that it waits for nothing else.
 *
 * <p>A lease that ran out and was ended by others is never taken again: the instance takes a new one, and writes anew what
 * it has to say. So anyone may clear away what ended leases have left behind. Nothing may be written under a lease before
 * Redis has said that it holds: others would clear it away.
 *
 * <p>Threading: renewed by one thread; all else may be called by anyone.
 */
public final class Lease {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int ID_BITS = 64;

    private final Redis redis;
    private final Keys keys;
    private final Script script = new Script(Lease.class, "lease.lua");
    private volatile String held; // null while Redis has not said that it holds

    private String id = newId(); // confined to the renewing thread

    public Lease(Redis redis, Keys keys) {
        this.redis = redis;
        this.keys = keys;
    }

    /** The lease under which to write now; empty when it is not known to hold. Another one than before means: write anew. */
    public Optional<String> held() {
        return Optional.ofNullable(held);
    }

    /** The leases that hold, of all instances. */
    public CompletableFuture<Set<String>> holders() {
        return redis.ask(keys.leases(), commands -> commands.zrange(keys.leases(), 0, -1))
                .thenApply(HashSet::new);
    }

    /**
     * Holds it from now on for so long, or takes a new one if it does not hold any more.
     *
     * @param endOthers whether leases that have run out end now
     * @return the leases that hold, of all instances
     * @throws RedisAway when Redis does not answer
     */
    public Set<String> renew(Duration life, boolean endOthers) {
        List<?> renewed = run(life, endOthers, false);
        if ((Long) renewed.get(0) == 0) {
            held = null;
            id = newId();
            renewed = run(life, endOthers, true);
        }
        held = id; // also when the answer to the taking was lost, and only this renewal tells that it was done
        Set<String> holders = new HashSet<>();
        renewed.subList(1, renewed.size()).forEach(holder -> holders.add((String) holder));
        return holders;
    }

    private List<?> run(Duration life, boolean endOthers, boolean take) {
        List<String> args = List.of(id, Long.toString(life.toMillis()), endOthers ? "1" : "0", take ? "1" : "0");
        return Redis.await(script.askForLease(redis, List.of(keys.leases()), args));
    }

    private static String newId() {
        return new BigInteger(ID_BITS, RANDOM).toString(Character.MAX_RADIX);
    }
}
