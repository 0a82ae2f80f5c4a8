package dev.parley.relay;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The positions in one channel that one worker serves.
 *
 * <p>Threading: the list is touched by the worker's thread only. {@link #signal} may be called by anyone: however many
 * messages come before the worker gets to it, the share is in its queue once. The flag is cleared before connections are
 * woken, so a message that comes while they are being woken queues the share again; and a connection is woken when it
 * joins, so a message that came just before is not missed either.
 */
final class Share implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Share.class);

    private final FanOutWorker worker;
    private final RelayMeters meters;
    static final long NOT_PUBLISHED = -1;

    private final AtomicBoolean queued = new AtomicBoolean();
    private long oldestNews; // written by whoever queues the share, then read by the worker
    private final List<Position> positions = new ArrayList<>();

    Share(FanOutWorker worker, RelayMeters meters) {
        this.worker = worker;
        this.meters = meters;
    }

    /**
     * There is news for these connections.
     *
     * @param publishedAt when it was published, in ms of Redis' clock; {@link #NOT_PUBLISHED} for what was not, or long ago
     */
    void signal(long publishedAt) {
        if (queued.compareAndSet(false, true)) {
            oldestNews = publishedAt;
            worker.execute(this);
        }
    }

    @Override
    public void run() {
        long publishedAt = oldestNews;
        queued.set(false);
        forEach(position -> position.subscription.wake());
        if (publishedAt != NOT_PUBLISHED && !positions.isEmpty()) {
            meters.wrotePublishedAt(publishedAt);
        }
    }

    /** Does it on the worker's thread, behind all who have news. */
    void later(Runnable task) {
        worker.execute(task);
    }

    void join(Position position) {
        worker.execute(() -> {
            if (position.left) {
                return; // it was closed while it was being opened
            }
            if (positions.isEmpty()) {
                worker.serve(this);
            }
            position.indexInShare = positions.size();
            positions.add(position);
            position.subscription.wake();
            if (worker.isDraining()) {
                position.subscription.end();
            }
        });
    }

    void leave(Position position) {
        worker.execute(() -> {
            position.left = true;
            if (position.indexInShare == Position.NOT_IN_SHARE) {
                return;
            }
            Position last = positions.remove(positions.size() - 1);
            if (last != position) {
                positions.set(position.indexInShare, last);
                last.indexInShare = position.indexInShare;
            }
            if (positions.isEmpty()) {
                worker.leave(this);
            }
        });
    }

    /** One of them has something to write. May be called by anyone. */
    void wake(Position position) {
        worker.execute(() -> position.subscription.wake());
    }

    /** Each connection once, though it has several channels. On the worker's thread only. */
    void forEachConnection(Consumer<Subscription> action) {
        forEach(position -> {
            if (position.isFirst()) {
                action.accept(position.subscription);
            }
        });
    }

    private void forEach(Consumer<Position> action) {
        // By index, backwards: nothing here changes the list, since joining and leaving are tasks of the same worker.
        for (int i = positions.size() - 1; i >= 0; i--) {
            try {
                action.accept(positions.get(i));
            } catch (RuntimeException e) {
                LOG.error("A connection failed; the others go on", e);
            }
        }
    }
}
