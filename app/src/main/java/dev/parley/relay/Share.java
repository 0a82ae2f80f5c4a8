package dev.parley.relay;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The positions in one channel, or the streams of one family, that one worker serves.
 *
 * <p>Threading: the list is touched by the worker's thread only. {@link #signal} may be called by anyone: however many
 * messages come before the worker gets to it, the share is in its queue once. The flag is cleared before connections are
 * woken, so a message that comes while they are being woken queues the share again; and a connection is woken when it
 * joins, so a message that came just before is not missed either. A share whose turn comes sooner than its {@link Pace} allows rests:
 * it stays queued until the worker runs it again, so that what comes meanwhile is told by that pass.
 *
 * <p>A pass over a crowd takes turns with all else that the worker has to do: after each millisecond it goes to the end of the queue,
 * where it is beside the next pass then, if there is news already. It goes from the last seat to the first. Who leaves meanwhile is
 * replaced by the last, so nobody is passed over, though some may be woken once more.
 */
final class Share implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Share.class);

    private final FanOutWorker worker;
    private final RelayMeters meters;
    static final long NOT_PUBLISHED = -1;

    private static final long TURN = TimeUnit.MILLISECONDS.toNanos(1);

    private final AtomicBoolean queued = new AtomicBoolean();
    private long oldestNews; // written by whoever queues the share, then read by the worker
    private final List<Seat> seats = new ArrayList<>();
    private final Pace pace = new Pace();
    private int unwoken; // seats that the pass has still to wake, from the first; 0 while there is none
    private long toldNews; // the oldestNews of the pass

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
        if (unwoken == 0) {
            if (pace.isResting()) {
                worker.rest(this, pace.next());
                return;
            }
            beginPass();
        }
        pace.work(this::takeTurn);
        if (unwoken > 0) {
            worker.execute(this);
        } else if (toldNews != NOT_PUBLISHED && !seats.isEmpty()) {
            meters.wrotePublishedAt(toldNews);
        }
    }

    private void beginPass() {
        toldNews = oldestNews;
        queued.set(false);
        unwoken = seats.size();
        pace.begin();
    }

    private void takeTurn() {
        long begin = System.nanoTime();
        while (unwoken > 0 && System.nanoTime() - begin < TURN) {
            unwoken--;
            if (unwoken < seats.size()) { // others may have left
                attempt(seats.get(unwoken), seat -> seat.subscription.wake());
            }
        }
    }

    /** Does it on the worker's thread, behind all who have news. */
    void later(Runnable task) {
        worker.execute(task);
    }

    void join(Seat seat) {
        worker.execute(() -> {
            if (seat.left) {
                return; // it was closed while it was being opened
            }
            if (seats.isEmpty()) {
                worker.serve(this);
            }
            seat.indexInShare = seats.size();
            seats.add(seat);
            seat.subscription.wake();
            if (worker.isDraining()) {
                seat.subscription.end();
            }
        });
    }

    void leave(Seat seat) {
        worker.execute(() -> {
            seat.left = true;
            if (seat.indexInShare == Seat.NOT_IN_SHARE) {
                return;
            }
            Seat last = seats.remove(seats.size() - 1);
            if (last != seat) {
                seats.set(seat.indexInShare, last);
                last.indexInShare = seat.indexInShare;
            }
            if (seats.isEmpty()) {
                worker.leave(this);
            }
        });
    }

    /** One of them has something to write. May be called by anyone. */
    void wake(Seat seat) {
        worker.execute(() -> seat.subscription.wake());
    }

    /** Each connection once, though it has several channels. On the worker's thread only. */
    void forEachConnection(Consumer<Subscription> action) {
        forEach(seat -> {
            if (seat.isFirst()) {
                action.accept(seat.subscription);
            }
        });
    }

    /** On the worker's thread only. */
    void forEach(Consumer<Seat> action) {
        // By index, backwards: nothing here changes the list, since joining and leaving are tasks of the same worker.
        for (int i = seats.size() - 1; i >= 0; i--) {
            attempt(seats.get(i), action);
        }
    }

    private static void attempt(Seat seat, Consumer<Seat> action) {
        try {
            action.accept(seat);
        } catch (RuntimeException e) {
            LOG.error("A connection failed; the others go on", e);
        }
    }
}
