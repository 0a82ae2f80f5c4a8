package dev.parley.relay;

import dev.parley.channel.ChannelName;
import dev.parley.channel.EventId;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Reads what is older than a tail and puts it in front of it, page by page up to the whole history, while memory is not
 * scarce. The first reader who comes back from far behind asks for it, and those who come later find it in memory: however
 * often a history is read, Redis is asked for it once.
 *
 * <p>Threading: may be asked for by anyone; runs on the repair threads, one page at a time.
 */
final class Extension {
    private final ChannelName channel;
    private final Tail tail;
    private final LogBudget budget;
    private final PastPages past;
    private final BooleanSupplier isWanted;
    private final Runnable onExtended;
    private boolean running; // guarded by this

    /** @param isWanted whether the tail is still of use; when it is not, nothing more is read */
    Extension(
            ChannelName channel,
            Tail tail,
            LogBudget budget,
            PastPages past,
            BooleanSupplier isWanted,
            Runnable onExtended) {
        this.channel = channel;
        this.tail = tail;
        this.budget = budget;
        this.past = past;
        this.isWanted = isWanted;
        this.onExtended = onExtended;
    }

    /** @param client who needs it */
    void want(String client) {
        synchronized (this) {
            if (running) {
                return;
            }
            running = true;
        }
        readOn(client);
    }

    private void readOn(String client) {
        Optional<EventId> oldest = tail.oldest();
        if (oldest.isPresent() && budget.hasRoom()) {
            Turns.Start read = past.before(
                    channel, oldest.get(), isWanted, (page, failure) -> took(client, oldest.get(), page, failure));
            past.enter(client, read);
        } else {
            stop();
        }
    }

    private void took(String client, EventId oldest, Past.Page page, Throwable failure) {
        boolean goOn = false;
        try {
            goOn = failure == null && take(page, oldest) && page.more();
        } finally {
            if (!goOn) {
                stop();
            }
        }
        if (goOn) {
            readOn(client);
        }
    }

    private boolean take(Past.Page page, EventId oldest) {
        List<Tail.Framed> older = page.messages().stream().map(Tail.Framed::of).toList();
        boolean isWhole =
                older.isEmpty() || !page.isLostBetween(older.get(0).message().id(), oldest);
        boolean more = isWhole && tail.prepend(older, oldest);
        onExtended.run();
        return more;
    }

    private synchronized void stop() {
        running = false;
    }
}
