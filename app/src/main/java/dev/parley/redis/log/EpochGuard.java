package dev.parley.redis.log;

import dev.parley.channel.ChannelName;
import dev.parley.redis.link.Keys;
import dev.parley.redis.link.Redis;
import dev.parley.redis.link.RedisAway;
import dev.parley.redis.link.Refused;
import dev.parley.redis.link.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Sees to it that no id is used twice after Redis has lost its newest messages, as in a failover to a replica that lagged
 * behind. Redis can only go back while the link is broken, so whenever the link stands again, every epoch in which Redis
 * lacks what this instance has seen is closed, and a new one begins with the channel's next message. What Redis does not do
 * now is tried again until it is done, however long that takes. So it is with the newest message of an epoch, when the next one has begun:
 * who began that may not have seen it. The stream notes what is lost, and logs which have not heard it tell their readers.
 *
 * <p>The link counts as up before that: what this instance publishes meanwhile can't use an id again, since publishing tells
 * the script what was seen; and others, who can, would not wait for us.
 *
 * <p>Threading: all is done on one thread, a batch at a time, so that what people say is not held up.
 */
public final class EpochGuard implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EpochGuard.class);
    private static final int BATCH = 200;
    private static final Duration RETRY = Duration.ofMillis(300);

    /** Slots move one by one, thousands of them when a shard comes or goes. */
    private static final Duration GATHERED = Duration.ofMillis(300);

    private final Redis redis;
    private final Keys keys;
    private final Heads seen;
    private final Script script = new Script(EpochGuard.class, Script.IDS, "lost.lua", "close_epoch.lua");
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(
            1,
            task -> {
                Thread guard = new Thread(task, "epoch-guard");
                guard.setDaemon(true);
                return guard;
            },
            new ThreadPoolExecutor.DiscardPolicy()); // closed

    private final BitSet moved = new BitSet(); // slots, guarded by itself

    // Confined to the thread. One for each channel that Heads knows, and for each of its epochs that has ended since.
    private final Map<Epoch, Heads.Head> unchecked = new LinkedHashMap<>();

    private record Epoch(ChannelName channel, long epoch) {
        static Epoch of(Heads.Head head) {
            return new Epoch(head.channel(), head.id().epoch());
        }
    }

    public EpochGuard(Redis redis, Keys keys, Heads seen) {
        this.redis = redis;
        this.keys = keys;
        this.seen = seen;
        seen.onEpochEnd(last -> thread.execute(() -> add(List.of(last))));
    }

    /**
     * To be called whenever a link to Redis was made anew, or something is kept elsewhere.
     *
     * @param keptThere tells of the key of a log whether it is kept there
     */
    public void check(Predicate<String> keptThere) {
        thread.execute(() -> {
            List<Heads.Head> all = seen.newestFirst().stream()
                    .filter(head -> keptThere.test(keys.log(head.channel())))
                    .toList();
            add(all);
        });
    }

    /** The same for slots of a cluster that have another owner now; many such changes are one check. */
    public void checkMoved(BitSet slots) {
        synchronized (moved) {
            boolean isDue = moved.isEmpty();
            moved.or(slots);
            if (!isDue) {
                return;
            }
        }
        thread.schedule(
                () -> {
                    BitSet all;
                    synchronized (moved) {
                        all = (BitSet) moved.clone();
                        moved.clear();
                    }
                    check(key -> all.get(Redis.slotOf(key)));
                },
                GATHERED.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private void add(List<Heads.Head> more) {
        boolean checking = !unchecked.isEmpty();
        more.forEach(head -> unchecked.put(Epoch.of(head), head));
        if (!checking) {
            checkSome();
        }
    }

    private void checkSome() {
        List<Heads.Head> batch = new ArrayList<>();
        Iterator<Heads.Head> first = unchecked.values().iterator();
        while (batch.size() < BATCH && first.hasNext()) {
            batch.add(first.next());
            first.remove();
        }
        List<Heads.Head> undone = closeForgottenEpochs(batch);
        undone.forEach(head -> unchecked.put(Epoch.of(head), head)); // behind the others, whose shard may be there
        if (!unchecked.isEmpty()) {
            thread.schedule(this::checkSome, undone.isEmpty() ? 0 : RETRY.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Those that must be tried again. */
    private List<Heads.Head> closeForgottenEpochs(List<Heads.Head> heads) {
        List<CompletableFuture<List<?>>> answers = heads.stream()
                .map(head -> script.ask(
                        redis,
                        List.of(keys.log(head.channel())),
                        List.of(head.id().toString())))
                .toList();
        List<Heads.Head> undone = new ArrayList<>();
        for (int i = 0; i < heads.size(); i++) {
            if (!isDone(answers.get(i))) {
                undone.add(heads.get(i));
            }
        }
        return undone;
    }

    private static boolean isDone(CompletableFuture<List<?>> answer) {
        try {
            if ((Long) Redis.await(answer).get(0) == 1) {
                LOG.warn("Redis has lost messages of a channel; a new epoch begins there");
            }
            return true;
        } catch (RedisAway e) {
            LOG.debug("An epoch could not be checked", e);
            return isHopeless(e.getCause());
        }
    }

    /** Whether it is about this channel, as when its key holds something else. */
    private static boolean isHopeless(Throwable refusal) {
        return refusal instanceof JedisDataException && !Refused.isOfWrites(refusal) && !Refused.isNotTheOne(refusal);
    }
}
