package dev.parley.redis;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * An instance's word that it lives: what it has written about who is here counts for as long as its lease holds. One lease
 * for all channels, so that renewing costs one command, however many channels and people there are.
 *
 * <p>A lease that ran out and was ended by others is never taken again: the instance takes a new one, and writes anew what
 * it has to say. So anyone may clear away what ended leases have left behind.
 *
 * <p>Threading: renewed by one thread; read by anyone.
 */
public final class Lease {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int ID_BITS = 64;

    private final Redis redis;
    private final Keys keys;
    private final Script script = new Script("lease.lua");
    private volatile String id = newId();

    Lease(Redis redis, Keys keys) {
        this.redis = redis;
        this.keys = keys;
    }

    /**
     * What a renewal found.
     *
     * @param isNew whether this instance has to write everything anew
     * @param holders the leases that hold, of all instances
     */
    public record Renewal(boolean isNew, Set<String> holders) {}

    /**
     * Holds it from now on for so long.
     *
     * @param endOthers whether leases that have run out end now
     * @throws RedisAway when Redis does not answer
     */
    public Renewal renew(Duration life, boolean endOthers) {
        List<?> renewed = run(life, endOthers, false);
        if ((Long) renewed.get(0) == 1) {
            return new Renewal(false, holders(renewed));
        }
        id = newId();
        return new Renewal(true, holders(run(life, endOthers, true)));
    }

    String id() {
        return id;
    }

    private List<?> run(Duration life, boolean endOthers, boolean take) {
        List<String> args = List.of(id, Long.toString(life.toMillis()), endOthers ? "1" : "0", take ? "1" : "0");
        return redis.call(client -> script.run(client, List.of(keys.leases()), args));
    }

    private static Set<String> holders(List<?> answer) {
        Set<String> holders = new HashSet<>();
        answer.subList(1, answer.size()).forEach(holder -> holders.add((String) holder));
        return holders;
    }

    private static String newId() {
        return new BigInteger(ID_BITS, RANDOM).toString(Character.MAX_RADIX);
    }
}
