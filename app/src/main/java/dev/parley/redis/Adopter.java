package dev.parley.redis;

import dev.parley.channel.ChannelName;
import dev.parley.channel.EventId;
import dev.parley.channel.Message;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives raw messages their id, history and escaping, each exactly once among all instances.
 *
 * <p>Every instance hears every raw message, in the same order, and holds it. A lease per channel, kept in Redis and taken
 * and extended by adopting itself, decides who adopts. The adopted copy carries the raw message's digest; hearing it,
 * the others drop what they hold. What they still hold when the lease runs out, they adopt: one of them gets the lease,
 * and {@code adopt.lua} finds out by the digests which ones a former holder had adopted already.
 *
 * <p>An instance whose link to Redis broke may have missed raw messages that the others hold. So it lets its leases run out
 * before it adopts again, and the others, who heard everything, come first.
 *
 * <p>Threading: {@link #adopt}, {@link #adopted} and {@link #linkLost} only add to the inbox, in the order of hearing. All
 * else is confined to the adopter's thread, which may block on Redis without delaying the listener.
 */
final class Adopter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Adopter.class);

    /** A lease moves within 3 s of its holder's death: this, a little jitter, and the call. */
    private static final Duration LEASE = Duration.ofSeconds(2);

    private static final Duration MEMORY = Duration.ofSeconds(30);
    private static final int MAX_JITTER_MILLIS = 200;
    private static final int RETRY_MILLIS = 300;
    private static final int MAX_BATCH = 200;
    private static final int MAX_HELD = 10_000;

    private final Redis redis;
    private final Keys keys;
    private final Publisher publisher;
    private final History history;
    private final Signature signature;
    private final String instance;
    private final BiConsumer<ChannelName, Message> relay;
    private final Script script = new Script("append.lua", "adopt.lua");
    private final BlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
    private final Thread thread = new Thread(this::run, "adopter");
    private volatile boolean closed;

    // Confined to the adopter's thread.
    private final Map<ChannelName, Held> held = new HashMap<>();
    private final DropCounter dropped = new DropCounter("this instance holds 10,000 that Redis could not yet take");
    private int heldCount;
    private long notBefore = System.nanoTime();

    /** What this instance holds of one channel. */
    private static final class Held {
        final Deque<RawMessage> raws = new ArrayDeque<>();

        /** The newest copy whose raw message has been settled here: it is none of those held. */
        EventId settled = EventId.BEGINNING;

        long notBefore = System.nanoTime();

        /** A copy of what was settled last may still be under way, so that is remembered for a while. */
        boolean isForgettable(long now) {
            return raws.isEmpty() && now - notBefore > MEMORY.toNanos();
        }
    }

    /** @param relay is given messages that looked raw but turned out to be genuine */
    Adopter(
            Redis redis,
            Keys keys,
            Publisher publisher,
            History history,
            Signature signature,
            String instance,
            BiConsumer<ChannelName, Message> relay) {
        this.redis = redis;
        this.keys = keys;
        this.publisher = publisher;
        this.history = history;
        this.signature = signature;
        this.instance = instance;
        this.relay = relay;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** @param lookalike what the raw message claims to be, when it has the form of a published one */
    void adopt(ChannelName channel, RawMessage raw, Optional<Message> lookalike) {
        inbox.add(() -> {
            if (lookalike.isEmpty() || !isPublished(channel, lookalike.get())) {
                hold(channel, raw);
            }
        });
    }

    /** Someone, maybe this instance, adopted a raw message with this digest. */
    void adopted(ChannelName channel, String digest, EventId id) {
        inbox.add(() -> settle(channel, digest, id));
    }

    void linkLost() {
        inbox.add(() -> notBefore = System.nanoTime() + LEASE.toNanos());
    }

    @Override
    public void close() {
        closed = true;
        inbox.add(() -> {}); // so that it looks
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closed) {
            try {
                takeFromInbox();
                adoptWhatIsDue();
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                LOG.error("A raw message could not be handled", e);
            }
        }
    }

    /** Waits for the first, so that a burst becomes few calls, and for no longer than until something is due. */
    private void takeFromInbox() throws InterruptedException {
        Runnable first = inbox.poll(untilDue(), TimeUnit.NANOSECONDS);
        for (Runnable task = first; task != null; task = inbox.poll()) {
            task.run();
        }
    }

    private long untilDue() {
        long now = System.nanoTime();
        long first = held.values().stream()
                .filter(each -> !each.raws.isEmpty())
                .mapToLong(each -> each.notBefore - now)
                .min()
                .orElse(MEMORY.toNanos());
        return Math.max(first, notBefore - now);
    }

    private void hold(ChannelName channel, RawMessage raw) {
        if (heldCount == MAX_HELD) {
            dropped.count();
            return;
        }
        held.computeIfAbsent(channel, name -> new Held()).raws.add(raw);
        heldCount++;
    }

    private void settle(ChannelName channel, String digest, EventId id) {
        Held here = held.get(channel);
        if (here == null || !id.isAfter(here.settled)) {
            return;
        }
        here.settled = id;
        here.notBefore = System.nanoTime() + LEASE.toNanos() + jitter(); // its adopter has the lease at least so long
        for (Iterator<RawMessage> raws = here.raws.iterator(); raws.hasNext(); ) {
            if (raws.next().digest().equals(digest)) {
                raws.remove();
                heldCount--;
                return;
            }
        }
    }

    private void adoptWhatIsDue() {
        long now = System.nanoTime();
        if (now - notBefore < 0) {
            return;
        }
        held.values().removeIf(here -> here.isForgettable(now));
        held.forEach((channel, here) -> {
            if (!here.raws.isEmpty() && now - here.notBefore >= 0) {
                adoptBatch(channel, here);
            }
        });
    }

    private void adoptBatch(ChannelName channel, Held here) {
        List<RawMessage> batch = here.raws.stream().limit(MAX_BATCH).toList();
        List<?> answer;
        try {
            answer = run(channel, here, batch);
        } catch (RedisAway e) {
            here.notBefore = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(RETRY_MILLIS);
            return;
        }
        if ((Long) answer.get(0) == 0) {
            long leaseLeft = TimeUnit.MILLISECONDS.toNanos((Long) answer.get(1));
            here.notBefore = System.nanoTime() + leaseLeft + jitter();
            return;
        }
        for (Object id : answer.subList(1, answer.size())) {
            here.raws.remove();
            heldCount--;
            here.settled = later(here.settled, EventId.parse((String) id));
        }
    }

    private List<?> run(ChannelName channel, Held here, List<RawMessage> batch) {
        List<String> args = publisher.appendArguments(channel);
        args.add(instance);
        args.add(Long.toString(LEASE.toMillis()));
        for (RawMessage raw : batch) {
            args.add(raw.digest());
            args.add(later(raw.known(), here.settled).toString());
            args.add(Long.toString(raw.since()));
            args.add(raw.draft().json());
        }
        List<String> scriptKeys = new ArrayList<>(List.of(keys.log(channel), keys.adopter(channel)));
        return redis.call(client -> script.run(client, scriptKeys, args));
    }

    /** Whether history has it: then it was signed with a secret that Redis has lost since, and we learn the new one. */
    private boolean isPublished(ChannelName channel, Message claimed) {
        try {
            boolean published = history.contains(channel, claimed);
            if (published) {
                signature.refresh();
                relay.accept(channel, claimed);
            }
            return published;
        } catch (RedisAway e) {
            return false; // then it is adopted when Redis is back; a message may be said twice, but none is lost
        }
    }

    private static EventId later(EventId one, EventId other) {
        return one.isAfter(other) ? one : other;
    }

    private static long jitter() {
        return TimeUnit.MILLISECONDS.toNanos(ThreadLocalRandom.current().nextInt(MAX_JITTER_MILLIS));
    }
}
