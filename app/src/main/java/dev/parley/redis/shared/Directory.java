package dev.parley.redis.shared;

import dev.parley.channel.ChannelName;
import dev.parley.channel.InvalidInput;
import dev.parley.redis.link.Keys;
import dev.parley.redis.link.Redis;
import dev.parley.redis.link.RedisTime;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.params.ZAddParams;
import redis.clients.jedis.params.ZRangeParams;
import redis.clients.jedis.resps.Tuple;

/**
 * Which channels have been active lately. What an instance has published or heard it knows by itself, and writes down every few
 * seconds, in one go, for those that have not.
 *
 * <p>Bounded: the channels that were silent longest fall out, after a day or when there are too many.
 *
 * <p>Threading: {@link #note} may be called by anyone and does not block; written down by a thread of its own.
 */
public final class Directory implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Directory.class);
    private static final Duration MEMORY = Duration.ofDays(1);
    private static final Duration WRITE_INTERVAL = Duration.ofSeconds(5);

    /** That it holds, at most. */
    public static final int MAX_CHANNELS = 10_000;

    private final Redis redis;
    private final Keys keys;
    private final Map<ChannelName, Long> unwritten =
            new ConcurrentHashMap<>(); // when each was active, in ms of Redis' clock
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread writer = new Thread(task, "directory");
        writer.setDaemon(true);
        return writer;
    });

    public Directory(Redis redis, Keys keys) {
        this.redis = redis;
        this.keys = keys;
    }

    /**
     * A channel in which something was said.
     *
     * @param at when that was the last time, in ms since 1970
     */
    public record Entry(ChannelName channel, long at) {}

    /**
     * The channels of the last day, most recently active first.
     *
     * @param executor sorts them: many are too much for the thread that reads Redis' answers
     * @return fails with {@link dev.parley.redis.link.RedisAway} when Redis does not answer
     */
    public CompletableFuture<List<Entry>> newest(int limit, Executor executor) {
        ZRangeParams newestFirst = ZRangeParams.zrangeParams(0, limit - 1).rev();
        CompletableFuture<List<Tuple>> written =
                redis.ask(keys.directory(), commands -> commands.zrangeWithScores(keys.directory(), newestFirst));
        return written.thenCombineAsync(
                RedisTime.ask(redis, keys.directory()), (entries, now) -> newest(entries, now, limit), executor);
    }

    private List<Entry> newest(List<Tuple> written, long now, int limit) {
        Map<ChannelName, Long> active = new HashMap<>();
        written.forEach(entry -> add(active, entry));
        unwritten.forEach((channel, at) -> active.merge(channel, at, Math::max));
        return active.entrySet().stream()
                .filter(entry -> entry.getValue() >= now - MEMORY.toMillis())
                .map(entry -> new Entry(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingLong(Entry::at).reversed())
                .limit(limit)
                .toList();
    }

    public void start() {
        long interval = WRITE_INTERVAL.toMillis();
        thread.scheduleWithFixedDelay(this::write, interval, interval, TimeUnit.MILLISECONDS);
    }

    /**
     * Something was said in a channel.
     *
     * @param at in ms of Redis' clock
     */
    public void note(ChannelName channel, long at) {
        if (unwritten.size() < MAX_CHANNELS || unwritten.containsKey(channel)) {
            unwritten.merge(channel, at, Math::max);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        write();
    }

    private void write() {
        Map<ChannelName, Long> noted = Map.copyOf(unwritten);
        if (noted.isEmpty()) {
            return;
        }
        Map<String, Double> scores = new HashMap<>();
        noted.forEach((channel, at) -> scores.put(channel.value(), at.doubleValue()));
        try {
            String key = keys.directory();
            double oldest = (double) Redis.await(RedisTime.ask(redis, key)) - MEMORY.toMillis();
            Redis.await(redis.ask(
                    key,
                    commands ->
                            commands.zadd(key, scores, ZAddParams.zAddParams().gt())));
            Redis.await(redis.ask(key, commands -> commands.zremrangeByScore(key, Double.NEGATIVE_INFINITY, oldest)));
            Redis.await(redis.ask(key, commands -> commands.zremrangeByRank(key, 0, -1 - MAX_CHANNELS)));
            noted.forEach(unwritten::remove); // unless it has been active again meanwhile
        } catch (RuntimeException e) {
            LOG.debug("The directory will be written later", e);
        }
    }

    private static void add(Map<ChannelName, Long> active, Tuple entry) {
        try {
            active.put(new ChannelName(entry.getElement()), (long) entry.getScore());
        } catch (InvalidInput notOurs) {
            LOG.debug("The directory has something that is no channel", notOurs);
        }
    }
}
