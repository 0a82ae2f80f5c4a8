package dev.parley.redis.log;

import dev.parley.channel.ChannelName;
import dev.parley.channel.EventId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * Raw messages in a cluster, each of which is told over the connection to every shard. What counts is what the shard tells that has the
 * channel: there, a raw message and the copy that it becomes have one order. What only others have told is kept for a while, since that
 * shard may have been away, or the slot just between two: then it counts after all, but by time, as what is known of the channel says
 * nothing about it. So do all raw messages of a channel whose slot has just moved, and whoever tells them first: each shard may have told of
 * it while the other one had the channel, as far as was known here.
 *
 * <p>Equal texts are counted, for each connection by itself: if three have told of one twice, it was said twice.
 *
 * <p>Bounded: {@link #MAX_TALLIES}, {@link #MAX_WAITING} and {@link #MAX_WAITING_CHARS}; beyond, what was not told for longest is forgotten.
 *
 * <p>Threading: confined to the adopter's thread.
 */
final class Echoes {
    /** How long a raw message may take longer to one shard than to another. */
    static final Duration LATE = Duration.ofSeconds(10);

    private static final long PATIENCE = Duration.ofSeconds(2).toNanos();
    private static final long MEMORY = LATE.plusSeconds(2).toNanos();
    private static final int MAX_TALLIES = 20_000;
    private static final int MAX_WAITING = 10_000;
    private static final int MAX_WAITING_CHARS = 2 * 1024 * 1024;

    private record Said(ChannelName channel, String digest) {}

    /** Of equal raw messages of a channel. */
    private static final class Tally {
        final Map<Object, Integer> told = new HashMap<>(); // how often by each
        final Set<Object> unsure = new HashSet<>(); // whose connection was made when some had just been told by others
        final List<EventId> copies = new ArrayList<>(); // that belong to what was taken
        int taken;
        long toldAt;

        int said() {
            return told.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        }

        /** What they have not told by now, they have missed. */
        void makeSure() {
            unsure.forEach(by -> told.merge(by, taken, Math::max));
            unsure.clear();
        }
    }

    /** What only others have told so far. */
    record Waiting(ChannelName channel, RawMessage raw) {}

    private final Map<Said, Tally> tallies = new LinkedHashMap<>(16, 0.75f, true); // told last comes last
    private final Deque<Waiting> waiting = new ArrayDeque<>(); // since longest first
    private final BiPredicate<ChannelName, Long> hasMoved;
    private int waitingChars;

    /** @param hasMoved whether a channel's slot has moved since {@link #LATE} before a time, as System.nanoTime */
    Echoes(BiPredicate<ChannelName, Long> hasMoved) {
        this.hasMoved = hasMoved;
    }

    /**
     * A shard tells a raw message.
     *
     * @param by the shard
     * @param isHome whether it has the channel
     * @return what is to be adopted now; empty when that is known, or may yet be told by who has the channel
     */
    Optional<RawMessage> told(ChannelName channel, RawMessage raw, Object by, boolean isHome) {
        Tally tally = tallies.computeIfAbsent(new Said(channel, raw.digest()), said -> new Tally());
        tally.toldAt = raw.heardAt();
        int count = tally.told.merge(by, 1, Integer::sum);
        forgetOld(raw.heardAt());
        if (count <= tally.taken) {
            return Optional.empty();
        }
        boolean hasJustMoved = hasMoved.test(channel, raw.heardAt());
        if (isHome || hasJustMoved) {
            tally.taken++;
            return Optional.of(hasJustMoved ? raw.byTime() : raw);
        }
        await(new Waiting(channel, raw));
        return Optional.empty();
    }

    /** What has waited long enough, and must be adopted. */
    List<Waiting> overdue(long now) {
        List<Waiting> missed = new ArrayList<>();
        for (Iterator<Waiting> all = waiting.iterator(); all.hasNext(); ) {
            Waiting next = all.next();
            if (now - next.raw().heardAt() < PATIENCE) {
                break;
            }
            all.remove();
            waitingChars -= next.raw().draft().json().length();
            Tally tally = tallies.get(new Said(next.channel(), next.raw().digest()));
            if (tally != null && tally.said() > tally.taken) {
                tally.taken++;
                missed.add(new Waiting(next.channel(), next.raw().byTime()));
            }
            if (tally != null) {
                tally.makeSure();
            }
        }
        return missed;
    }

    /** In ns. */
    long untilOverdue(long now) {
        return waiting.isEmpty()
                ? Long.MAX_VALUE
                : Math.max(0, waiting.getFirst().raw().heardAt() + PATIENCE - now);
    }

    /**
     * A connection stands anew: of what was said before it tells nothing any more. What was told just now by others it may have missed, or
     * may yet tell, as the shards tell each other.
     */
    void linked(Object shard, long now) {
        tallies.values().forEach(tally -> {
            if (now - tally.toldAt > PATIENCE) {
                tally.told.put(shard, tally.said());
            } else {
                tally.unsure.add(shard);
            }
        });
    }

    /** A copy belongs to a raw message that was taken, so not to another one. */
    void settled(ChannelName channel, String digest, EventId copy) {
        Tally tally = tallies.get(new Said(channel, digest));
        if (tally != null) {
            tally.copies.add(copy);
        }
    }

    Collection<EventId> copies(ChannelName channel, String digest) {
        Tally tally = tallies.get(new Said(channel, digest));
        return tally == null ? List.of() : tally.copies;
    }

    private void await(Waiting next) {
        waiting.add(next);
        waitingChars += next.raw().draft().json().length();
        while (waiting.size() > MAX_WAITING || waitingChars > MAX_WAITING_CHARS) {
            waitingChars -= waiting.remove().raw().draft().json().length();
        }
    }

    private void forgetOld(long now) {
        Iterator<Tally> oldest = tallies.values().iterator();
        while (oldest.hasNext()) {
            Tally tally = oldest.next();
            if (now - tally.toldAt < MEMORY && tallies.size() <= MAX_TALLIES) {
                return;
            }
            oldest.remove();
        }
    }
}
