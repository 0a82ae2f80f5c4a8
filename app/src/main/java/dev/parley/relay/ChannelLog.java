package dev.parley.relay;

import dev.parley.channel.ChannelName;
import dev.parley.channel.EventId;
import dev.parley.channel.Message;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * A channel on this instance: its retained messages, in order and without a gap.
 *
 * <p>Ids are dense, so every message that is heard is one of three: the next one, which is appended; a known one, which
 * is dropped; or one that shows a gap. A gap is repaired in one way, whether it is the log's first use, a message that
 * got lost, a new epoch or a link to Redis that was down: a repair thread reads from {@link Past} what comes after the
 * newest known message, until there is no more. What is heard meanwhile waits, and joins in the order of its ids.
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
    /** One read fetches a whole history of the default length. */
    private static final int PAGE = 1_000;

    /** What waits during a repair is in the stream too, so beyond this it is dropped and read from there. */
    private static final int MAX_WAITING = 10_000;

    private static final int RETRY_MILLIS = 500;

    private final ChannelName channel;
    private final Tail tail;
    private final List<Share> shares;
    private final Past past;
    private final ScheduledExecutorService repairs;

    /** How many subscriptions use this log; the relay drops it at 0. Guarded by the relay's map. */
    int users;

    // Guarded by this.
    private final Deque<Message> waiting = new ArrayDeque<>();
    private boolean loaded;
    private boolean readAgain;
    private CompletableFuture<Void> repair; // null when nothing is known to be missing
    private boolean closed;

    ChannelLog(
            ChannelName channel, Retention retention, List<Share> shares, Past past, ScheduledExecutorService repairs) {
        this.channel = channel;
        this.tail = new Tail(retention);
        this.shares = shares;
        this.past = past;
        this.repairs = repairs;
    }

    ChannelName channel() {
        return channel;
    }

    Tail tail() {
        return tail;
    }

    Share share(int worker) {
        return shares.get(worker);
    }

    /** Takes a message in. Never blocks; called by one thread at a time, in the order of publishing. */
    synchronized void hear(Message message) {
        if (repair != null) {
            await(message);
            return;
        }
        EventId newest = tail.end().id();
        if (newest.isDirectlyBefore(message.id())) {
            tail.append(message);
            signalShares();
        } else if (message.id().isAfter(newest)) {
            await(message);
            repair();
        } else if (message.id().epoch() < newest.epoch() && !tail.contains(message.id())) {
            forget(); // an epoch older than ours that we don't know: Redis lost its data and its clock went back
        }
    }

    /**
     * Reads what may be missing.
     *
     * @return completed when everything that Redis had at the time of this call is in the log; exceptionally when Redis
     *     could not be read, in which case the log tries again by itself
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

    /** Completed once the log has been read for the first time; exceptionally as {@link #repair}. */
    synchronized CompletableFuture<Void> load() {
        if (loaded) {
            return CompletableFuture.completedFuture(null);
        }
        return repair == null ? repair() : repair;
    }

    /** Where a reader goes on; empty when what follows the cursor is not, or no longer, in this log. */
    OptionalLong after(EventId cursor) {
        return tail.after(cursor);
    }

    synchronized void close() {
        closed = true;
        if (repair != null) {
            repair.cancel(false);
        }
    }

    private void await(Message message) {
        if (waiting.size() == MAX_WAITING) {
            waiting.clear();
            readAgain = true;
        }
        waiting.add(message);
    }

    private void forget() {
        tail.restart(ResetReason.UNKNOWN);
        loaded = false;
        repair();
    }

    private void readToTheEnd() {
        try {
            boolean complete;
            do {
                EventId newest;
                int waitedBefore;
                synchronized (this) {
                    if (closed) {
                        return;
                    }
                    newest = tail.end().id();
                    waitedBefore = waiting.size();
                    readAgain = false;
                }
                complete = merge(past.after(channel, newest, PAGE), waitedBefore);
            } while (!complete);
        } catch (RuntimeException unreadable) {
            tryLater(unreadable);
        }
    }

    /** @return whether the log is complete and live again */
    private synchronized boolean merge(List<Message> page, int waitedBefore) {
        page.forEach(this::admit);
        boolean atTheEnd = page.size() < PAGE;
        if (atTheEnd) {
            loaded = true;
        }
        if (atTheEnd && !readAgain) {
            for (int i = 0; i < waitedBefore && !waiting.isEmpty(); i++) {
                admit(waiting.remove());
            }
        }
        boolean complete = atTheEnd && !readAgain && joinWaiting();
        signalShares();
        if (complete) {
            repair.complete(null);
            repair = null;
        }
        return complete;
    }

    /** Takes a message whose predecessors are known to be here or lost. */
    private void admit(Message message) {
        EventId newest = tail.end().id();
        if (!message.id().isAfter(newest)) {
            return;
        }
        boolean joins = newest.isDirectlyBefore(message.id())
                || message.id().n() == 0 // the start of an epoch: Redis knows nothing between
                || (!loaded && newest.equals(EventId.BEGINNING)); // the start of what is retained
        if (joins) {
            tail.append(message);
        } else {
            tail.restartWith(message, ResetReason.EXPIRED);
        }
    }

    /** Appends what waited, up to the first gap. */
    private boolean joinWaiting() {
        while (!waiting.isEmpty()) {
            EventId newest = tail.end().id();
            EventId next = waiting.element().id();
            if (newest.isDirectlyBefore(next)) {
                tail.append(waiting.element());
            } else if (next.isAfter(newest)) {
                return false;
            }
            waiting.remove();
        }
        return true;
    }

    private synchronized void tryLater(RuntimeException cause) {
        if (closed) {
            return;
        }
        CompletableFuture<Void> failed = repair;
        repair = new CompletableFuture<>();
        failed.completeExceptionally(cause);
        int delay = RETRY_MILLIS + ThreadLocalRandom.current().nextInt(RETRY_MILLIS);
        repairs.schedule(this::readToTheEnd, delay, TimeUnit.MILLISECONDS);
    }

    void signalShares() {
        shares.forEach(Share::signal);
    }
}
