package dev.parley.redis.link;

import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import redis.clients.jedis.exceptions.JedisMovedDataException;

/** Where what is kept in Redis lies: all on one, or each slot on a master of a cluster. Threading: may be used by anyone. */
interface Servers extends AutoCloseable {
    /**
     * Finds them, and hears each for as long as it is one of them.
     *
     * @param keeper makes its listener, which is not started yet
     */
    void start(Shard.Keeper keeper);

    /**
     * Makes sure, before the start, that they are new enough; when they can't be asked now, that is found out later.
     *
     * @throws RedisTooOld when they are not
     */
    void refuseIfTooOld();

    Collection<Shard> all();

    /** Who has what is kept under a key, and what is published to a shard channel of that name; null while that is not known. */
    Shard of(String key);

    /** Someone who was asked says who has a slot now. */
    void moved(JedisMovedDataException moved, Shard by);

    /** Whether what is kept under a key has moved within a time. */
    boolean movedSince(String key, long then);

    /** What is wrong with the whole of it, as a sentence; empty when nothing is. */
    Optional<String> trouble();

    /**
     * Sends it to who then runs it, once at most, without waiting.
     *
     * @param anyway also to one that does not seem to be there
     * @return fails with {@link RedisAway}
     */
    <T> CompletableFuture<T> ask(Request<T> request, boolean anyway);

    /** Closes the listeners, and opens no more. */
    void deafen();

    @Override
    void close();
}
