package dev.parley.relay;

import dev.parley.channel.ChannelName;
import dev.parley.channel.EventId;
import dev.parley.channel.Frame;
import dev.parley.channel.Message;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * The channels that live on this instance: a log for each that has a listener here, and none for the others.
 *
 * <p>Threading: a log is created and dropped inside {@link ConcurrentMap#compute} of its name, which also guards its count
 * of users, so nobody ever joins a log that is being dropped. {@link #hear} is called by the Redis listener only.
 */
public final class Relay implements AutoCloseable {
    private static final int REPAIR_THREADS = 4;
    private static final Duration PATIENCE = Duration.ofMillis(2_500);
    private static final Duration LAST_CALL = Duration.ofSeconds(1);
    private static final int MIN_RETRY_MILLIS = 1_000;
    private static final int MAX_RETRY_MILLIS = 3_000;

    private static final String UP = "{\"redis\":\"up\"}";
    private static final String DOWN = "{\"redis\":\"down\"}";

    private final Past past;
    private final Retention retention;
    private final Duration heartbeat;
    private final List<FanOutWorker> workers;
    private final ScheduledThreadPoolExecutor repairs;
    private final ConcurrentMap<ChannelName, ChannelLog> logs = new ConcurrentHashMap<>();
    private final Slot status = new Slot("status", UP);
    private final AtomicInteger joined = new AtomicInteger();

    private volatile boolean redisIsDown;

    // Guarded by this.
    private int streams;
    private int statusChanges;

    public Relay(Past past, Retention retention, Duration heartbeat) {
        this.past = past;
        this.retention = retention;
        this.heartbeat = heartbeat;
        this.workers = IntStream.range(0, Runtime.getRuntime().availableProcessors())
                .mapToObj(number -> new FanOutWorker(number, Silence.of(heartbeat)))
                .toList();
        this.repairs = new ScheduledThreadPoolExecutor(REPAIR_THREADS, task -> {
            Thread thread = Executors.defaultThreadFactory().newThread(task);
            thread.setName("repair");
            thread.setDaemon(true);
            return thread;
        });
        repairs.setRemoveOnCancelPolicy(true);
    }

    public void start() {
        workers.forEach(FanOutWorker::start);
    }

    /**
     * Joins a channel. Blocks while the channel's log is read, at its first use on this instance, or to make sure of a
     * cursor that this instance has not heard of yet.
     *
     * @param cursor where the client stands; empty for one that comes without
     * @param last how many past messages a client without a cursor gets first
     * @throws PastUnavailable when Redis does not answer and what the client asks for is not here
     */
    public Subscription subscribe(ChannelName channel, Optional<EventId> cursor, int last) {
        ChannelLog log = acquire(channel);
        try {
            awaitRead(log.load());
            return cursor.isPresent() ? resumed(log, cursor.get()) : fresh(log, last);
        } catch (RuntimeException e) {
            release(log);
            throw e;
        }
    }

    /** Takes in a message that Redis published; dropped when nobody here listens to its channel. */
    public void hear(ChannelName channel, Message message) {
        ChannelLog log = logs.get(channel);
        if (log != null) {
            log.hear(message);
        }
    }

    /** The link to Redis is gone; streams stay open and are told. */
    public void redisDown() {
        redisIsDown = true;
        tell(nextStatusChange(), DOWN);
    }

    /** The link to Redis stands again, and messages may have been missed. */
    public void redisUp() {
        redisIsDown = false;
        int change = nextStatusChange();
        CompletableFuture<?>[] repaired =
                logs.values().stream().map(ChannelLog::repair).toArray(CompletableFuture[]::new);
        // Told when the gap is repaired, so that "up" means: you have everything.
        CompletableFuture.allOf(repaired).whenComplete((done, closed) -> tell(change, UP));
    }

    /**
     * Sends every client away, in random order, spread evenly over a time, and waits until all have gone. The connection of
     * one that does not take its farewell is broken.
     */
    public void drain(Duration over) {
        workers.forEach(worker -> worker.drain(over));
        awaitNobody(over.plus(LAST_CALL));
        workers.forEach(FanOutWorker::abortAll);
        awaitNobody(LAST_CALL);
    }

    @Override
    public void close() {
        workers.forEach(FanOutWorker::close);
        repairs.shutdownNow();
    }

    static int randomRetry() {
        return ThreadLocalRandom.current().nextInt(MIN_RETRY_MILLIS, MAX_RETRY_MILLIS + 1);
    }

    void release(ChannelLog log) {
        countStream(-1);
        ChannelLog stillUsed =
                logs.computeIfPresent(log.channel(), (name, current) -> --current.users > 0 ? current : null);
        if (stillUsed == null) {
            log.close();
        }
    }

    private ChannelLog acquire(ChannelName channel) {
        countStream(1);
        return logs.compute(channel, (name, current) -> {
            ChannelLog log = current != null ? current : newLog(name);
            log.users++;
            return log;
        });
    }

    private ChannelLog newLog(ChannelName channel) {
        return new ChannelLog(
                channel, retention, workers.stream().map(Share::new).toList(), past, repairs);
    }

    private Subscription fresh(ChannelLog log, int last) {
        Tail.Position start = log.tail().beforeNewest(last);
        return subscription(log, start, "");
    }

    private Subscription resumed(ChannelLog log, EventId cursor) {
        Optional<Tail.Position> start = log.tail().after(cursor);
        if (start.isEmpty() && cursor.isAfter(log.tail().end().id())) {
            awaitRead(log.repair()); // the client may have heard from another instance what is still on its way to us
            start = log.tail().after(cursor);
        }
        if (start.isPresent()) {
            return subscription(log, start.get(), "");
        }
        Tail.Bounds retained = log.tail().bounds();
        return subscription(log, retained.start(), reasonFor(cursor, retained).frame(retained));
    }

    private static ResetReason reasonFor(EventId cursor, Tail.Bounds retained) {
        EventId oldest = retained.oldest();
        boolean onceHere =
                cursor.equals(EventId.BEGINNING) || (cursor.epoch() == oldest.epoch() && oldest.isAfter(cursor));
        return onceHere ? ResetReason.EXPIRED : ResetReason.UNKNOWN;
    }

    private Subscription subscription(ChannelLog log, Tail.Position start, String reset) {
        String welcome = "{\"channels\":[\"" + log.channel() + "\"],\"heartbeat\":" + heartbeat.toMillis() + "}";
        String opening =
                Frame.priming(randomRetry(), start.cursor()) + Frame.of(start.cursor(), "welcome", welcome) + reset;
        Share share = log.share(Math.floorMod(joined.getAndIncrement(), workers.size()));
        return new Subscription(this, log, share, status, start.offset(), opening);
    }

    private synchronized int nextStatusChange() {
        return ++statusChanges;
    }

    /** Unless the link has changed again meanwhile. */
    private synchronized void tell(int change, String data) {
        if (change == statusChanges && !status.value().data().equals(data)) {
            status.set(data);
            logs.values().forEach(ChannelLog::signalShares);
        }
    }

    private synchronized void awaitNobody(Duration atMost) {
        long until = System.nanoTime() + atMost.toNanos();
        try {
            for (long left = atMost.toNanos(); streams > 0 && left > 0; left = until - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void countStream(int more) {
        streams += more;
        if (streams == 0) {
            notifyAll();
        }
    }

    private void awaitRead(CompletableFuture<Void> read) {
        try {
            read.get(redisIsDown ? 0 : PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | CancellationException | TimeoutException e) {
            throw new PastUnavailable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PastUnavailable(e);
        }
    }
}
