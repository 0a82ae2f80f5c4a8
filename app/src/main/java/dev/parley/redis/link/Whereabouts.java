package dev.parley.redis.link;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Where subjects are subscribed: each at the shard that has its slot. Where there is no cluster, all at the one that there is.
 *
 * <p>Threading: guarded by its {@link Interest}; nothing here waits, and no future is completed.
 */
final class Whereabouts {
    /** Nobody needs to know that a slot moves, which takes far less. */
    private static final Duration MOVING = Duration.ofSeconds(1);

    private final Redis redis;
    private final Map<Shard, ShardSubscriptions> links = new HashMap<>(); // those that stand
    private final Set<Subject> unheard = new LinkedHashSet<>(); // that were heard, and move

    Whereabouts(Redis redis) {
        this.redis = redis;
    }

    /** A connection stands, on which nothing is subscribed yet: puts down all that is to be. */
    void linked(Shard shard, ShardSubscriptions to, Collection<Subject> all) {
        links.put(shard, to);
        for (Subject subject : all) {
            if (redis.shardOf(subject.topic()) == shard) {
                leave(subject);
                subscribe(subject, shard, to);
                subject.isAgain = false; // that all may be missed is known when the link counts
            }
        }
    }

    /** It has broken; returns what is not granted now. */
    List<CompletableFuture<Void>> lost(Shard shard, Collection<Subject> all) {
        links.remove(shard);
        List<CompletableFuture<Void>> unanswered = new ArrayList<>();
        for (Subject subject : all) {
            if (subject.home == shard && subject.heard != null) {
                unanswered.add(subject.heard);
                subject.heard = null;
            }
        }
        return unanswered;
    }

    /** Null when it can't be asked for now. */
    CompletableFuture<Void> ask(Subject subject) {
        if (subject.heard == null) {
            Shard home = redis.shardOf(subject.topic());
            ShardSubscriptions link = links.get(home);
            if (link != null) {
                subscribe(subject, home, link);
            }
        }
        return subject.heard;
    }

    /** Its subscription was ended: it moves to where is not known yet. */
    void lose(Subject subject) {
        subject.heard = null;
        subject.isAgain = true;
        await(subject);
    }

    /** To where its slot is, if it is not there. What waits for it goes on waiting. */
    void move(Subject subject) {
        Shard home = redis.shardOf(subject.topic());
        if (home == subject.home && subject.heard != null) {
            return;
        }
        leave(subject);
        await(subject);
        subject.isAgain = true;
        subject.wasAway |= subject.home != null && !subject.home.health().isReachable();
        subject.home = home;
        ShardSubscriptions link = links.get(home);
        if (link != null) {
            subscribe(subject, home, link);
        }
    }

    /** It is asked for again a little later; returns what is not granted now, or null. */
    CompletableFuture<Void> postpone(Subject subject) {
        CompletableFuture<Void> heard = subject.heard;
        subject.heard = null;
        await(subject);
        return heard;
    }

    /** It is heard now, or nobody wants it any more. */
    void settled(Subject subject) {
        unheard.remove(subject);
    }

    /** Unsubscribes it, where it is. */
    void end(Subject subject) {
        ShardSubscriptions link = links.get(subject.home);
        if (subject.heard != null && link != null) {
            link.unsubscribe(subject);
        }
    }

    /** Asks again for what is not heard; returns what has not been for long, and was not returned yet. */
    List<Subject> look() {
        List<Subject> late = new ArrayList<>();
        for (Subject subject : List.copyOf(unheard)) {
            subject.redirections = 0;
            if (subject.heard == null) {
                move(subject);
            }
            if (isLate(subject) && !subject.isToldLate) {
                subject.isToldLate = true;
                subject.wasAway = true;
                late.add(subject);
            }
        }
        return late;
    }

    /** Whether it can't be heard or read for now. */
    boolean isAway(Subject subject) {
        Shard home = redis.shardOf(subject.topic());
        return home == null || !home.mayBeAsked() || isLate(subject);
    }

    private boolean isLate(Subject subject) {
        return unheard.contains(subject) && System.nanoTime() - subject.unheardSince > MOVING.toNanos();
    }

    /** What it was subscribed to elsewhere ends, if that is so still. */
    private void leave(Subject subject) {
        if (!subject.isHeard()) {
            return;
        }
        ShardSubscriptions old = links.get(subject.home);
        if (old != null) {
            old.unsubscribe(subject);
        }
        subject.heard = null;
    }

    private void await(Subject subject) {
        if (unheard.add(subject)) {
            subject.unheardSince = System.nanoTime();
        }
    }

    private static void subscribe(Subject subject, Shard home, ShardSubscriptions link) {
        subject.home = home;
        if (subject.heard == null) {
            subject.heard = new CompletableFuture<>();
        }
        link.subscribe(subject);
    }
}
