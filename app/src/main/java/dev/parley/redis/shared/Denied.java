package dev.parley.redis.shared;

import dev.parley.identity.Denials;
import dev.parley.redis.link.Keys;
import dev.parley.redis.link.Redis;
import dev.parley.redis.link.RedisAway;
import dev.parley.redis.link.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.util.SafeEncoder;

/**
 * Whose credentials don't hold any more, on all instances. Each has the whole list in memory, and reads it again when it is told
 * that it has changed, when the link to Redis stands again, and every 30 s, since a notice may be lost. The notice says nothing
 * itself: who may only publish in Redis can make instances read, four times a second at most, and end nobody's stream.
 *
 * <p>Bounded: an entry is gone when what it is about has expired by itself.
 *
 * <p>Threading: a thread of its own reads, one reading at a time; all else may be called by anyone. Who is told of a change is told
 * on the thread that reads Redis' answers, and must not block.
 */
public final class Denied implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Denied.class);
    private static final Duration INTERVAL = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final Redis redis;
    private final Keys keys;
    private final Runnable changed;
    private final Script script = new Script(Denied.class, "deny.lua");
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread reader = new Thread(task, "denied");
        reader.setDaemon(true);
        return reader;
    });

    private volatile Denials newest; // null until it was read once

    // Guarded by this.
    private boolean isDue; // a reading is planned that has not begun

    /** @param changed told after the list has become another */
    public Denied(Redis redis, Keys keys, Runnable changed) {
        this.redis = redis;
        this.keys = keys;
        this.changed = changed;
    }

    public void start() {
        thread.scheduleWithFixedDelay(this::readSoon, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whether it was read once. */
    public boolean isKnown() {
        return newest != null;
    }

    /**
     * As it was last read.
     *
     * @throws RedisAway before it could be read for the first time
     */
    public Denials list() {
        Denials list = newest;
        if (list == null) {
            throw new RedisAway(RedisAway.USUAL);
        }
        return list;
    }

    /**
     * Denies from now on, on all instances.
     *
     * @param entries what they are about, and for how long each is needed
     * @return completed when it is written, and they are told; fails with {@link RedisAway}
     */
    public CompletableFuture<Void> deny(Map<String, Duration> entries) {
        List<String> args = new ArrayList<>(List.of(keys.deniedTopic()));
        entries.forEach((name, needed) -> {
            args.add(name);
            args.add(Long.toString(needed.toMillis()));
        });
        return script.askAside(redis, List.of(keys.denied()), args).thenAccept(done -> readSoon());
    }

    /** The pub/sub pattern to be heard. */
    public String pattern() {
        return keys.deniedPattern();
    }

    /** Takes it, if it is the notice, and says whether it is. */
    public boolean take(byte[] topic) {
        boolean isOurs =
                topic.length > 0 && topic[0] == '{' && keys.deniedTopic().equals(SafeEncoder.encode(topic));
        if (isOurs) {
            readSoon();
        }
        return isOurs;
    }

    /** Something may have been missed. */
    public synchronized void readSoon() {
        if (!isDue && !thread.isShutdown()) {
            isDue = true;
            thread.execute(this::read);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    /** Waits a little then, so that many notices are few readings. */
    private void read() {
        synchronized (this) {
            isDue = false; // before it is read: what changes from now on is read anew
        }
        try {
            Denials read =
                    Denials.of(Redis.await(redis.ask(keys.denied(), commands -> commands.hgetAll(keys.denied()))));
            boolean isNew = !read.equals(newest);
            newest = read;
            if (isNew) {
                changed.run();
            }
            Thread.sleep(PAUSE.toMillis());
        } catch (RedisAway away) {
            LOG.debug("Who is denied will be read when Redis is back", away);
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) { // the thread must go on
            LOG.error("Who is denied could not be read", e);
        }
    }
}
