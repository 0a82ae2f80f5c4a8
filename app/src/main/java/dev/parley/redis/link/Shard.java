package dev.parley.redis.link;

import java.time.Duration;
import java.util.BitSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisNoScriptException;
import redis.clients.jedis.exceptions.JedisRedirectionException;

/**
 * One Redis that takes writes, or a master of a cluster, and the ways to ask it: connections that everybody shares. Commands always go to the Redis that the listener hears, also when another one has
 * become the master. While it is away (see {@link Health}), they fail at once instead of piling up on timeouts.
 *
 * <p>Threading: {@link #locate}, {@link #prepare} and {@link #setUp} are called by its listener; all else may be called by anyone.
 */
public final class Shard implements AutoCloseable {
    /** Who hears what shards say. What it does must not block. */
    public interface Keeper {
        /** Makes a listener of a shard that has just become known; it is started and closed by others. */
        Listener listenTo(Shard shard);

        /** Some slots have another owner now. */
        void moved(BitSet slots);

        /** It has no slots any more, and is closed. */
        void gone(Shard shard);
    }

    private static final Logger LOG = LoggerFactory.getLogger(Shard.class);
    private static final Duration OVERDUE_INTERVAL = Duration.ofMillis(100);

    /** Together with the patience of a command 3 s, within which it is known that Redis does not answer. */
    private static final Duration PROBE_INTERVAL = Duration.ofMillis(400);

    /** One that was just opened is waited for by whoever asks, instead of taking it for away. */
    private static final Duration NEW = Duration.ofSeconds(2);

    private static final int MAX_REFUSALS = 100;

    private final Connections connections;
    private final Supplier<HostAndPort> locator;
    private final ScheduledExecutorService clock;
    private final Set<String> refusals = ConcurrentHashMap.newKeySet(); // that were told since the link was made
    private final Links links = new Links(this::connect);
    private final Health health;
    private final Future<?> overdue;
    private final long openedAt = System.nanoTime();
    private volatile long unlinkedAt = openedAt;
    private volatile boolean wasLinked;

    private volatile HostAndPort place; // null until it was found; written under this
    private volatile Future<?> probing; // null while nobody watches
    private volatile Health.Watcher watcher; // null while nobody watches
    private volatile Consumer<String> leaver = why -> {};

    /**
     * Without connections yet.
     *
     * @param locator finds where it is, or throws {@link RedisAway}
     * @param clock a single thread, on which watchers are told
     */
    Shard(Connections connections, Supplier<HostAndPort> locator, ScheduledExecutorService clock) {
        this.connections = connections;
        this.locator = locator;
        this.clock = clock;
        this.health = new Health(clock, new Told());
        long interval = OVERDUE_INTERVAL.toMillis();
        this.overdue = clock.scheduleWithFixedDelay(this::dropOverdue, interval, interval, TimeUnit.MILLISECONDS);
    }

    /** One that stays where it is. */
    Shard(Connections connections, HostAndPort at, ScheduledExecutorService clock) {
        this(connections, () -> at, clock);
        moveTo(at);
    }

    /** What is wrong now, as a sentence; empty when nothing is. */
    public Optional<String> trouble() {
        return health.trouble();
    }

    public Health health() {
        return health;
    }

    /** Where it is; null before it was found. */
    HostAndPort place() {
        return place;
    }

    /** The same for logs and figures. */
    public String name() {
        return String.valueOf(place);
    }

    /** For how long (ns) its link has not stood; 0 while it does. */
    long unlinkedFor() {
        return health.isLinked() ? 0 : System.nanoTime() - unlinkedAt;
    }

    /** Whether its link has ever stood. */
    boolean wasLinked() {
        return wasLinked;
    }

