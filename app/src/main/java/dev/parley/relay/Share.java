package dev.parley.relay;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The subscriptions of one channel that one worker serves.
 *
 * <p>Threading: the list is touched by the worker's thread only. {@link #signal} may be called by anyone: however many
 * messages come before the worker gets to it, the share is in its queue once. The flag is cleared before subscriptions are
 * woken, so a message that comes while they are being woken queues the share again; and a subscription is woken when it
 * joins, so a message that came just before is not missed either.
 */
final class Share implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Share.class);

    private final FanOutWorker worker;
    private final AtomicBoolean queued = new AtomicBoolean();
    private final List<Subscription> subscriptions = new ArrayList<>();

    Share(FanOutWorker worker) {
        this.worker = worker;
    }

    /** There is news for these subscriptions. */
    void signal() {
        if (queued.compareAndSet(false, true)) {
            worker.execute(this);
        }
    }

    @Override
    public void run() {
        queued.set(false);
        forEach(Subscription::wake);
    }

    void join(Subscription subscription) {
        worker.execute(() -> {
            if (subscription.left) {
                return; // it was closed while it was being opened
            }
            if (subscriptions.isEmpty()) {
                worker.serve(this);
            }
            subscription.indexInShare = subscriptions.size();
            subscriptions.add(subscription);
            subscription.wake();
            if (worker.isDraining()) {
                subscription.end();
            }
        });
    }

    void leave(Subscription subscription) {
        worker.execute(() -> {
            subscription.left = true;
            if (subscription.indexInShare == Subscription.NOT_IN_SHARE) {
                return;
            }
            Subscription last = subscriptions.remove(subscriptions.size() - 1);
            if (last != subscription) {
                subscriptions.set(subscription.indexInShare, last);
                last.indexInShare = subscription.indexInShare;
            }
            if (subscriptions.isEmpty()) {
                worker.leave(this);
            }
        });
    }

    /** On the worker's thread only. */
    void forEach(Consumer<Subscription> action) {
        // By index, backwards: nothing here changes the list, since joining and leaving are tasks of the same worker.
        for (int i = subscriptions.size() - 1; i >= 0; i--) {
            try {
                action.accept(subscriptions.get(i));
            } catch (RuntimeException e) {
                LOG.error("A connection failed; the others go on", e);
            }
        }
    }
}
