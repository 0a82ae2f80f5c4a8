package dev.parley.relay;

import dev.parley.channel.ChannelName;
import dev.parley.channel.Cursor;
import dev.parley.channel.EventId;
import dev.parley.channel.Message;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A channel on this instance: its newest messages, in order and without a gap.
 *
 * <p>Ids are dense, so every message that is heard is the next one, a known one, or one that shows that something is wrong (see
 * {@link Joiner}). A gap is repaired in one way, whether it is the log's first use, a message that got lost, a new
 * epoch or a link to Redis that was down: once all is heard that comes, page by page, what comes after the newest known message is read
 * from {@link Past}, until there is no more; where nothing waits, it is asked first whether there is any. What is heard meanwhile waits, and
 * joins in the order of its ids; when it began to wait after the read, it only asks for another one. Therefore a repair ends, and never while something that it could find is missing. A log
 * that knows nothing begins with the newest page; what is older is read when a reader needs it (see {@link Backfill}).
 *
 * <p>Threading: the Redis listener calls {@link #hear}, request threads ask for positions, and each step of a repair runs on
 * one of the repair threads when the answer to the one before is there: there is one at a time, for it goes on from where the
 * last one ended. All state but the tail's bytes is guarded by this object's monitor; nothing is asked while holding it. The
 * monitor of the tail is only ever taken inside it, and {@link Share#signal} takes none.
 */
final class ChannelLog {
    private static final Logger LOG = LoggerFactory.getLogger(ChannelLog.class);
    private static final int RETRY_MILLIS = 500;

    /** Beyond, clients wait with the others. */
    private static final int MAX_LOADING_FOR = 100;

    private final ChannelName channel;
    private final String label;
    private final Hearing.Ear ear;
    private final Tail tail;
    private final Extension extension;
    private final List<Share> shares;
    private final PastPages past;
    private final RelayMeters meters;

    // Guarded by the map that the log is in.
    int users; // subscriptions; a log without any is dropped after a while
    long unusedSince; // as System.nanoTime

    private volatile Slots slots = new Slots();
    private volatile long heardAt = System.nanoTime();

    // Guarded by this.
    private final Joiner joiner;
    private boolean readAgain;
    private final Set<String> loadingFor = new HashSet<>(); // clients who wait for the first page
    private Turns.Start firstPage; // null when none is awaited
    private boolean suspicious; // Redis may have lost messages that we have
    private CompletableFuture<Void> repair; // null when nothing is known to be missing
    private boolean closed;

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
        this.joiner = new Joiner(tail, new WaitingMessages(budget));
        this.extension = new Extension(channel, tail, budget, past, this::isOpen, this::signalShares);
        this.shares = shares;
        this.past = past;
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
        synchronized (this) {
            if (closed) {
                return;
            }
            switch (joiner.hear(framed)) {
                case NEXT -> signalShares(message.at());
                case EARLY -> {
                    if (repair == null) {
                        repair();
                    }
                }
                case DOUBTFUL -> {
                    suspicious = true;
                    repair();
                }
                case KNOWN -> {}
            }
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
            past.execute(this::begin);
        } else {
            readAgain = true;
        }
        return repair;
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

    /**
     * Reads the log for the first time. A client waits for it in their own turn, whoever else does.
     *
     * @return completed once it is read; otherwise as {@link #repair}
     */
    CompletableFuture<Void> load(String client) {
        CompletableFuture<Void> loading;
        Turns.Start awaited;
        synchronized (this) {
            if (joiner.isLoaded()) {
                return CompletableFuture.completedFuture(null);
            }
            boolean isNew = loadingFor.size() < MAX_LOADING_FOR && loadingFor.add(client);
            awaited = isNew ? firstPage : null;
            loading = repair == null ? repair() : repair;
        }
        if (awaited != null) {
            past.enter(client, awaited);
        }
        return loading;
    }

    /** Whether it has been read. */
    synchronized boolean isLoaded() {
        return joiner.isLoaded();
    }

    /** How many messages were heard that can't be told yet, because others before them are missing. */
    synchronized int waiting() {
        return joiner.waiting();
    }

    void close() {
        CompletableFuture<Void> unfinished;
        synchronized (this) {
            closed = true;
            unfinished = repair;
            joiner.close();
        }
        ear.close();
        if (unfinished != null) {
            unfinished.cancel(false);
        }
    }

    private void begin() {
        past.whenHeard(ear, failure -> step(failure, this::beginToRead));
    }

    private void beginToRead() {
        EventId head;
        EventId doubted;
        int content;
        boolean isCalm; // as almost all logs are when a link was made anew
        synchronized (this) {
            head = tail.end().id();
            doubted = suspicious ? head : EventId.BEGINNING;
            content = tail.newestContent();
            isCalm = joiner.isLoaded() && joiner.waiting() == 0;
            readAgain = false;
        }
        if (doubted.equals(EventId.BEGINNING) && isCalm) {
            read(past.look(channel, head, this::isOpen, (more, failure) -> step(failure, () -> looked(more))));
        } else if (doubted.equals(EventId.BEGINNING)) {
            readOn();
        } else {
            read(past.find(
                    channel, doubted, this::isOpen, (found, failure) -> step(failure, () -> judge(found, content))));
        }
    }

    /** When Redis lacks the newest that we had, we can't join on to it: begin anew, and tell all readers. */
    private void judge(Optional<Message> found, int content) {
        synchronized (this) {
            suspicious = false;
            boolean isRetained =
                    found.filter(message -> Tail.content(message) == content).isPresent();
            if (!isRetained && !closed) {
                joiner.restart();
            }
        }
        readOn();
    }

    private void looked(boolean thereIsMore) {
        if (thereIsMore) {
            readOn();
        } else {
            finish();
        }
    }

    private void readOn() {
        EventId head;
        EventId waitedUpTo;
        synchronized (this) {
            if (closed) {
                return;
            }
            head = tail.end().id();
            waitedUpTo = joiner.waitsUpTo();
            readAgain = false;
        }
        if (head.equals(EventId.BEGINNING)) {
            begin(past.newest(
                    channel, this::isOpen, (page, failure) -> step(failure, () -> take(page, true, waitedUpTo))));
        } else {
            read(past.after(
                    channel,
                    head,
                    this::isOpen,
                    (page, failure) -> step(failure, () -> take(page, !page.more(), waitedUpTo))));
        }
    }

    /** Whoever comes to wait for it from now on enters it themselves: see {@link #load}. */
    private void begin(Turns.Start newest) {
        List<String> clients;
        synchronized (this) {
            firstPage = newest;
            clients = List.copyOf(loadingFor);
        }
        if (clients.isEmpty()) {
            read(newest);
        } else {
            clients.forEach(client -> past.enter(client, newest));
        }
    }

    private void read(Turns.Start page) {
        past.enter(PastPages.NOBODY, page);
    }

    private synchronized boolean isOpen() {
        return !closed;
    }

    private void take(Past.Page page, boolean toTheEnd, EventId waitedUpTo) {
        List<Tail.Framed> framed = page.messages().stream().map(Tail.Framed::of).toList();
        boolean complete;
        synchronized (this) {
            if (closed) {
                return;
            }
            complete = joiner.merge(page, framed, toTheEnd, waitedUpTo);
            signalShares();
        }
        if (complete) {
            finish();
        } else {
            readOn();
        }
    }

    private void finish() {
        CompletableFuture<Void> finished;
        synchronized (this) {
            if (readAgain || suspicious || joiner.waiting() > 0) {
                past.execute(this::begin); // someone asked, or something came, since the last read
                return;
            }
            finished = repair;
            repair = null;
            firstPage = null;
            loadingFor.clear();
        }
        meters.repaired();
        finished.complete(null); // outside: whoever waits for it may take locks of their own
    }

    /** Whatever goes wrong, this log must not stay broken. */
    private void step(Throwable failure, Runnable action) {
        try {
            if (failure == null) {
                action.run();
            } else {
                tryLater(failure);
            }
        } catch (Throwable unexpected) {
            tryLater(unexpected);
        }
    }

    private synchronized void tryLater(Throwable cause) {
        LOG.debug("The log of {} could not be repaired yet", channel, cause);
        if (!closed) {
            past.executeLater(
                    this::begin, RETRY_MILLIS + ThreadLocalRandom.current().nextInt(RETRY_MILLIS));
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
