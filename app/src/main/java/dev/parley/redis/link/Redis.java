package dev.parley.redis.link;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.CommandObjects;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/**
 * Where Redis is, and the ways to ask it: connections that everybody shares for requests, and a small pool for threads of our
 * own, which may wait. Commands always go to the Redis that the listener hears, also when another one has become the master.
 * While Redis is away (see {@link Health}), they fail at once instead of piling up on timeouts.
 *
 * <p>Threading: {@link #locate} and {@link #prepare} are called by the listener; all else may be called by anyone.
 */
public final class Redis implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Redis.class);
    private static final int POOL_SIZE = 16;

    /** A command of the pool waits for a connection and for the answer: together under 3 s. */
    private static final Duration POOL_WAIT = Duration.ofMillis(500);

    /** Redis may be far away: 1.1 s there and back is served. */
    private static final int TIMEOUT_MILLIS = 2_000;

    private static final Duration OVERDUE_INTERVAL = Duration.ofMillis(100);

    /** Together with the patience of a command 3 s, within which it is known that Redis does not answer. */
    private static final Duration PROBE_INTERVAL = Duration.ofMillis(400);

    static final CommandObjects COMMANDS = new CommandObjects(RedisProtocol.RESP2);
    private static final int MAX_REFUSALS = 100;

    private final RedisUrl url;
    private volatile RedisClient client; // null until a master was found
    private final Set<String> refusals = ConcurrentHashMap.newKeySet(); // that were told since the link was made
    private final CommandLink reads = new CommandLink("reads", this::connect);
    private final CommandLink speech = new CommandLink("speech", this::connect);
    private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(
            1,
            task -> {
                Thread thread = new Thread(task, "redis-clock");
                thread.setDaemon(true);
                return thread;
            },
            new ThreadPoolExecutor.DiscardPolicy()); // closed
    private final Health health = new Health(clock, new Told());
    private volatile HostAndPort place; // written under this
    private volatile Health.Watcher watcher; // null while nobody watches
    private volatile Consumer<String> leaver = why -> {};

    public Redis(RedisUrl url) {
        this.url = url;
        if (!url.hasSentinels()) {
            moveTo(url.hosts().get(0));
        }
        long interval = OVERDUE_INTERVAL.toMillis();
        clock.scheduleWithFixedDelay(this::dropOverdue, interval, interval, TimeUnit.MILLISECONDS);
    }

    /**
     * Makes sure, before the start, that it is new enough; when it can't be asked now, that is found out later.
     *
     * @throws RedisTooOld when it is not
     */
    public void refuseIfTooOld() {
        try (Connection connection = new Connection(locate(), config().build())) {
            Greeting.of(connection).requireNewEnough();
        } catch (JedisException | RedisAway e) {
            LOG.debug("The version can't be asked for yet", e);
        }
    }

    /** Whether it takes messages and can be heard and read. */
    public boolean isUp() {
        return trouble().isEmpty();
    }

    /** What is wrong now, as a sentence; empty when nothing is. */
    public Optional<String> trouble() {
        return health.trouble();
    }

    /** What stands in front of all pub/sub channels. */
    public String topics(String prefix) {
        return url.topics(prefix);
    }

    public Health health() {
        return health;
    }

    /**
     * To be called once, before anything is asked.
     *
     * @param watcher told what Redis is like
     * @param leaver breaks the listener's link, for a reason
     * @param light does little, and shows that Redis answers and takes writes
     * @param full does what publishing does
     */
    public void watch(
            Health.Watcher watcher,
            Consumer<String> leaver,
            Supplier<CompletableFuture<?>> light,
            Supplier<CompletableFuture<?>> full) {
        this.watcher = watcher;
        this.leaver = leaver;
        Probes probes = new Probes(health, light, full);
        clock.scheduleWithFixedDelay(probes::probe, 0, PROBE_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Asks without waiting, on a connection that everybody's reads share; what is large there does not hold up what people
     * say. Sent at most once.
     *
     * @return completed on the connection's thread, where nothing that depends on it may block; fails with {@link
     *     RedisAway}: at once when Redis is known to be away or too much waits for it, after 2.5 s without an answer, and
     *     when Redis refuses
     */
    public <T> CompletableFuture<T> ask(Function<CommandObjects, CommandObject<T>> command) {
        return over(reads, command);
    }

    /** The same, on the connection for what people say, where each answer is small. */
    <T> CompletableFuture<T> tell(Function<CommandObjects, CommandObject<T>> command) {
        return over(speech, command);
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

    private <T> CompletableFuture<T> over(CommandLink link, Function<CommandObjects, CommandObject<T>> command) {
        return health.isReachable()
                ? send(link, command)
                : CompletableFuture.failedFuture(new RedisAway(RedisAway.USUAL));
    }

    /** As {@link #tell}, also when Redis does not seem to be there. */
    public <T> CompletableFuture<T> probe(Function<CommandObjects, CommandObject<T>> command) {
        return send(speech, command);
    }

    private <T> CompletableFuture<T> send(CommandLink link, Function<CommandObjects, CommandObject<T>> command) {
        CompletableFuture<T> result = new CompletableFuture<>();
        link.ask(command.apply(COMMANDS)).whenComplete((answer, failure) -> {
            if (failure == null) {
                result.complete(answer);
            } else {
                result.completeExceptionally(away(failure));
            }
        });
        return result;
    }

    /**
     * Asks over a pooled connection, and waits for the answer.
     *
     * @throws RedisAway when Redis is known to be away, or turns out to be
     */
    public <T> T call(Function<RedisClient, T> command) {
        if (!health.isReachable()) {
            throw new RedisAway(RedisAway.USUAL);
        }
        try {
            return command.apply(client);
        } catch (JedisException e) {
            throw away(e);
        }
    }

    /**
     * Sends what a pipeline holds and waits for all answers.
     *
     * @throws JedisException also when Redis refuses one of the commands, which a pipeline keeps to itself otherwise
     */
    public static void sync(Pipeline pipeline) {
        for (Object answer : pipeline.syncAndReturnAll()) {
            if (answer instanceof JedisException refused) {
                throw refused;
            }
        }
    }

    /**
     * The listener has found a Redis: connections for commands are made anew, so that they go to the same one, while the
     * listener makes its own, so that they stand when it says that Redis is up.
     */
    public void prepare() {
        links().forEach(link -> {
            link.reconnect("Redis is away.");
            link.open();
        });
    }

    public void setUp(boolean up) {
        refusals.clear(); // its operator may have changed something
        if (up) {
            links().forEach(CommandLink::open);
            health.linked();
        } else {
            health.lost();
            links().forEach(CommandLink::shut);
            clearPool(); // sockets that were open when the link broke are most likely dead too
        }
    }

    /**
     * Finds the Redis to use from now on, which may be another than before.
     *
     * @throws RedisAway when there is none
     */
    HostAndPort locate() {
        return url.hasSentinels()
                ? moveTo(Sentinels.askForMaster(url))
                : url.hosts().get(0);
    }

    /**
     * Makes sure that the Redis that was located is what it is taken for: a Sentinel or a DNS server may not know yet.
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

    /** RESP2: a ping on a subscribed connection races with its answer under RESP3 (Jedis 8.0). */
    DefaultJedisClientConfig.Builder config() {
        return DefaultJedisClientConfig.builder()
                .user(url.user())
                .password(url.password())
                .database(url.database())
                .sslOptions(url.isTls() ? SslOptions.defaults() : null)
                .protocol(RedisProtocol.RESP2)
                .clientSetInfoConfig(ClientSetInfoConfig.DISABLED) // a round trip, and a right, for nothing we need
                .connectionTimeoutMillis(TIMEOUT_MILLIS)
                .socketTimeoutMillis(TIMEOUT_MILLIS);
    }

    @Override
    public synchronized void close() {
        health.lost();
        clock.shutdownNow();
        links().forEach(CommandLink::close);
        if (client != null) {
            client.close();
        }
    }

    /** For who asked; and Redis' health is told. */
    public RedisAway away(Throwable failure) {
        LOG.debug("A Redis command failed", failure);
        if (Refused.isNotTheOne(failure)) {
            leave(Refused.words(failure));
        } else if (Refused.isOfWrites(failure)) {
            health.refused(failure);
        } else if (failure instanceof JedisDataException && !(failure instanceof JedisNoScriptException)) {
            sayOnce(Refused.reason(failure));
        }
        return failure instanceof RedisAway away ? away : new RedisAway(failure);
    }

    /** The listener looks for another one, or for this one as it should be. */
    private void leave(String why) {
        leaver.accept(why);
        links().forEach(link -> link.reconnect(RedisAway.USUAL));
        clearPool();
    }

    private void clearPool() {
        if (client != null) {
            client.getPool().clear();
        }
    }

    /** Redis is there, but does not do what it is told: an operator must hear of it, but not with each try. */
    private void sayOnce(String reason) {
        if (refusals.size() < MAX_REFUSALS && refusals.add(reason)) {
            LOG.warn("Redis refuses what Parley needs: {}", reason);
        }
    }

    private synchronized HostAndPort moveTo(HostAndPort found) {
        if (!found.equals(place)) {
            RedisClient old = client;
            client = clientOf(found);
            place = found;
            if (old != null) {
                LOG.info("Redis is at {} now", found);
                old.close();
                links().forEach(link -> link.reconnect("Redis is elsewhere now."));
            }
        }
        return found;
    }

    private List<CommandLink> links() {
        return List.of(reads, speech);
    }

    /** A connection of one's own, for one thread. */
    public Connection open() {
        return new Connection(place, config().build());
    }

    private Pipe connect() {
        return new Pipe(place, config().build());
    }

    private void dropOverdue() {
        try {
            reads.dropOverdue(); // it may only be large
            if (speech.dropOverdue()) {
                health.overdue();
            }
        } catch (RuntimeException e) { // the clock must not stop
            LOG.error("What depends on an answer failed", e);
        }
    }

    private RedisClient clientOf(HostAndPort at) {
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxTotal(POOL_SIZE);
        pool.setMaxIdle(POOL_SIZE);
        pool.setMaxWait(POOL_WAIT);
        pool.setJmxEnabled(false);
        return RedisClient.builder()
                .hostAndPort(at)
                .clientConfig(config().build())
                .poolConfig(pool)
                .build();
    }

    /** Passes on to whoever watches by then. */
    private final class Told implements Health.Watcher {
        @Override
        public void up() {
            if (watcher != null) {
                watcher.up();
            }
        }

        @Override
        public void refuses() {
            if (watcher != null) {
                watcher.refuses();
            }
        }

        @Override
        public void down() {
            if (watcher != null) {
                watcher.down();
            }
        }
    }
}
