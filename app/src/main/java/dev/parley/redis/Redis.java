package dev.parley.redis;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
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
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisNoScriptException;
import redis.clients.jedis.util.SafeEncoder;

/**
 * Where Redis is, and the pool for commands. The listener says whether Redis is there: while it is not, commands fail at
 * once instead of piling up on timeouts, and the listener's attempts to reconnect are the only probe. So commands always go
 * to the Redis that the listener hears, also when Sentinels have made another one the master.
 *
 * <p>Threading: {@link #locate} is called by the listener; all else may be called by anyone.
 */
public final class Redis implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Redis.class);
    private static final int POOL_SIZE = 16;

    /** A command of the pool waits for a connection and for the answer: together under 3 s. */
    private static final Duration POOL_WAIT = Duration.ofMillis(500);

    /** Redis may be far away: 1.1 s there and back is served. */
    private static final int TIMEOUT_MILLIS = 2_000;

    private static final Duration OVERDUE_INTERVAL = Duration.ofMillis(100);
    static final CommandObjects COMMANDS = new CommandObjects(RedisProtocol.RESP2);
    private static final int MAX_REFUSALS = 100;

    private final RedisUrl url;
    private volatile RedisClient client; // null until a master was found
    private volatile boolean up;
    private final Set<String> refusals = ConcurrentHashMap.newKeySet(); // that were told since the link was made
    private final CommandLink reads = new CommandLink("reads", this::connect);
    private final CommandLink speech = new CommandLink("speech", this::connect);
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "redis-clock");
        thread.setDaemon(true);
        return thread;
    });
    private volatile HostAndPort place; // written under this

    public Redis(RedisUrl url) {
        this.url = url;
        if (!url.hasSentinels()) {
            moveTo(url.hosts().get(0));
        }
        long interval = OVERDUE_INTERVAL.toMillis();
        clock.scheduleWithFixedDelay(this::dropOverdue, interval, interval, TimeUnit.MILLISECONDS);
    }

    public boolean isUp() {
        return up;
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
        if (!up) {
            return CompletableFuture.failedFuture(new RedisAway("Redis is away."));
        }
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

    /** @throws RedisAway when Redis is known to be away, or turns out to be */
    <T> T call(Function<RedisClient, T> command) {
        if (!up) {
            throw new RedisAway("Redis is away.");
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
    static void sync(Pipeline pipeline) {
        for (Object answer : pipeline.syncAndReturnAll()) {
            if (answer instanceof JedisException refused) {
                throw refused;
            }
        }
    }

    /** The connections for commands are made while the listener makes its own, so that they stand when it says that Redis is up. */
    void prepare() {
        links().forEach(CommandLink::open);
    }

    void setUp(boolean up) {
        this.up = up;
        refusals.clear(); // its operator may have changed something
        if (up) {
            links().forEach(CommandLink::open);
        } else {
            links().forEach(CommandLink::shut);
        }
        if (!up && client != null) {
            client.getPool().clear(); // sockets that were open when the link broke are most likely dead too
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
     * Makes sure that the Redis that was located is what it is taken for: a Sentinel may not know yet.
     *
     * @throws JedisConnectionException when it is a replica
     */
    void requireMaster(Connection connection) {
        if (url.hasSentinels()) {
            connection.sendCommand(Command.ROLE);
            List<Object> role = connection.getObjectMultiBulkReply();
            if (!SafeEncoder.encode((byte[]) role.get(0)).equals("master")) {
                throw new JedisConnectionException("it is a replica by now");
            }
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
        up = false;
        clock.shutdownNow();
        links().forEach(CommandLink::close);
        if (client != null) {
            client.close();
        }
    }

    RedisAway away(Throwable failure) {
        LOG.debug("A Redis command failed", failure);
        if (failure instanceof JedisDataException && !(failure instanceof JedisNoScriptException)) {
            sayOnce(Refused.reason(failure));
        }
        return failure instanceof RedisAway away ? away : new RedisAway(failure);
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
    Connection open() {
        return new Connection(place, config().build());
    }

    private Pipe connect() {
        return new Pipe(place, config().build());
    }

    private void dropOverdue() {
        try {
            links().forEach(CommandLink::dropOverdue);
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
}