    /**
     * To be called once, before anything is asked.
     *
     * @param told what it is like
     * @param leaver breaks the listener's link, for a reason
     * @param light does little, and shows that it answers and takes writes
     * @param full does what publishing does
     */
    public void watch(
            Health.Watcher told,
            Consumer<String> leaver,
            Supplier<CompletableFuture<?>> light,
            Supplier<CompletableFuture<?>> full) {
        this.watcher = told;
        this.leaver = leaver;
        Probes probes = new Probes(health, light, full);
        probing = clock.scheduleWithFixedDelay(probes::probe, 0, PROBE_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whether it makes sense to ask it anything. */
    boolean mayBeAsked() {
        return health.isReachable() || (!wasLinked && System.nanoTime() - openedAt < NEW.toNanos());
    }

    /**
     * Sends a command at most once.
     *
     * @return fails with what Redis answers, or with {@link RedisAway} when it does not, or too much waits for it
     */
    <T> CompletableFuture<T> send(Lane lane, CommandObject<T> command) {
        return links.ask(lane, command);
    }

    /** The same where it has not got the key yet, while that is moved here. */
    <T> CompletableFuture<T> sendAsking(Lane lane, CommandObject<T> command) {
        return links.askAsking(lane, command);
    }

    /** The same for one that may not seem to be there; fails with {@link RedisAway} only. */
    public <T> CompletableFuture<T> probe(CommandObject<T> command) {
        CompletableFuture<T> result = new CompletableFuture<>();
        send(Lane.SPEECH, command).whenComplete((answer, failure) -> {
            if (failure == null) {
                result.complete(answer);
            } else {
                result.completeExceptionally(away(failure));
            }
        });
        return result;
    }

    /**
     * The listener has found it: connections for commands are made anew, so that they go to the same one, while the listener makes its
     * own, so that they stand when it says that Redis is up.
     */
    public void prepare() {
        links.reconnect("Redis is away.");
        links.open();
    }

    public void setUp(boolean up) {
        refusals.clear(); // its operator may have changed something
        if (up) {
            wasLinked = true;
            links.open();
            health.linked();
        } else {
            unlinkedAt = System.nanoTime();
            health.lost();
            links.shut();
        }
    }

    /**
     * Finds where it is from now on, which may be elsewhere than before.
     *
     * @throws RedisAway when it is nowhere
     */
    HostAndPort locate() {
        return moveTo(locator.get());
    }

    /**
     * Makes sure that what was located is what it is taken for: a Sentinel or a DNS server may not know yet.
     *
     * @throws JedisConnectionException when it is a replica
     * @throws RedisTooOld when it is
     */
    void requireUsable(Connection connection) {
        Greeting greeting = Greeting.of(connection);
        greeting.requireNewEnough();
        if (greeting.isReplica()) {
            throw new JedisConnectionException("it is a replica by now");
        }
    }

    Connections connections() {
        return connections;
    }

    /** What is asked before the link stands waits for it. */
    void open() {
        links.open();
    }

    /** For whoever watched it nothing follows any more. */
    @Override
    public synchronized void close() {
        watcher = null;
        overdue.cancel(false);
        if (probing != null) {
            probing.cancel(false);
        }
        health.lost();
        links.close();
    }

    /** For who asked; and its health is told. */
    public RedisAway away(Throwable failure) {
        LOG.debug("A Redis command failed", failure);
        if (Refused.isNotTheOne(failure)) {
            leave(Refused.words(failure));
        } else if (Refused.isOfWrites(failure)) {
            health.refused(failure);
        } else if (isRefusal(failure)) {
            sayOnce(Refused.reason(failure));
        }
        return failure instanceof RedisAway away ? away : new RedisAway(failure);
    }

    @Override
    public String toString() {
        return name();
    }

    private static boolean isRefusal(Throwable failure) {
        return failure instanceof JedisDataException
                && !(failure instanceof JedisNoScriptException)
                && !(failure instanceof JedisRedirectionException);
    }

    /** The listener looks for another one, or for this one as it should be. */
    private void leave(String why) {
        leaver.accept(why);
        links.reconnect(RedisAway.USUAL);
    }

    /** Redis is there, but does not do what it is told: an operator must hear of it, but not with each try. */
    private void sayOnce(String reason) {
        if (refusals.size() < MAX_REFUSALS && refusals.add(reason)) {
            LOG.warn("Redis refuses what Parley needs: {}", reason);
        }
    }

    private synchronized HostAndPort moveTo(HostAndPort found) {
        if (!found.equals(place)) {
            boolean isElsewhere = place != null;
            place = found;
            if (isElsewhere) {
                LOG.info("Redis is at {} now", found);
                links.reconnect("Redis is elsewhere now.");
            }
        }
        return found;
    }

    private Pipe connect() {
        return new Pipe(place, connections.config().build());
    }

    private void dropOverdue() {
        try {
            if (links.dropOverdue()) {
                health.overdue();
            }
        } catch (RuntimeException e) { // the clock must not stop
            LOG.error("What depends on an answer failed", e);
        }
    }

    /** Passes on to whoever watches by then. */
    private final class Told implements Health.Watcher {
        @Override
        public void up() {
            Health.Watcher told = watcher;
            if (told != null) {
                told.up();
            }
        }

        @Override
        public void refuses() {
            Health.Watcher told = watcher;
            if (told != null) {
                told.refuses();
            }
        }

        @Override
        public void down() {
            Health.Watcher told = watcher;
            if (told != null) {
                told.down();
            }
        }
    }
}
