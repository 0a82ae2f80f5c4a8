package dev.parley.redis.log;

import dev.parley.channel.ChannelName;
import dev.parley.channel.EventId;
import dev.parley.channel.Injection;
import dev.parley.redis.link.Hear;
import dev.parley.redis.link.Keys;
import dev.parley.redis.link.Redis;
import dev.parley.redis.link.Shard;
import dev.parley.redis.shared.Families;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives raw messages their id, history and escaping, each exactly once among all instances.
 *
 * <p>Every instance hears every raw message and every adopted copy, in the same order, whatever else it hears, and holds the raw
 * ones. A lease per channel, kept in Redis and taken
 * and extended by adopting itself, decides who adopts. The adopted copy carries the raw message's digest; hearing it,
 * the others drop what they hold. What they still hold when the lease runs out, they adopt: one of them gets the lease,
 * and {@code adopt.lua} finds out by the digests which ones a former holder had adopted already.
 *
 * <p>An instance whose link to Redis broke may have missed raw messages that the others hold. So it lets its leases run out
 * before it adopts again, and the others, who heard everything, come first; if they don't, it does so all the same.
 *
 * <p>The lease only saves calls. One who starts may get it while others hold what was said before that: what is held for {@link Held#OVERDUE},
 * though someone else keeps the lease, is adopted without it.
 *
 * <p>Threading: {@link #adopt}, {@link #adopted} and {@link #linkLost} only add to the inbox, in the order of hearing, and so does who brings
 * an answer. All else is confined to the adopter's thread, which waits for no script: one batch of a channel is under way at a time, and
 * those of others go on, also while a shard or a slot of a cluster lets its own wait. What was adopted is often heard before it is answered.
 */
public final class Adopter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Adopter.class);

    private static final Duration MAX_JITTER = Duration.ofMillis(200);

    /** Longer than anyone else waits for a lease that is not extended. */
    private static final Duration AFTER_LINK_LOSS =
            Adoption.LEASE.plus(MAX_JITTER).plusMillis(500);

    /**
     * A raw message whose channel has moved not longer before may be heard after its copy: while the channel moves, the shard that was taken
     * for its own tells what comes from two others; and then someone who learned of that later than this instance goes on adopting what any
     * shard tells, though the channel's own has not told it yet.
     */
    private static final Duration UNCERTAIN = Echoes.LATE.multipliedBy(2);

    private static final Duration RETRY = Duration.ofMillis(300);

    private static final int MAX_BATCH = 200;
    private static final int MAX_TASKS_AT_ONCE = 1_000;
    private static final int MAX_UNDER_WAY = 500; // channels
    private static final long MAX_BYTES = 16L * 1024 * 1024;

    /** What a raw message takes beside its text. */
    private static final int OVERHEAD_BYTES = 512;

    /** Of the whole end; leases that are not given back by then run out by themselves. */
    private static final Duration END = Duration.ofSeconds(1);

    private final Redis redis;
    private final Keys keys;
    private final Publisher publisher;
    private final Families families;
    private final RedisMeters meters;
    private final int batch;
    private final Adoption adoption;
    private final BlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
    private final AtomicLong bytes = new AtomicLong(); // of what is in the inbox or held
    private final DropCounter dropped;
    private final Thread thread = new Thread(this::run, "adopter");
    private volatile boolean closed;

    // Confined to the adopter's thread.
    private final Map<ChannelName, Held> channels = new HashMap<>();
    private final Echoes echoes = new Echoes((channel, heardAt) -> movedSince(channel, heardAt, Echoes.LATE));
    private final Map<Shard, Long> lost = new HashMap<>(); // whose link broke, and until when others come first
    private int underWay; // channels of which a batch is

    public Adopter(
            Redis redis,
            Keys keys,
            Hear hear,
            Publisher publisher,
            Families families,
            HistoryLimits limits,
            String instance,
            RedisMeters meters) {
        this.redis = redis;
        this.keys = keys;
        this.publisher = publisher;
        this.families = families;
        this.meters = meters;
        this.adoption = new Adoption(redis, keys, hear, publisher, families, instance);
        this.dropped = new DropCounter("Redis has not yet taken 16 MiB of earlier ones", meters);
        // a batch that is tried again must find its first copies, so they must not have been trimmed by its last
        this.batch = Math.max(1, Math.min(MAX_BATCH, limits.messages() / 2));
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    /**
     * Takes a raw message in, or drops it at once when too much waits already.
     *
     * @param size of what is kept until it is read, in bytes
     * @param raw asked for on the adopter's thread, where it may block; empty when there is nothing to adopt after all
     */
    void adopt(ChannelName channel, int size, Supplier<Optional<RawMessage>> raw) {
        int weight = size + OVERHEAD_BYTES;
        if (bytes.addAndGet(weight) > MAX_BYTES) {
            bytes.addAndGet(-weight);
            dropped.count();
            return;
        }
        inbox.add(() -> {
            bytes.addAndGet(-weight);
            raw.get().ifPresent(heard -> hold(channel, heard));
        });
    }

    /** One that was read: see {@link Echoes}, which there are in a cluster only. On the adopter's thread. */
    Optional<RawMessage> told(ChannelName channel, RawMessage raw, Shard by, boolean isHome) {
        return redis.isCluster() ? echoes.told(channel, raw, by, isHome) : Optional.of(raw);
    }

    /** The link to a shard stands anew. */
    public void linked(Shard shard) {
        inbox.add(() -> echoes.linked(shard, System.nanoTime()));
    }

    /** Someone, maybe this instance, adopted a raw message with this digest. */
    void adopted(ChannelName channel, String digest, EventId id) {
        inbox.add(() -> settle(channel, digest, id));
    }

    /** What that shard has may have been missed. */
    public void linkLost(Shard shard) {
        inbox.add(() -> lost.put(shard, System.nanoTime() + AFTER_LINK_LOSS.toNanos()));
    }

    /** Gives its leases back, so that the others need not wait for them to run out. */
    @Override
    public void close() {
        closed = true;
        inbox.add(() -> {}); // so that it looks
        long until = System.nanoTime() + END.toNanos();
        try {
            thread.join(END.toMillis());
            if (!thread.isAlive()) { // else it waits for Redis, and what it holds is not ours to look at
                adoption.release(channels.keySet()).get(until - System.nanoTime(), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("Leases will run out by themselves", e);
        }
    }

    private void run() {
        warmUp();
        while (!closed) {
            try {
                takeFromInbox();
                adoptWhatIsDue();
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                return;
            } catch (Throwable e) { // this thread must not end
                LOG.error("A raw message could not be handled", e);
            }
        }
    }

    /** Loads the classes that reading a message needs, some 100 ms of work, before the first one waits for it. */
    private static void warmUp() {
        Injection.read("{\"message\":\"warm-up\"}".getBytes(StandardCharsets.UTF_8));
    }

    /** Waits for the first, so that a burst becomes few calls, and for no longer than until something is due. */
    private void takeFromInbox() throws InterruptedException {
        Runnable task = inbox.poll(untilDue(), TimeUnit.NANOSECONDS);
        for (int taken = 0; task != null && taken < MAX_TASKS_AT_ONCE; taken++) {
            task.run();
            task = taken + 1 < MAX_TASKS_AT_ONCE ? inbox.poll() : null;
        }
    }

    private long untilDue() {
        long now = System.nanoTime();
        long first = channels.entrySet().stream()
                .filter(entry -> entry.getValue().mayBeAsked() && underWay < MAX_UNDER_WAY)
                .mapToLong(entry -> Math.min(
                        untilTurn(entry.getKey(), entry.getValue(), now),
                        entry.getValue().untilOverdue(now)))
                .min()
                .orElse(Held.MEMORY);
        return Math.min(first, echoes.untilOverdue(now));
    }

    /** In ns; others come first when the link was lost, for as long as that is not so again and again. */
    private long untilTurn(ChannelName channel, Held held, long now) {
        Long others = lost.isEmpty() ? null : lost.get(redis.shardOf(keys.log(channel)));
        return others == null ? held.notBefore - now : Math.max(others - now, held.notBefore - now);
    }

    private void hold(ChannelName channel, RawMessage raw) {
        channels.computeIfAbsent(channel, name -> new Held()).raws.add(raw);
        bytes.addAndGet(weight(raw));
    }

    private void settle(ChannelName channel, String digest, EventId copy) {
        Held held = channels.get(channel);
        if (held == null || !held.hears(copy)) {
            return;
        }
        if (!held.settled.contains(copy)) {
            held.notBefore = fromNow(Adoption.LEASE.plus(jitter())); // someone else has the lease, at least for so long
            remove(held, raw -> raw.digest().equals(digest) && copy.isAfter(raw.known()))
                    .ifPresent(raw -> {
                        held.settled.add(copy);
                        echoes.settled(channel, digest, copy);
                    });
        }
        held.forgetWhatAllKnow();
    }

    /** Of several with this digest any is as good. */
    private Optional<RawMessage> remove(Held held, Predicate<RawMessage> which) {
        for (Iterator<RawMessage> raws = held.raws.iterator(); raws.hasNext(); ) {
            RawMessage raw = raws.next();
            if (which.test(raw)) {
                raws.remove();
                bytes.addAndGet(-weight(raw));
                return Optional.of(raw);
            }
        }
        return Optional.empty();
    }

    private void adoptWhatIsDue() {
        long now = System.nanoTime();
        lost.values().removeIf(until -> now - until >= 0);
        echoes.overdue(now).forEach(missed -> hold(missed.channel(), missed.raw()));
        channels.values().removeIf(held -> held.isForgettable(now));
        channels.forEach((channel, held) -> {
            if (underWay == MAX_UNDER_WAY || !held.mayBeAsked()) {
                return;
            }
            if (untilTurn(channel, held, now) <= 0) {
                adoptBatch(channel, held, raw -> true, false);
            } else if (held.untilOverdue(now) <= 0) {
                adoptBatch(channel, held, raw -> now - raw.heardAt() >= Held.OVERDUE, true);
            }
        });
    }

    /** Those by time apart from the others; all are when the channel may have moved, which may not have been known when they were heard. */
    private List<RawMessage> first(ChannelName channel, Held held) {
        RawMessage first = held.raws.getFirst();
        if (isUncertain(channel, first.heardAt())) {
            return held.raws.stream().limit(batch).map(RawMessage::byTime).toList();
        }
        return held.raws.stream()
                .limit(batch)
                .takeWhile(raw -> raw.isByTime() == first.isByTime())
                .toList();
    }

    /**
     * Those that are not by time are only taken where their channel is known to be, and must not be led elsewhere: there they would be by time.
     *
     * @param anyway although someone else may have the lease
     */
    private void adoptBatch(ChannelName channel, Held held, Predicate<RawMessage> which, boolean anyway) {
        Shard home = redis.shardOf(keys.log(channel)); // before it is looked whether it has moved
        List<RawMessage> raws = first(channel, held).stream().takeWhile(which).toList();
        RawMessage first = raws.get(0);
        NavigableSet<EventId> others = new TreeSet<>(held.settled.tailSet(first.known(), false));
        raws.stream().filter(RawMessage::isByTime).forEach(raw -> others.addAll(echoes.copies(channel, raw.digest())));
        adoption.adopt(channel, first.isByTime() ? null : home, raws, others, anyway)
                .whenComplete((answer, failure) -> inbox.add(() -> answered(channel, held, raws, answer)));
        held.isAsking = true;
        underWay++;
    }

    /** @param answer null when there was none; then the batch is tried again, and the script finds what it has done already */
    private void answered(ChannelName channel, Held held, List<RawMessage> raws, List<?> answer) {
        held.isAsking = false;
        underWay--;
        if (answer == null) {
            boolean wasLedElsewhere =
                    !raws.get(0).isByTime() && isUncertain(channel, raws.get(0).heardAt());
            held.notBefore = wasLedElsewhere ? System.nanoTime() : fromNow(RETRY);
            held.retryFrom = held.notBefore;
        } else if ((Long) answer.get(0) == 0) {
            held.notBefore = fromNow(Duration.ofMillis((Long) answer.get(1)).plus(jitter()));
        } else {
            for (int i = 1; i < answer.size(); i++) {
                adopted(channel, held, raws.get(i - 1), EventId.parse((String) answer.get(i)));
            }
            families.note(channel, EventId.parse((String) answer.get(answer.size() - 1)));
            meters.injected(answer.size() - 1);
            held.notBefore = System.nanoTime();
        }
        held.forgetWhatAllKnow();
    }

    private void adopted(ChannelName channel, Held held, RawMessage raw, EventId id) {
        if (held.settled.add(id)) { // else it was heard meanwhile
            remove(held, one -> one.digest().equals(raw.digest()));
            echoes.settled(channel, raw.digest(), id);
        }
        publisher.adopted(channel, id, raw.draft());
    }

    /** Whether it says nothing what was known when something was heard, since its slot has moved. */
    private boolean isUncertain(ChannelName channel, long heardAt) {
        return movedSince(channel, heardAt, UNCERTAIN);
    }

    /** Or not longer before it was heard. */
    private boolean movedSince(ChannelName channel, long heardAt, Duration longer) {
        return redis.movedSince(keys.log(channel), heardAt - longer.toNanos());
    }

    private static int weight(RawMessage raw) {
        return raw.draft().json().length() + OVERHEAD_BYTES;
    }

    private static long fromNow(Duration time) {
        return System.nanoTime() + time.toNanos();
    }

    private static Duration jitter() {
        return Duration.ofNanos(ThreadLocalRandom.current().nextLong(MAX_JITTER.toNanos()));
    }
}
