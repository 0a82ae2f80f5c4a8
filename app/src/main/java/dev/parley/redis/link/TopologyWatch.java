package dev.parley.redis.link;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Asks the nodes of a cluster every second what they know of it, one at a time, in random order: so whatever else gets lost, a slot that has
 * moved is found. While something is away, or when someone has noticed a change, more often, but not more than ten times a second.
 *
 * <p>Threading: a thread of its own asks; {@link #lookSoon} may be called by anyone, also while holding locks.
 */
final class TopologyWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TopologyWatch.class);
    private static final int INTERVAL_MILLIS = 1_000;
    private static final int TROUBLED_MILLIS = 250;
    private static final int LEAST_MILLIS = 100;
    private static final int PATIENCE_MILLIS = 1_000;

    private final Cluster cluster;
    private final Connections connections;
    private final RedisUrl url;
    private final Thread thread = new Thread(this::run, "redis-topology");

    // Guarded by this.
    private boolean isWanted;
    private boolean closed;

    private String complaint = ""; // confined to the thread: what was said last of why there is no answer

    TopologyWatch(Cluster cluster, Connections connections, RedisUrl url) {
        this.cluster = cluster;
        this.connections = connections;
        this.url = url;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    synchronized void lookSoon() {
        isWanted = true;
        notifyAll();
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        try {
            thread.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        do {
            try {
                look();
                cluster.closeEmpty();
            } catch (RuntimeException e) { // this thread must not end
                LOG.error("What a cluster is like could not be found out", e);
            }
        } while (awaitNext());
    }

    /** The first that finds the cluster well is believed; at the start any. */
    private void look() {
        List<Shard> shards = new ArrayList<>(cluster.reachable());
        Collections.shuffle(shards, ThreadLocalRandom.current());
        for (Shard shard : shards) {
            if (take(ask(shard))) {
                return;
            }
        }
        for (HostAndPort seed : url.hosts()) {
            if (take(ask(seed))) {
                return;
            }
        }
    }

    /** @param view null when there was no answer */
    private boolean take(ClusterView view) {
        return view != null && (view.isWell() || !cluster.isKnown()) && cluster.take(view);
    }

    private ClusterView ask(Shard shard) {
        CompletableFuture<String> info = shard.send(Lane.READS, ClusterView.INFO);
        CompletableFuture<Object> shards = shard.send(Lane.READS, ClusterView.SHARDS);
        try {
            info.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            return ClusterView.read(
                    info.join(), shards.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS), shard.place(), url.isTls());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            complain(e.getCause(), shard.place());
        } catch (TimeoutException away) {
            LOG.debug("{} does not tell what the cluster is like", shard, away);
        }
        return null;
    }

    private ClusterView ask(HostAndPort seed) {
        try (Connection connection = connections.open(seed)) {
            String info = connection.executeCommand(ClusterView.INFO);
            return ClusterView.read(info, connection.executeCommand(ClusterView.SHARDS), seed, url.isTls());
        } catch (JedisException away) {
            complain(away, seed);
            return null;
        }
    }

    /** Once for each reason, and only when there is nothing to go by, or it is a refusal. */
    private void complain(Throwable why, HostAndPort at) {
        LOG.debug("{} does not tell what the cluster is like", at, why);
        String reason = Refused.isNoCluster(why) ? "it is no Redis Cluster" : Refused.reason(why);
        if (!reason.equals(complaint) && (!cluster.isKnown() || Refused.isAccess(why))) {
            complaint = reason;
            LOG.warn("{} does not tell what the cluster is like ({}); trying again", at, reason);
        }
    }

    /** Returns false when it is closed. */
    private synchronized boolean awaitNext() {
        try {
            int usual = cluster.isWhole() ? INTERVAL_MILLIS : TROUBLED_MILLIS;
            int jittered = ThreadLocalRandom.current().nextInt(usual * 4 / 5, usual * 6 / 5);
            long begun = System.nanoTime();
            while (!closed) {
                long waited = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
                long left = (isWanted ? LEAST_MILLIS : jittered) - waited;
                if (left <= 0) {
                    break;
                }
                TimeUnit.MILLISECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            closed = true;
        }
        isWanted = false;
        return !closed;
    }
}
