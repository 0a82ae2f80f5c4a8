package dev.parley.relay;

import dev.parley.channel.ChannelName;
import dev.parley.channel.Channels;
import dev.parley.channel.Cursor;
import dev.parley.channel.EventId;
import dev.parley.channel.Family;
import dev.parley.channel.Message;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The channels that live on this instance (see {@link Logs}), and who listens to them.
 *
 * <p>Threading: {@link #hear} and {@link #familyGrew} are called by the Redis listener only; all else may be called by anyone.
 */
public final class Relay implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
    private static final int REPAIR_THREADS = 4;
    private static final int SWEEP_SECONDS = 2;
    private static final Duration LAST_CALL = Duration.ofSeconds(1);
    private static final int MIN_RETRY_MILLIS = 1_000;
    private static final int MAX_RETRY_MILLIS = 3_000;

    private final Hearing hearing;
    private final Retention retention;
    private final LogBudget budget;
    private final Duration heartbeat;
    private final Attendance attendance;
    private final RelayMeters meters;
    private final Starts starts;
    private final List<FanOutWorker> workers;
    private final ScheduledThreadPoolExecutor repairs;
    private final PastPages past;
    private final Logs logs;
    private final LiveFamilies families = new LiveFamilies(this::newFamily);
    private final RedisStatus redis = new RedisStatus(this::signalAll);
    private final AtomicInteger subscribed = new AtomicInteger();
    private final AtomicBoolean makingRoom = new AtomicBoolean();

    private int streams; // guarded by this

    /**
     * @param memory bytes that all logs may take together
     * @param maxChannels how many channels may have streams at once, if there is memory for them
     */
    public Relay(
            Past past,
            Hearing hearing,
            Retention retention,
            long memory,
            int maxChannels,
            Duration heartbeat,
            Attendance attendance,
            MeterRegistry registry) {
        this.hearing = hearing;
        this.retention = retention;
        this.budget = new LogBudget(memory);
        this.heartbeat = heartbeat;
        this.attendance = attendance;
        this.workers = IntStream.range(0, Runtime.getRuntime().availableProcessors())
                .mapToObj(number -> new FanOutWorker(number, Silence.of(heartbeat)))
                .toList();
        this.repairs = new ScheduledThreadPoolExecutor(REPAIR_THREADS, task -> {
            Thread thread = new Thread(task, "repair");
            thread.setDaemon(true);
            return thread;
        });
        this.past = new PastPages(past, budget, repairs);
        this.meters = new RelayMeters(registry);
        this.starts = new Starts(redis::isDown);
        this.logs = new Logs(this::newLog, maxChannels, budget);
        budget.onExceeded(this::makeRoom);
        meters.watch("parley.streams", "Streams that are open", this::streams);
        meters.watch("parley.channels", "Channels with streams here", logs::used);
        meters.watch("parley.log.lag", "Messages heard that wait for missing ones before them", this::waiting);
        meters.watchBytes("parley.log", "Memory that the logs of channels take", budget::used);
        meters.watchBytes("parley.log.budget", "Memory that they may take", budget::limit);
    }

    public void start() {
        workers.forEach(FanOutWorker::start);
        repairs.scheduleWithFixedDelay(logs::dropUnused, SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
    }

    /** How many channels may have streams at once. */
    public int maxChannels() {
        return logs.max();
    }

    /** How many have. */
    int channels() {
        return logs.used();
    }

    /** What all logs take, in bytes. */
    long memory() {
        return budget.used();
    }

    /**
     * Opens a stream of channels, which holds no thread and takes as long as reading their logs does, 2.5 s at most.
     *
     * @param cursor where the client stands; a channel that it does not name begins as for a client without one
     * @param last how many past messages a channel without a position begins with
     * @param heartbeat how long the stream may be silent at most
     * @return to be closed; fails with {@link TooManyChannels}, and with {@link PastUnavailable} when Redis does not answer and
     *     what the client asks for is not here. What depends on it must not block: it may be done on a thread that reads logs.
     */
    public CompletableFuture<Subscription> subscribe(
            Subscriber subscriber, Channels channels, Cursor cursor, int last, Duration heartbeat) {
        Opening opening = new Opening(logs, families, starts, subscriber.client(), channels, cursor, last);
        countStream(1);
        return opening.open()
                .thenApply(opened -> subscription(subscriber, channels, opened, heartbeat))
                .whenComplete((subscription, failure) -> {
                    if (failure != null) {
                        countStream(-1);
                        opening.abandon();
                    }
                });
    }

    private Subscription subscription(Subscriber subscriber, Channels channels, Opening.Opened opened, Duration asked) {
        int worker = Math.floorMod(subscribed.getAndIncrement(), workers.size());
        Duration silence = asked.compareTo(heartbeat) < 0 ? asked : heartbeat;
        Subscription subscription = new Subscription(this, subscriber, channels, opened, silence, worker);
        for (Position position : subscription.positions()) {
            came(position);
        }
        return subscription;
    }

    /** Takes in a message that Redis published; dropped when nobody here listens to its channel. */
    public void hear(ChannelName channel, Message message) {
        ChannelLog log = logs.get(channel);
        if (log != null) {
            log.hear(message);
        } else {
            meters.foreign();
        }
        families.heard(channel, message.id());
    }

    /**
     * A family has one channel more.
     *
     * @param id of a message in it; {@link EventId#BEGINNING} when it has none yet
     */
    public void familyGrew(Family family, ChannelName channel, EventId id) {
        families.grew(family, channel, id);
    }

    /** Tells all streams of a channel what is so now; dropped when nobody here listens to it. */
    public void show(ChannelName channel, State now) {
        ChannelLog log = logs.get(channel);
        if (log != null && log.slots().set(now)) {
            log.signalShares();
        }
    }

    /** The same, but those who know an earlier state of this kind are not told before they are told the next change. */
    public void showNewcomers(ChannelName channel, State now) {
        ChannelLog log = logs.get(channel);
        if (log != null && log.slots().setForNewcomers(now)) {
            log.signalShares();
        }
    }

    /** Whether someone here listens to a channel, or did a moment ago. */
    public boolean isServed(ChannelName channel) {
        return logs.get(channel) != null;
    }

    /** The link to Redis is gone; streams stay open and are told. */
    public void redisDown() {
        redis.down();
    }

    /** Redis takes no messages, but those that there are can be heard and read. */
    public void redisRefuses() {
        redis.refuses();
    }

    /** The link to Redis stands again, and messages may have been missed. */
    public void redisUp() {
        Runnable tell = redis.up();
        logs.dropAllUnused();
        CompletableFuture<?>[] repaired = Stream.concat(
                        logs.all().stream().map(ChannelLog::repair), families.read().stream())
                .toArray(CompletableFuture[]::new);
        // Told when the gap is repaired, so that "up" means: you have everything.
        CompletableFuture.allOf(repaired).whenComplete((done, closed) -> tell.run());
    }

    /** The part of Redis that has this channel is not what it was, or something that was said there may have been missed. */
    public void changed(ChannelName channel) {
        ChannelLog log = logs.get(channel);
        if (log != null) {
            log.changed();
        }
    }

    /** The same for a family. */
    public void changed(Family family) {
        families.changed(family);
    }

    /**
     * Sends every client away, in random order, spread evenly over a time, and waits until all have gone. The connection of
     * one that does not take its farewell is broken.
     */
    public void drain(Duration over) {
        int open = streams();
        if (open > 0) {
            LOG.info("Sending {} stream(s) away, spread over {} ms", open, over.toMillis());
        }
        workers.forEach(worker -> worker.drain(over, workers.size()));
        awaitNobody(over.plus(LAST_CALL));
        int left = streams();
        workers.forEach(FanOutWorker::abortAll);
        awaitNobody(LAST_CALL);
        if (open > 0) {
            LOG.info("All streams have ended; {} took no farewell and were cut off", left);
        }
    }

    @Override
    public void close() {
        workers.forEach(FanOutWorker::close);
        repairs.shutdownNow();
    }

    /** Ends the streams whose permits have been withdrawn. */
    public void review() {
        workers.forEach(FanOutWorker::review);
    }

    /** After how many ms a client comes back: not all at once. */
    public static int randomRetry() {
        return ThreadLocalRandom.current().nextInt(MIN_RETRY_MILLIS, MAX_RETRY_MILLIS + 1);
    }

    void leave(Subscription subscription) {
        countStream(-1);
        for (Position position : subscription.positions()) {
            leave(position);
        }
        if (subscription.following() != null) {
            subscription.following().seats().forEach(seat -> families.release(seat.family));
        }
    }

    void came(Position position) {
        attendance.came(position.log.channel(), position.subscription.person());
    }

    void leave(Position position) {
        // told before the log may be dropped: who then opens the channel anew counts as the first there
        attendance.left(position.log.channel(), position.subscription.person());
        logs.release(position.log);
    }

    Logs logs() {
        return logs;
    }

    Starts starts() {
        return starts;
    }

    PastPages past() {
        return past;
    }

    /** Of the relay itself, told to all streams. */
    Slots state() {
        return redis.told();
    }

    RelayMeters meters() {
        return meters;
    }

    private ChannelLog newLog(ChannelName channel) {
        return new ChannelLog(channel, hearing.of(channel), retention, budget, shares(), past, meters);
    }

    private LiveFamily newFamily(Family name) {
        return new LiveFamily(name, hearing.of(name), shares(), past);
    }

    private List<Share> shares() {
        return workers.stream().map(worker -> new Share(worker, meters)).toList();
    }

    private synchronized int streams() {
        return streams;
    }

    private int waiting() {
        return logs.all().stream().mapToInt(ChannelLog::waiting).sum();
    }

    /** Once for all that find the budget exceeded meanwhile. */
    private void makeRoom() {
        if (makingRoom.compareAndSet(false, true)) {
            repairs.execute(() -> {
                makingRoom.set(false);
                logs.shrink();
            });
        }
    }

    private void signalAll() {
        logs.all().forEach(ChannelLog::signalShares);
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
}
