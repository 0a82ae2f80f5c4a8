package dev.parley.redis.link;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntFunction;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.CommandObjects;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.exceptions.JedisMovedDataException;

/**
 * Redis, wherever it is: one, the master that Sentinels know, or the masters of a cluster. Whatever is asked of it goes to who has the
 * key that it is about; of a script, all keys have one slot.
 *
 * <p>Threading: may be used by anyone.
 */
public final class Redis implements AutoCloseable {
    static final CommandObjects COMMANDS = new CommandObjects(RedisProtocol.RESP2);

    /** Enough to find one for each of a hundred shards, and for one that has a few slots only. */
    private static final int MAX_NUMBER = 10_000;

    private final RedisUrl url;
    private final Servers servers;
    private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(
            1,
            task -> {
                Thread thread = new Thread(task, "redis-clock");
                thread.setDaemon(true);
                return thread;
            },
            new ThreadPoolExecutor.DiscardPolicy()); // closed

    public Redis(RedisUrl url) {
        this.url = url;
        clock.setRemoveOnCancelPolicy(true);
        Connections connections = new Connections(url);
        servers = url.isCluster() ? new Cluster(url, connections, clock) : new OneServer(url, connections, clock);
    }

    /**
     * Makes sure, before the start, that it is new enough; when it can't be asked now, that is found out later.
     *
     * @throws RedisTooOld when it is not
     */
    public void refuseIfTooOld() {
        servers.refuseIfTooOld();
    }

    /**
     * Hears every shard from now on, for as long as it is one. To be called once, before anything is asked.
     *
     * @param keeper makes a shard's listener; it is started and closed here
     */
    public void start(Shard.Keeper keeper) {
        servers.start(keeper);
    }

    /** Whether it takes messages and can be heard and read. */
    public boolean isUp() {
        return trouble().isEmpty();
    }

    /** What is wrong now with the whole of it, as a sentence; empty when nothing is. */
    public Optional<String> trouble() {
        return servers.trouble();
    }

    /** Whether it has shards, of which some may be away while others are not. */
    public boolean isCluster() {
        return url.isCluster();
    }

    /** What stands in front of all pub/sub channels. */
    public String topics(String prefix) {
        return url.topics(prefix);
    }

    /** Those that are known now: one, where there is no cluster. */
    public Collection<Shard> shards() {
        return servers.all();
    }

    /** Who has what is kept under a key, and what is published to a shard channel of that name; null while that is not known. */
    public Shard shardOf(String key) {
        return servers.of(key);
    }

    /** Whether what is kept under a key has moved to another shard since then (System.nanoTime), or was on its way to one. */
    public boolean movedSince(String key, long then) {
        return servers.movedSince(key, then);
    }

    /** The slot of a key, in a cluster. */
    public static int slotOf(String key) {
        return Topology.slot(key);
    }

    /**
     * A number of which a key of that number lies on a shard.
     *
     * @param key of a number; 0 is the first that is tried
     */
    public int numberOn(Shard shard, IntFunction<String> key) {
        for (int number = 0; number < MAX_NUMBER; number++) {
            if (shardOf(key.apply(number)) == shard) {
                return number;
            }
        }
        return 0;
    }

    void moved(JedisMovedDataException moved, Shard by) {
        servers.moved(moved, by);
    }

    /**
     * Asks without waiting, on a connection that everybody's reads share; what is large there does not hold up what people
     * say. Run at most once.
     *
     * @return completed on the connection's thread, where nothing that depends on it may block; fails with {@link
     *     RedisAway}: at once when Redis is known to be away or too much waits for it, after 2.5 s without an answer, and
     *     when Redis refuses
     */
    public <T> CompletableFuture<T> ask(String key, Function<CommandObjects, CommandObject<T>> command) {
        return ask(new Request<>(Lane.READS, key, false, null, command.apply(COMMANDS)));
    }

    /** The same, on the connection for what people say, where each answer is small. */
    <T> CompletableFuture<T> tell(String key, Function<CommandObjects, CommandObject<T>> command) {
        return ask(new Request<>(Lane.SPEECH, key, false, null, command.apply(COMMANDS)));
    }

    <T> CompletableFuture<T> ask(Request<T> request) {
        return servers.ask(request, false);
    }

    /** As {@link #tell}, also when Redis does not seem to be there. */
    public <T> CompletableFuture<T> probe(String key, Function<CommandObjects, CommandObject<T>> command) {
        return servers.ask(new Request<>(Lane.SPEECH, key, false, null, command.apply(COMMANDS)), true);
    }

    /**
     * Waits for an answer; for threads that may.
     *
     * @throws RedisAway when it fails so
     */
    public static <T> T await(CompletableFuture<T> answer) {
        try {
            return answer.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RedisAway away ? away : e;
        }
    }

    /** A command for {@link Shard#probe}. */
    public static <T> CommandObject<T> command(Function<CommandObjects, CommandObject<T>> command) {
        return command.apply(COMMANDS);
    }

    /** Runs something on the thread on which it is told what shards are like, a little later; never, once this is closed. Must not block. */
    public void later(Duration delay, Runnable task) {
        clock.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Nothing is heard any more, but everything can still be asked. */
    public void deafen() {
        servers.deafen();
    }

    @Override
    public void close() {
        servers.close();
        clock.shutdownNow();
    }
}
