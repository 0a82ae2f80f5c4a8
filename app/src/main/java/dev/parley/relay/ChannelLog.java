package dev.parley.relay;

import dev.parley.channel.ChannelName;
import dev.parley.channel.Cursor;
import dev.parley.channel.EventId;
import dev.parley.channel.Message;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A channel on this instance: its retained messages, in order and without a gap.
 *
 * <p>Ids are dense, so every message that is heard is one of four: the next one, which is appended; a known one, which
 * is dropped; one that shows a gap; or another one under an id that is not new, which shows that Redis may have lost
 * messages that we have. A gap is repaired in one way, whether it is the log's first use, a message that got lost, a new
 * epoch or a link to Redis that was down: a repair thread reads from {@link Past} what comes after the newest known
 * message, until there is no more. What is heard meanwhile waits, and joins in the order of its ids.
 *
 * <p>Redis stores a message before it publishes it. So a message that waited when a read began, and whose predecessors
 * that read to the end did not find, has lost them for good (a wiped Redis, a history shorter than the gap): the tail
 * restarts with it and readers are reset. One that began to wait later only asks for another read. Therefore a repair
 * ends, and never while something that it could find is missing.
 *
 * <p>Threading: the Redis listener calls {@link #hear}, repair threads run the repair, request threads ask for positions.
 * All state but the tail's bytes is guarded by this object's monitor; no call to Redis or to a connection is made while
 * holding it. The monitor of the tail is only ever taken inside it, and {@link Share#signal} takes none.
 */
final class ChannelLog {
    private static final Logger LOG = LoggerFactory.getLogger(ChannelLog.class);

    /** One read fetches a whole history of the default length, and shows by coming back short that it is whole. */
    private static final int PAGE = 1_001;

    /** What waits during a repair is in the stream too, so beyond this it is dropped and read from there. */
    private static final int MAX_WAITING = 1_000;

    private static final int RETRY_MILLIS = 500;

    private final ChannelName channel;
    private final String label;
    private final Tail tail;
    private final Slots slots = new Slots();
    private final List<Share> shares;
    private final Past past;
    private final ScheduledExecutorService repairs;
    private final RelayMeters meters;

    /** How many subscriptions use this log; the relay drops it at 0. Guarded by the relay's map. */
    int users;

    // Guarded by this.
    private final Deque<Message> waiting = new ArrayDeque<>();
    private Message newest; // null when nothing is retained
    private boolean loaded;
    private boolean readAgain;
    private boolean suspicious; // Redis may have lost messages that we have
    private CompletableFuture<Void> repair; // null when nothing is known to be missing
    private boolean closed;

    ChannelLog(
            ChannelName channel,
            Retention retention,
            List<Share> shares,
            Past past,
            ScheduledExecutorService repairs,
            RelayMeters meters) {
        this.channel = channel;
        this.label = Cursor.label(channel);
        this.tail = new Tail(retention);
        this.shares = shares;
        this.past = past;
        this.repairs = repairs;
        this.meters = meters;
    }

    ChannelName channel() {
        return channel;
    }

    /** What stands before a position in this channel in the ids of streams of several. */
    String label() {
        return label;
    }

    Tail tail() {
        return tail;
    }

    /** The channel's state, which is no part of the log but told to the same streams. */
    Slots slots() {
        return slots;
    }

    Share share(int worker) {
        return shares.get(worker);
    }

    /** Takes a message in. Never blocks; called by one thread at a time, in the order of publishing. */
    synchronized void hear(Message message) {
        EventId head = tail.end().id();
        if (head.isDirectlyBefore(message.id()) && waiting.isEmpty()) {
            append(message);
            signalShares(message.at());
        } else if (message.id().isAfter(head)) {
            keepWaiting(message);
            if (repair == null) {
                repair();
            }
        } else if (!isKnown(message, head)) {
            suspicious = true;
            repair();
        }
    }

    /**
     * Reads what may be missing.
     *
     * @return completed when everything that Redis had at the time of this call is in the log, which may take until Redis
     *     is back; cancelled when the log is closed before
     */
    synchronized CompletableFuture<Void> repair() {
        if (repair == null) {
            repair = new CompletableFuture<>();
            repairs.execute(this::readToTheEnd);
        } else {
            readAgain = true;
        }
        return repair;
    }

    /** Completed once the log has been read for the first time; otherwise as {@link #repair}. */
    synchronized CompletableFuture<Void> load() {
        if (loaded) {
            return CompletableFuture.completedFuture(null);
        }
        return repair == null ? repair() : repair;
    }

    /** How many messages were heard that can't be told yet, because others before them are missing. */
    synchronized int waiting() {
        return waiting.size();
    }

    void close() {
        CompletableFuture<Void> unfinished;
        synchronized (this) {
            closed = true;
            unfinished = repair;
        }
        if (unfinished != null) {
            unfinished.cancel(false);
        }
    }

    /** Whether it came before, as far as we can still tell. */
    private boolean isKnown(Message message, EventId head) {
        boolean trimmed = message.id().epoch() == head.epoch() && tail.isPast(message.id());
        return trimmed || tail.contains(message);
    }

    private void keepWaiting(Message message) {
        if (waiting.size() == MAX_WAITING) {
            waiting.clear();
            readAgain = true;
        }
        waiting.add(message);
    }

    private void readToTheEnd() {
        try {
            forgetIfRedisDid();
            boolean complete;
            do {
                EventId head;
                EventId waitedUpTo;
                synchronized (this) {
                    if (closed) {
                        return;
                    }
                    head = tail.end().id();
                    waitedUpTo = waiting.isEmpty() ? head : waiting.getLast().id();
                    readAgain = false;
                }
                complete = merge(past.after(channel, head, PAGE), waitedUpTo);
            } while (!complete);
            finish();
        } catch (Throwable unreadable) { // whatever it is, this log must not stay broken
            tryLater(unreadable);
        }
    }

    /** When Redis lacks what we have, we can't join on to it: begin anew, and tell all readers. */
    private void forgetIfRedisDid() {
        Message known;
        synchronized (this) {
            if (!suspicious) {
                return;
            }
            known = newest;
        }
        boolean retained = known == null || past.contains(channel, known);
        synchronized (this) {
            suspicious = false;
            if (!retained) {
                tail.restart(ResetReason.UNKNOWN);
                newest = null;
                loaded = false;
            }
        }
    }

    /** @return whether the log is complete */
    private synchronized boolean merge(List<Message> page, EventId waitedUpTo) {
        for (Message message : page) {
            admitWaiting(message.id()); // Redis may have trimmed what we have heard
            admit(message);
        }
        if (page.size() == PAGE || readAgain) {
            signalShares();
            return false;
        }
        loaded = true;
        admitWaiting(waitedUpTo);
        boolean complete = joinWaiting();
        signalShares();
        return complete;
    }

    private void finish() {
        CompletableFuture<Void> finished;
        synchronized (this) {
            if (readAgain || suspicious || !waiting.isEmpty()) {
                repairs.execute(this::readToTheEnd); // someone asked, or something came, since the last read
                return;
            }
            finished = repair;
            repair = null;
        }
        meters.repaired();
        finished.complete(null); // outside: whoever waits for it may take locks of their own
    }

    private void admitWaiting(EventId upTo) {
        while (!waiting.isEmpty() && !waiting.element().id().isAfter(upTo)) {
            admit(waiting.remove());
        }
    }

    /** Takes a message whose predecessors are known to be here or lost. */
    private void admit(Message message) {
        EventId head = tail.end().id();
        if (!message.id().isAfter(head)) {
            return;
        }
        boolean joins = head.isDirectlyBefore(message.id())
                || message.id().n() == 0 // the start of an epoch: Redis knows nothing between
                || (!loaded && head.equals(EventId.BEGINNING)); // the start of what is retained
        if (joins) {
            append(message);
        } else {
            tail.restartWith(message, ResetReason.EXPIRED);
            newest = message;
        }
    }

    private void append(Message message) {
        tail.append(message);
        newest = message;
    }

    /** Appends what waited, up to the first gap. */
    private boolean joinWaiting() {
        while (!waiting.isEmpty()) {
            EventId head = tail.end().id();
            EventId next = waiting.element().id();
            if (head.isDirectlyBefore(next)) {
                append(waiting.element());
            } else if (next.isAfter(head)) {
                return false;
            }
            waiting.remove();
        }
        return true;
    }

    private synchronized void tryLater(Throwable cause) {
        LOG.debug("The log of {} could not be repaired yet", channel, cause);
        if (!closed) {
            int delay = RETRY_MILLIS + ThreadLocalRandom.current().nextInt(RETRY_MILLIS);
            repairs.schedule(this::readToTheEnd, delay, TimeUnit.MILLISECONDS);
        }
    }

    void signalShares() {
        signalShares(Share.NOT_PUBLISHED);
    }

    private void signalShares(long publishedAt) {
        for (Share share : shares) {
            share.signal(publishedAt);
        }
    }
}
