package dev.parley.redis.embedded;

import dev.parley.redis.link.RedisUrl;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The Redis of this machine: the one that listens there; else one that this instance brings. So Parley runs anywhere with
 * one command, and started several times on one machine it makes several instances of one chat. When the instance that
 * brought Redis goes, another one of the same person brings it up again, and goes on with the same data, if it was kept.
 *
 * <p>Threading: {@link #find}, {@link #keepUp} and {@link #close} are for the main thread and its shutdown; a daemon thread
 * looks after a Redis of Parley's own. What it brought up is guarded by this object's monitor.
 */
public final class LocalRedis implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalRedis.class);
    private static final String HOST = "localhost";
    private static final int PROBE_MILLIS = 500;
    private static final Duration LOOK = Duration.ofMillis(500);

    private final int port;
    private final Optional<Path> data;
    private final Password password; // null for a Redis that no Parley brought
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "local-redis");
        thread.setDaemon(true);
        return thread;
    });

    // Guarded by this.
    private EmbeddedRedis brought; // null while another one's is used
    private boolean closed;

    private LocalRedis(int port, Optional<Path> data, Password password, EmbeddedRedis brought) {
        this.port = port;
        this.data = data;
        this.password = password;
        this.brought = brought;
    }

    /**
     * Finds or brings it.
     *
     * @param data where a Redis that is brought keeps everything; empty: in memory only
     * @param home where Parley keeps what is this person's
     * @throws IOException when there is none to be had, or it is not as asked for; the message says what to change
     */
    public static LocalRedis find(int port, Optional<Path> data, Path home) throws IOException {
        Path file = home.resolve(".parley").resolve("redis-" + port);
        if (somethingListens(port)) {
            return join(port, data, file);
        }
        Password password = Password.keptOrNew(file);
        Optional<Path> folder = data.map(LocalRedis::whole);
        try {
            return new LocalRedis(
                    port, folder, password, EmbeddedRedis.start(RedisProgram.choose(), port, password, folder));
        } catch (IOException e) {
            if (somethingListens(port)) {
                return join(port, data, file); // another instance was a little faster
            }
            throw e;
        }
    }

    public RedisUrl url() {
        String user = password == null ? "" : EmbeddedRedis.USER + ":" + password.text() + "@";
        return RedisUrl.parse("redis://" + user + HOST + ":" + port);
    }

    /** In brackets behind the address, for people; empty for a Redis that no Parley brought. */
    public String remark() {
        if (password == null) {
            return "";
        }
        return " (embedded, " + data.map(folder -> "kept in " + folder).orElse("in memory only") + ")";
    }

    /** From now on, brings it up when it has gone, if it is one of Parley's own. */
    public void keepUp(BooleanSupplier isUp) {
        if (password != null) {
            watch.scheduleWithFixedDelay(
                    () -> bringUpIfGone(isUp), LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Ends what this instance brought; another may bring it up again. */
    @Override
    public void close() {
        watch.shutdownNow();
        synchronized (this) {
            closed = true;
            if (brought != null) {
                brought.close();
            }
        }
    }

    private synchronized void bringUpIfGone(BooleanSupplier isUp) {
        if (closed || isUp.getAsBoolean() || somethingListens(port)) {
            return;
        }
        try {
            brought = EmbeddedRedis.start(RedisProgram.choose(), port, password, data);
            LOG.info("The Redis on {}:{} had gone; this instance has brought one up{}", HOST, port, remark());
        } catch (IOException e) {
            LOG.debug("Another instance brought it up, or it is tried again", e);
        }
    }

    /** What listens there is a Parley's own, if it knows our password. */
    private static LocalRedis join(int port, Optional<Path> data, Path file) throws IOException {
        Optional<Password> password = Password.kept(file).filter(kept -> isKnown(port, kept));
        if (password.isEmpty()) {
            requireNotAnothersOwn(port);
        }
        Optional<Path> kept = password.flatMap(known -> folderOf(port, known));
        if (data.isPresent() && !data.map(LocalRedis::whole).equals(kept)) {
            throw new IOException("a Redis listens on port " + port + " already, and does not keep its data in "
                    + data.get() + "; end that one, or leave --data out");
        }
        return new LocalRedis(port, kept, password.orElse(null), null);
    }

    private static boolean isKnown(int port, Password password) {
        try (Jedis jedis = connect(port, password)) {
            return jedis.ping() != null;
        } catch (JedisException refused) {
            return false;
        }
    }

    private static void requireNotAnothersOwn(int port) throws IOException {
        try (Jedis jedis = connect(port, config().build())) {
            jedis.exists("parley");
        } catch (JedisDataException refused) {
            throw new IOException(
                    "the Redis on port " + port + " wants a password (" + refused.getMessage()
                            + "); set --redis-url, or start Parley as who started that one",
                    refused);
        } catch (JedisConnectionException away) {
            LOG.debug("It listens, but does not answer now", away);
        }
    }

    /** Where it keeps its data, so that whoever brings it up again goes on with that. */
    private static Optional<Path> folderOf(int port, Password password) {
        try (Jedis jedis = connect(port, password)) {
            Map<String, String> settings = jedis.configGet("appendonly", "dir");
            return "yes".equals(settings.get("appendonly"))
                    ? Optional.of(whole(Path.of(settings.get("dir"))))
                    : Optional.empty();
        }
    }

    private static Jedis connect(int port, Password password) {
        return connect(
                port,
                config().user(EmbeddedRedis.USER).password(password.text()).build());
    }

    private static Jedis connect(int port, JedisClientConfig config) {
        return new Jedis(new HostAndPort(HOST, port), config);
    }

    /** Jedis warns of any other protocol, which this class of it does not speak. */
    private static DefaultJedisClientConfig.Builder config() {
        return DefaultJedisClientConfig.builder().protocol(RedisProtocol.RESP2);
    }

    private static Path whole(Path folder) {
        return folder.toAbsolutePath().normalize();
    }

    private static boolean somethingListens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PROBE_MILLIS);
            return true;
        } catch (IOException nobody) {
            return false;
        }
    }
}
