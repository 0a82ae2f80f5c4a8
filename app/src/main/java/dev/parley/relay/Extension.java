package dev.parley.relay;

import dev.parley.channel.ChannelName;
import dev.parley.channel.EventId;
import java.util.List;
import java.util.Optional;

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
    private final Runnable onExtended;
    private boolean running; // guarded by this

    Extension(ChannelName channel, Tail tail, LogBudget budget, PastPages past, Runnable onExtended) {
        this.channel = channel;
        this.tail = tail;
        this.budget = budget;
        this.past = past;
        this.onExtended = onExtended;
    }

    void want() {
        synchronized (this) {
            if (running) {
                return;
            }
            running = true;
        }
        readOn();
    }

    private void readOn() {
        Optional<EventId> oldest = tail.oldest();
        if (oldest.isPresent() && budget.hasRoom()) {
            past.before(channel, oldest.get(), (page, failure) -> {
                boolean goOn = false;
                try {
                    goOn = failure == null && take(page, oldest.get()) && page.more();
                } finally {
                    if (!goOn) {
                        stop();
                    }
                }
                if (goOn) {
                    readOn();
                }
            });
        } else {
            stop();
        }
    }

    private boolean take(Past.Page page, EventId oldest) {
        List<Tail.Framed> older = page.messages().stream().map(Tail.Framed::of).toList();
        boolean more = tail.prepend(older, oldest);
        onExtended.run();
        return more;
    }

    private synchronized void stop() {
        running = false;
    }
}
