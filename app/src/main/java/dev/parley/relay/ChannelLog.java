package dev.parley.relay;

import dev.parley.channel.ChannelName;
import dev.parley.channel.Cursor;
import dev.parley.channel.Message;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A channel on this instance: its newest messages, in order and without a gap, for which its {@link Repair} sees; what is older is read when a
 * reader needs it (see {@link Backfill}).
 *
 * <p>Threading: may be used by anyone, but {@link #hear} by one thread at a time. Nothing here is guarded by this object.
 */
final class ChannelLog {
    private final ChannelName channel;
    private final String label;
    private final Hearing.Ear ear;
    private final Tail tail;
    private final Extension extension;
    private final List<Share> shares;
    private final PastPages past;
    private final Repair repair;

    // Guarded by the map that the log is in.
    int users; // subscriptions; a log without any is dropped after a while
    long unusedSince; // as System.nanoTime

    private volatile Slots slots = new Slots();
    private volatile long heardAt = System.nanoTime();

    ChannelLog(
            ChannelName channel,
            Hearing.Ear ear,
            Retention retention,
            LogBudget budget,
            List<Share> shares,
            PastPages past,
            RelayMeters meters) {
        this.channel = channel;
        this.ear = ear;
        this.label = Cursor.label(channel);
        this.tail = new Tail(retention, budget);
        this.shares = shares;
        this.past = past;
        Joiner joiner = new Joiner(tail, new WaitingMessages(budget));
        this.repair = new Repair(channel, ear, tail, joiner, past, meters, this::signalShares);
        this.extension = new Extension(channel, tail, budget, past, repair::isOpen, this::signalShares);
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

    /** Older messages for readers who are behind the tail. */
    PastPages past() {
        return past;
    }

    /** The same for all of them, as far as there is room. */
    Extension extension() {
        return extension;
    }

    /** The channel's state, which is no part of the log but told to the same streams. */
    Slots slots() {
        return slots;
    }

    /** Whoever comes now is the first: what was so when there were others may not be so any more. */
    void forgetState() {
        slots = new Slots();
    }

    /** When something was last heard, as System.nanoTime. */
    long heardAt() {
        return heardAt;
    }

    Share share(int worker) {
        return shares.get(worker);
    }

    /** Takes a message in. Never blocks; called by one thread at a time, in the order of publishing. */
    void hear(Message message) {
        Tail.Framed framed = Tail.Framed.of(message);
        heardAt = System.nanoTime();
        if (repair.hear(framed)) {
            signalShares(message.at());
        }
    }

    /** Reads what may be missing: {@link Repair#repair}. */
    CompletableFuture<Void> repair() {
        return repair.repair();
    }

    /** Whether it can be read, or people speak in it, is not what it was; or something may be missing. */
    void changed() {
        if (ear.isAway()) {
            showStatus();
        } else {
            // told when the gap is repaired, so that "up" means: you have everything
            repair().whenComplete((done, closed) -> showStatus());
        }
    }

    /** Tells all streams whether all is well with this channel, where that is not so for all alike. */
    void showStatus() {
        String what = ear.isInTrouble() ? "down" : "up";
        String data = "{\"redis\":\"" + what + "\",\"channel\":\"" + channel + "\"}";
        if (slots.set(new State("status", data, what.equals("up"), null))) {
            signalShares();
        }
    }

    /** Whether not all is well with this channel, where that is not so for all alike. */
    boolean isInTrouble() {
        return ear.isInTrouble();
    }

    /** Whether nothing of it can be heard or read for now. */
    boolean isAway() {
        return ear.isAway();
    }

    /** Reads the log for the first time: {@link Repair#load}. */
    CompletableFuture<Void> load(String client) {
        return repair.load(client);
    }

    /** Whether it has been read. */
    boolean isLoaded() {
        return repair.isLoaded();
    }

    /** How many messages were heard that can't be told yet, because others before them are missing. */
    int waiting() {
        return repair.waiting();
    }

    void close() {
        repair.close();
        ear.close();
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
