package dev.parley.relay;

import dev.parley.channel.ChannelName;
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
 * Keeps a log whole: joins what is heard, and reads what it lacks.
 *
 * <p>Ids are dense, so every message that is heard is the next one, a known one, or one that shows that something is wrong (see
 * {@link Joiner}). A gap is repaired in one way, whether it is the log's first use, a message that got lost, a new
 * epoch or a link to Redis that was down: once all is heard that comes, page by page, what comes after the newest known message is read
 * from {@link Past}, until there is no more; where nothing waits, it is asked first whether there is any. What is heard meanwhile waits, and
 * joins in the order of its ids; when it began to wait after the read, it only asks for another one. Therefore a repair ends, and never
 * while something that it could find is missing. A log that knows nothing begins with the newest page.
 *
 * <p>Threading: the Redis listener calls {@link #hear}, anyone asks for a repair, and each of its steps runs on
 * one of the repair threads when the answer to the one before is there: there is one at a time, for it goes on from where the
 * last one ended. All state but the tail's bytes is guarded by this object's monitor; nothing is asked while holding it. The
 * monitor of the tail is only ever taken inside it, and who is told that the log has grown takes none.
 */
final class Repair {
    private static final Logger LOG = LoggerFactory.getLogger(Repair.class);
    private static final int RETRY_MILLIS = 500;

    /** Beyond, clients wait with the others. */
    private static final int MAX_LOADING_FOR = 100;

    private final ChannelName channel;
    private final Hearing.Ear ear;
    private final Tail tail;
    private final PastPages past;
    private final RelayMeters meters;
    private final Runnable grown;

    // Guarded by this.
    private final Joiner joiner;
    private boolean readAgain;
    private final Set<String> loadingFor = new HashSet<>(); // clients who wait for the first page
    private Turns.Start firstPage; // null when none is awaited
    private boolean suspicious; // Redis may have lost messages that we have
    private CompletableFuture<Void> repair; // null when nothing is known to be missing
    private boolean closed;

    /**
     * Of one log.
     *
     * @param joiner to the tail
     * @param grown told when something that was read has joined
     */
    Repair(
            ChannelName channel,
            Hearing.Ear ear,
            Tail tail,
            Joiner joiner,
            PastPages past,
            RelayMeters meters,
            Runnable grown) {
        this.channel = channel;
        this.ear = ear;
        this.tail = tail;
        this.joiner = joiner;
        this.past = past;
        this.meters = meters;
        this.grown = grown;
    }

    /** Takes a message in; returns whether it is the next one. Called by one thread at a time, in the order of publishing. */
    synchronized boolean hear(Tail.Framed framed) {
        if (closed) {
            return false;
        }
        Joiner.Heard heard = joiner.hear(framed);
        if (heard == Joiner.Heard.DOUBTFUL) {
            suspicious = true;
            repair();
        } else if (heard == Joiner.Heard.EARLY && repair == null) {
            repair();
        }
        return heard == Joiner.Heard.NEXT;
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

    /** Whether what is read is still of use. */
    synchronized boolean isOpen() {
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
            grown.run();
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
}
