package dev.parley.redis.link;

import java.util.BitSet;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.util.JedisClusterCRC16;

/**
 * Which master has which slot of a cluster, as far as it is known: by what nodes tell every now and then, and by what one says that has
 * not got a slot (any more). What was learned in the latter way is believed for a moment, since others may hear of it later.
 *
 * <p>A view is taken for old when its epoch is below one that was seen before: so a master that is cut off from the others does not get
 * back what has been given to its replica. When for {@link #PATIENCE} there is no newer one, as after a cluster was made anew, the old one
 * is believed.
 *
 * <p>Threading: read by anyone without a lock; changed under this object's monitor.
 */
final class Topology {
    static final int SLOTS = 16_384;

    private static final long CORRECTED_NANOS = 1_000_000_000L;
    private static final long PATIENCE = 10_000_000_000L;

    private final AtomicReferenceArray<HostAndPort> owners = new AtomicReferenceArray<>(SLOTS);

    private final AtomicLongArray movedAt =
            new AtomicLongArray(SLOTS); // or was on its way; as System.nanoTime; 0 when it never has

    // Guarded by this.
    private final long[] correctedAt = new long[SLOTS]; // as System.nanoTime; 0 when it was not
    private long epoch = -1;
    private long epochSeenAt = System.nanoTime();

    private volatile Set<HostAndPort> masters = Set.of();
    private volatile Set<HostAndPort> failed = Set.of();

    static int slot(String key) {
        return JedisClusterCRC16.getSlot(key);
    }

    /** Null while nobody is known to have it. */
    HostAndPort owner(int slot) {
        return owners.get(slot);
    }

    /** Those that have slots. */
    Set<HostAndPort> masters() {
        return masters;
    }

    /** Whether most others find a master away. */
    boolean isFailed(HostAndPort master) {
        return failed.contains(master);
    }

    /** Takes in what a node tells; returns the slots that have another owner now, or null when it is too old to be believed. */
    synchronized BitSet take(ClusterView view) {
        long now = System.nanoTime();
        if (view.epoch() < epoch && now - epochSeenAt < PATIENCE) {
            return null;
        }
        epoch = view.epoch();
        epochSeenAt = now;
        BitSet changed = new BitSet();
        HostAndPort[] told = new HostAndPort[SLOTS];
        view.slots().forEach((owner, slots) -> slots.stream().forEach(slot -> told[slot] = owner));
        for (int slot = 0; slot < SLOTS; slot++) {
            boolean isFresh = correctedAt[slot] != 0 && now - correctedAt[slot] < CORRECTED_NANOS;
            if (!isFresh && set(slot, told[slot])) {
                changed.set(slot);
            }
        }
        failed = Set.copyOf(view.failed());
        count();
        return changed;
    }

    /** Who was asked says that this one has it; returns whether that is news. */
    synchronized boolean correct(int slot, HostAndPort owner) {
        correctedAt[slot] = System.nanoTime();
        boolean isNews = set(slot, owner);
        if (isNews) {
            count();
        }
        return isNews;
    }

    /** What is new in a slot is made where it goes to, from now on or for longer. */
    void isMoving(int slot) {
        movedAt.set(slot, System.nanoTime());
    }

    /** Whether a slot has got another owner since then (System.nanoTime), or was on its way to one. */
    boolean movedSince(int slot, long then) {
        long at = movedAt.get(slot);
        return at != 0 && at - then >= 0;
    }

    private boolean set(int slot, HostAndPort owner) {
        HostAndPort before = owners.getAndSet(slot, owner);
        boolean isNews = !Objects.equals(owner, before);
        if (isNews && before != null) {
            movedAt.set(slot, System.nanoTime());
        }
        return isNews;
    }

    private void count() {
        Set<HostAndPort> found = new HashSet<>();
        for (int slot = 0; slot < SLOTS; slot++) {
            HostAndPort owner = owners.get(slot);
            if (owner != null) {
                found.add(owner);
            }
        }
        masters = Set.copyOf(found);
    }
}
