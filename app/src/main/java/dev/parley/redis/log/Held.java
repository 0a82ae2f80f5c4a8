package dev.parley.redis.log;

import dev.parley.channel.EventId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.NavigableSet;
import java.util.TreeSet;

/** What this instance holds of one channel. Threading: confined to the adopter's thread; times are as System.nanoTime. */
final class Held {
    /** Then it is adopted whoever has the lease. */
    static final long OVERDUE = Duration.ofSeconds(5).toNanos();

    /** A copy of what was settled last may still be under way, so that is remembered for a while. */
    static final long MEMORY = Duration.ofSeconds(30).toNanos();

    final Deque<RawMessage> raws = new ArrayDeque<>();

    /** Copies that belong to raw messages which are no longer held, so not to one that is or will be. */
    final NavigableSet<EventId> settled = new TreeSet<>();

    private EventId newestCopyHeard = EventId.BEGINNING;
    long notBefore = System.nanoTime();
    long retryFrom = System.nanoTime(); // what is overdue
    boolean isAsking; // a batch of what is held first is under way

    boolean mayBeAsked() {
        return !raws.isEmpty() && !isAsking;
    }

    /**
     * Notes that a copy was heard.
     *
     * @return false when that was known: where instances hear by interest, it is published for those, and for all who have heard the raw one
     */
    boolean hears(EventId copy) {
        boolean isNews = !copy.equals(newestCopyHeard);
        if (copy.isAfter(newestCopyHeard)) {
            newestCopyHeard = copy;
        }
        return isNews;
    }

    /** Until what is held longest is overdue, or may be tried again, in ns. */
    long untilOverdue(long now) {
        return Math.max(raws.getFirst().heardAt() + OVERDUE - now, retryFrom - now);
    }

    /**
     * A raw message that knows a copy can't be the one it was made from, so that copy need not be remembered; unless it may be among those
     * of a batch that is not answered yet.
     */
    void forgetWhatAllKnow() {
        if (isAsking) {
            return;
        }
        EventId known = raws.isEmpty() ? newestCopyHeard : raws.getFirst().known();
        settled.headSet(known.isAfter(newestCopyHeard) ? newestCopyHeard : known, true)
                .clear();
    }

    boolean isForgettable(long now) {
        return raws.isEmpty() && !isAsking && now - notBefore > MEMORY;
    }
}
