package dev.parley.redis.link;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether Redis does what Parley needs: not one socket's opinion, but what commands did lately. It is away while the listener's
 * link is broken, or when a command is not answered in time though the link stands; it refuses when it is full, or takes no
 * messages for another reason, while everything can still be heard and read. Probes find out, also when nobody says anything, and find
 * out when it is over.
 *
 * <p>Threading: may be told anything by anyone, also by a thread that holds locks of others: what follows from it is said
 * to the watcher later, in order, on the clock's thread, without a lock. The state is guarded by {@code this}.
 */
public final class Health {
    /** What Redis is like now. */
    public interface Watcher {
        /** It can be heard and read; what was published before may have been missed. */
        void up();

        /** It can be heard and read, but takes no messages; if it was not up before, {@link #up} comes first. */
        void refuses();

        void down();
    }

    private enum State {
        DOWN,
        REFUSES,
        UP
    }

    private static final Logger LOG = LoggerFactory.getLogger(Health.class);
    private static final String AWAY = "Redis is away.";
    private static final String SILENT = "Redis does not answer in time.";

    /** What is on the edge of being full must not be called so and not so by turns. */
    private static final Duration HOLD = Duration.ofSeconds(2);

    private final Executor clock;
    private final Watcher watcher;

    // Written under this.
    private volatile boolean reachable;
    private volatile Optional<String> trouble = Optional.of(AWAY);

    // Guarded by this.
    private int links; // how often the link was made
    private boolean linked;
    private boolean silent;
    private String refusal; // null, or a sentence
    private long refusedAt;

    // Confined to the clock's thread.
    private State told;
    private int linksTold;

    /** @param clock a single thread, on which the watcher is told */
    Health(Executor clock, Watcher watcher) {
        this.clock = clock;
        this.watcher = watcher;
    }

    /** Whether it makes sense to ask Redis anything. */
    boolean isReachable() {
        return reachable;
    }

    /** Whether the listener's link stands. */
    synchronized boolean isLinked() {
        return linked;
    }

    /** Empty when all is well; else what is wrong, as a sentence. */
    Optional<String> trouble() {
        return trouble;
    }

    /** The listener hears everything from now on. */
    synchronized void linked() {
        linked = true;
        links++;
        silent = false;
        changed();
    }

    synchronized void lost() {
        linked = false;
        changed();
    }

    /** A command was not answered in time. */
    synchronized void overdue() {
        if (linked && !silent) {
            silent = true;
            LOG.warn("Redis does not answer in time; trying again");
            changed();
        }
    }

    /** A command was answered. */
    synchronized void answered() {
        if (silent) {
            silent = false;
            LOG.info("Redis answers in time again");
            changed();
        }
    }

    /** Redis takes no messages. */
    public synchronized void refused(Throwable why) {
        refusedAt = System.nanoTime();
        if (refusal == null) {
            if (!Refused.isAccess(why)) { // that is in the log already
                LOG.warn(
                        "Redis {} ({}); trying again",
                        Refused.isFull(why) ? "is full" : "takes no messages",
                        Refused.words(why));
            }
            refusal = Refused.told(why);
            changed();
        }
    }

    /** Redis has taken something as it takes messages. */
    synchronized void accepted() {
        if (refusal != null && System.nanoTime() - refusedAt > HOLD.toNanos()) {
            refusal = null;
            LOG.info("Redis takes messages again");
            changed();
        }
    }

    synchronized boolean isRefusing() {
        return refusal != null;
    }

    private void changed() {
        reachable = linked && !silent;
        if (reachable) {
            trouble = Optional.ofNullable(refusal);
        } else {
            trouble = Optional.of(linked ? SILENT : AWAY);
        }
        clock.execute(this::tell);
    }

    private void tell() {
        State now;
        int made;
        synchronized (this) {
            now = !reachable ? State.DOWN : refusal != null ? State.REFUSES : State.UP;
            made = links;
        }
        boolean relinked = made != linksTold;
        if (now == State.DOWN) {
            if (told != State.DOWN) {
                watcher.down();
            }
        } else if (now != told || relinked) {
            if (now == State.UP || relinked || told == State.DOWN) {
                watcher.up();
            }
            if (now == State.REFUSES) {
                watcher.refuses();
            }
            linksTold = made;
        }
        told = now;
    }
}
