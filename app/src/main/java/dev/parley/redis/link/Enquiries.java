package dev.parley.redis.link;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Asks where that has gone of which a shard has ended the subscription: whoever is asked for a key of it says where to. One question at a
 * time about what one shard has ended, since what its answer leads to commonly tells of all: when a replica takes over, thousands are ended
 * at once. Bounded: each waits here once for each time that it was subscribed and ended.
 *
 * <p>Threading: may be used by anyone, and waits for nobody. Its monitor guards the map, and nothing else is done in it.
 */
final class Enquiries {
    private record Lost(Subject subject, String topic) {}

    private final Function<String, CompletableFuture<?>> askAbout;
    private final Predicate<Subject> isMissing;
    private final Consumer<Subject> found;
    private final Map<Shard, Queue<Lost>> waiting = new HashMap<>(); // while a question is under way; guarded by this

    /**
     * Of one {@link Interest}.
     *
     * @param askAbout asks whoever has a key, and believes who says that another one has it
     * @param isMissing whether it is still to be asked for
     * @param found takes what was asked for, also when there was no answer
     */
    Enquiries(Function<String, CompletableFuture<?>> askAbout, Predicate<Subject> isMissing, Consumer<Subject> found) {
        this.askAbout = askAbout;
        this.isMissing = isMissing;
        this.found = found;
    }

    /** @param topic its own, of notices */
    void ask(Subject subject, String topic, Shard by) {
        Lost lost = new Lost(subject, topic);
        synchronized (this) {
            Queue<Lost> others = waiting.putIfAbsent(by, new ArrayDeque<>());
            if (others != null) {
                others.add(lost);
                return;
            }
        }
        ask(lost, by);
    }

    private void ask(Lost lost, Shard by) {
        askAbout.apply(Keys.logBeside(lost.topic())).whenComplete((answer, failure) -> {
            found.accept(lost.subject());
            if (failure == null) {
                askNext(by);
            } else {
                giveUp(by);
            }
        });
    }

    private void askNext(Shard by) {
        Lost next = poll(by);
        while (next != null && !isMissing.test(next.subject())) {
            next = poll(by);
        }
        if (next != null) {
            ask(next, by);
        }
    }

    /** Nobody answers: they are asked for where they were, and where they are when that is known. */
    private void giveUp(Shard by) {
        for (Lost next = poll(by); next != null; next = poll(by)) {
            found.accept(next.subject());
        }
    }

    private synchronized Lost poll(Shard by) {
        Lost next = waiting.get(by).poll();
        if (next == null) {
            waiting.remove(by);
        }
        return next;
    }
}
