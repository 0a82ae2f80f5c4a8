package dev.parley.relay;

import dev.parley.channel.EventId;
import dev.parley.channel.Message;
import java.util.List;

/**
 * Joins what is heard to what is read, in the order of the ids. Redis stores a message before it publishes it. So a message
 * that waited when a read began, and whose predecessors that read to the end did not find, has lost them for good (a wiped
 * Redis, a history shorter than the gap): the tail restarts with it and readers are reset.
 *
 * <p>They are reset, too, when Redis has lost messages that are not here: it shows with the first message of the next epoch, or only later,
 * when an instance that has seen them is back. So what was lost is missed by nobody in silence.
 *
 * <p>Threading: guarded by its log.
 */
final class Joiner {
    /** What a message that is heard is. */
    enum Heard {
        /** The next one: told at once. */
        NEXT,
        /** Something before it is missing: it waits. */
        EARLY,
        /** One that came before. */
        KNOWN,
        /** Another one under an id that is not new: Redis may have lost messages that we have. */
        DOUBTFUL
    }

    private final Tail tail;
    private final WaitingMessages waiting;
    private boolean loaded;
    private boolean gaveUp; // something that waited is to be read instead

    // the newest message of an epoch, and the first of the next one, that were joined as if nothing were lost between;
    // 0-0 when none were
    private EventId lastOfEpoch = EventId.BEGINNING;
    private EventId firstOfNext = EventId.BEGINNING;

    Joiner(Tail tail, WaitingMessages waiting) {
        this.tail = tail;
        this.waiting = waiting;
    }

    Heard hear(Tail.Framed next) {
        Message message = next.message();
        EventId head = tail.end().id();
        if (head.isDirectlyBefore(message.id()) && waiting.isEmpty()) {
            tail.append(next);
            return Heard.NEXT;
        }
        if (message.id().isAfter(head)) {
            gaveUp |= !waiting.add(message);
            return Heard.EARLY;
        }
        return tail.knows(message) ? Heard.KNOWN : Heard.DOUBTFUL;
    }

    /** Whether the log has been read. */
    boolean isLoaded() {
        return loaded;
    }

    int waiting() {
        return waiting.size();
    }

    /** Up to where what waits will have its predecessors once everything that there is now has been read. */
    EventId waitsUpTo() {
        gaveUp = false;
        return waiting.lastId(tail.end().id());
    }

    /**
     * Joins what was read after the head.
     *
     * @param page what was read
     * @param toTheEnd whether Redis had no more
     * @param waitedUpTo what {@link #waitsUpTo} was before the read
     * @return whether nothing is known to be missing
     */
    boolean merge(Past.Page page, List<Tail.Framed> read, boolean toTheEnd, EventId waitedUpTo) {
        if (page.isLostBetween(lastOfEpoch, firstOfNext)
                || (loaded && page.isBrokenAfter(tail.end().id()))) {
            restart();
            return false;
        }
        for (Tail.Framed message : read) {
            admitWaiting(message.message().id(), page); // Redis may have trimmed what we have heard
            admit(message, page);
        }
        if (!toTheEnd || gaveUp) {
            return false;
        }
        loaded = true;
        admitWaiting(waitedUpTo, page);
        return joinWaiting();
    }

    /** Begins anew, because Redis lacks what is here. */
    void restart() {
        tail.restart(ResetReason.UNKNOWN);
        loaded = false;
        joined(EventId.BEGINNING, EventId.BEGINNING);
    }

    void close() {
        waiting.clear();
        tail.close();
    }

    private void admitWaiting(EventId upTo, Past.Page page) {
        while (!waiting.isEmpty() && !waiting.first().id().isAfter(upTo)) {
            admit(Tail.Framed.of(waiting.removeFirst()), page);
        }
    }

    /** Takes a message whose predecessors are known to be here or lost. */
    private void admit(Tail.Framed framed, Past.Page page) {
        EventId head = tail.end().id();
        EventId id = framed.message().id();
        if (!id.isAfter(head)) {
            return;
        }
        boolean isBroken = page.isLostBetween(head, id);
        if (isBroken || id.n() == 0) {
            joined(isBroken ? EventId.BEGINNING : head, id);
        }
        if (isBroken && loaded) {
            tail.restartWith(framed, ResetReason.UNKNOWN);
        } else if (isBroken) {
            tail.breakBefore(id);
            tail.append(framed);
        } else if (head.isDirectlyBefore(id)
                || id.n() == 0 // the start of an epoch: Redis knows nothing between
                || (!loaded && head.equals(EventId.BEGINNING))) { // the oldest that was read
            tail.append(framed);
        } else {
            tail.restartWith(framed, ResetReason.EXPIRED);
        }
    }

    private void joined(EventId last, EventId first) {
        lastOfEpoch = last;
        firstOfNext = first;
    }

    /** Appends what waited, up to the first gap. */
    private boolean joinWaiting() {
        while (!waiting.isEmpty()) {
            EventId head = tail.end().id();
            EventId next = waiting.first().id();
            if (!head.isDirectlyBefore(next) && next.isAfter(head)) {
                return false;
            }
            Message message = waiting.removeFirst();
            if (next.isAfter(head)) {
                tail.append(Tail.Framed.of(message));
            }
        }
        return true;
    }
}
