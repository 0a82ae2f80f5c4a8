package dev.parley.redis.link;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import redis.clients.jedis.exceptions.JedisAskDataException;
import redis.clients.jedis.exceptions.JedisMovedDataException;

/**
 * The way of one request through a cluster: where it goes next after an answer that says that it did not run there (Redis Cluster
 * specification, "Redirection and resharding"). What was not answered is never sent again, since it may have run.
 *
 * <p>Bounded: {@link #MAX_REDIRECTIONS}, and {@link #PATIENCE} of tries, so that whoever asked is answered within 3 s.
 *
 * <p>Threading: one step at a time.
 */
final class Journey {
    /** Some less than a command may take. */
    private static final Duration PATIENCE = Duration.ofMillis(2_300);

    private static final int MAX_REDIRECTIONS = 5;

    /** A slot that is just handed over may be told to be at either place by turns. */
    private static final int REDIRECTIONS_AT_ONCE = 2;

    private static final int MIN_PAUSE_MILLIS = 10;
    private static final int MAX_PAUSE_MILLIS = 100;

    private final Cluster cluster;
    private final String key;
    private final long until = System.nanoTime() + PATIENCE.toNanos();
    private int redirections;
    private int pauses;

    Journey(Cluster cluster, String key) {
        this.cluster = cluster;
        this.key = key;
    }

    /**
     * A try.
     *
     * @param source who has said that the other one has it by now, though it is not the owner yet; null when nobody has
     */
    record Step(Shard shard, Shard source, int pauseMillis) {
        boolean isAsking() {
            return source != null;
        }
    }

    /** The next one; null when the failure is the answer. */
    Step next(Step last, Throwable failure) {
        if (System.nanoTime() - until >= 0) {
            return null;
        }
        if (failure instanceof JedisMovedDataException moved) {
            cluster.moved(moved, last.shard());
            return redirected(cluster.target(moved, last.shard()), null);
        }
        if (failure instanceof JedisAskDataException ask) {
            cluster.isMoving(ask.getSlot());
            return redirected(cluster.target(ask, last.shard()), last.shard());
        }
        if (!Refused.isPassing(failure)) {
            return null;
        }
        cluster.refreshSoon();
        Shard home = cluster.of(key);
        return home == null ? null : new Step(home, null, pause());
    }

    private Step redirected(Shard to, Shard source) {
        redirections++;
        if (redirections > MAX_REDIRECTIONS) {
            return null;
        }
        return new Step(to, source, redirections > REDIRECTIONS_AT_ONCE ? pause() : 0);
    }

    private int pause() {
        int most = Math.min(MAX_PAUSE_MILLIS, MIN_PAUSE_MILLIS << Math.min(pauses, 4));
        pauses++;
        return ThreadLocalRandom.current().nextInt(most / 2, most + 1);
    }
}
