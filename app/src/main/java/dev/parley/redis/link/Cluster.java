package dev.parley.redis.link;

import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisMovedDataException;
import redis.clients.jedis.exceptions.JedisRedirectionException;

/**
 * The masters of a Redis Cluster: each is a {@link Shard} with a listener of its own, from when it is known to have slots until a while
 * after it has none any more.
 *
 * <p>Threading: may be used by anyone; nothing here waits but {@link #refuseIfTooOld} and {@link #close}. Shards are opened by
 * whoever hears of them, also by threads that read answers, and closed by the thread of the {@link TopologyWatch}. No lock is held while
 * someone else's code runs.
 */
final class Cluster implements Servers {
    private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);

    /** A shard that can't be heard from here for so long, though the others can reach it, is this instance's trouble. */
    private static final long CUT_OFF = TimeUnit.SECONDS.toNanos(5);

    /** Longer than a command takes that is under way there. */
    private static final long KEPT = TimeUnit.SECONDS.toNanos(4);

    private final RedisUrl url;
    private final Connections connections;
    private final ScheduledExecutorService clock;
    private final Topology topology = new Topology();
    private final Map<HostAndPort, Shard> shards = new ConcurrentHashMap<>();
    private final Map<Shard, Listener> listeners = new ConcurrentHashMap<>();
    private final Map<Shard, Long> emptySince = new ConcurrentHashMap<>(); // as System.nanoTime
    private final TopologyWatch watch;

    private volatile Shard.Keeper keeper; // null before the start
    private volatile boolean wasReady;
    private volatile boolean closed;

    Cluster(RedisUrl url, Connections connections, ScheduledExecutorService clock) {
        this.url = url;
        this.connections = connections;
        this.clock = clock;
        this.watch = new TopologyWatch(this, connections, url);
    }

    @Override
    public void start(Shard.Keeper toKeep) {
        keeper = toKeep;
        watch.start();
    }

    @Override
    public void refuseIfTooOld() {
        for (HostAndPort seed : url.hosts()) {
            try (Connection connection = connections.open(seed)) {
                Greeting.of(connection).requireNewEnough();
                return;
            } catch (JedisException | RedisAway e) {
                LOG.debug("The version of {} can't be asked for yet", seed, e);
            }
        }
    }

    @Override
    public Collection<Shard> all() {
        return topology.masters().stream().map(this::shard).toList();
    }

    @Override
    public Shard of(String key) {
        HostAndPort owner = topology.owner(Topology.slot(key));
        return owner == null ? null : shard(owner);
    }

    @Override
    public boolean movedSince(String key, long then) {
        return topology.movedSince(Topology.slot(key), then);
    }

    @Override
    public Optional<String> trouble() {
        Collection<Shard> all = all();
        Optional<String> first =
                all.stream().flatMap(shard -> shard.trouble().stream()).findFirst();
        boolean isLost = all.stream().allMatch(shard -> shard.trouble().isPresent())
                || all.stream().anyMatch(this::isCutOff);
        if (!isLost) {
            wasReady = true;
        }
        return isLost ? Optional.of(first.orElse(RedisAway.USUAL)) : Optional.empty();
    }

    @Override
    public <T> CompletableFuture<T> ask(Request<T> request, boolean anyway) {
        Shard home = of(request.key());
        if (home == null || !(anyway || home.mayBeAsked())) {
            refreshSoon();
            return CompletableFuture.failedFuture(new RedisAway(RedisAway.USUAL));
        }
        if (!request.mayRunAt(home)) {
            return CompletableFuture.failedFuture(new RedisAway(RedisAway.USUAL));
        }
        return new Redirected<>(this, request, clock).begin(home);
    }

    @Override
    public void moved(JedisMovedDataException moved, Shard by) {
        HostAndPort to = place(moved, by);
        shard(to);
        if (topology.correct(moved.getSlot(), to)) {
            BitSet slots = new BitSet();
            slots.set(moved.getSlot());
            tellMoved(slots);
            refreshSoon();
        }
    }

    /** Keys of a slot are elsewhere, though it is not handed over. */
    void isMoving(int slot) {
        topology.isMoving(slot);
    }

    /** Who has it, or is about to, by the word of who was asked. */
    Shard target(JedisRedirectionException ask, Shard by) {
        Shard target = shard(place(ask, by));
        emptySince.remove(target); // it is in use, though it may have no slots yet
        return target;
    }

    /** Someone has noticed that what is known is not true any more. */
    void refreshSoon() {
        watch.lookSoon();
    }

    /** What a node tells; returns false when it is too old to be believed. */
    boolean take(ClusterView view) {
        BitSet changed = topology.take(view);
        if (changed == null) {
            return false;
        }
        view.slots().keySet().forEach(this::shard);
        if (!changed.isEmpty()) {
            tellMoved(changed);
        }
        return true;
    }

    /** Those that answer, as far as it is known. */
    List<Shard> reachable() {
        return shards.values().stream()
                .filter(shard -> shard.health().isReachable())
                .toList();
    }

    boolean isKnown() {
        return !topology.masters().isEmpty();
    }

    /** Whether all are there, as far as it is known. */
    boolean isWhole() {
        return isKnown() && all().stream().allMatch(shard -> shard.health().isReachable());
    }

    /** Ends those that have had no slots for a while. */
    void closeEmpty() {
        long now = System.nanoTime();
        shards.forEach((place, shard) -> {
            if (topology.masters().contains(place)) {
                emptySince.remove(shard);
            } else if (now - emptySince.computeIfAbsent(shard, empty -> now) > KEPT) {
                shards.remove(place);
                emptySince.remove(shard);
                LOG.info("The shard {} has no slots any more", shard);
                close(shard);
                keeper.gone(shard);
            }
        });
    }

    @Override
    public void deafen() {
        closed = true;
        watch.close();
        listeners.values().forEach(Listener::close);
        listeners.clear();
    }

    @Override
    public void close() {
        deafen();
        shards.values().forEach(this::close);
    }

    /** Opens it, if it is new. */
    private Shard shard(HostAndPort at) {
        Shard known = shards.get(at);
        return known != null ? known : shards.computeIfAbsent(at, this::open);
    }

    private Shard open(HostAndPort at) {
        Shard shard = new Shard(connections, at, clock);
        Shard.Keeper hears = keeper;
        if (hears != null && !closed) {
            shard.open();
            Listener listener = hears.listenTo(shard);
            listeners.put(shard, listener);
            listener.start();
        }
        return shard;
    }

    private void close(Shard shard) {
        Listener listener = listeners.remove(shard);
        if (listener != null) {
            listener.close();
        }
        shard.close();
    }

    private void tellMoved(BitSet slots) {
        Shard.Keeper told = keeper;
        if (told != null) {
            told.moved(slots);
        }
    }

    private boolean isCutOff(Shard shard) {
        boolean isUnheard = wasReady ? shard.unlinkedFor() > CUT_OFF : !shard.wasLinked();
        return isUnheard && !topology.isFailed(shard.place());
    }

    /** Without a name, it is another port of who said so. */
    private static HostAndPort place(JedisRedirectionException redirection, Shard by) {
        HostAndPort target = redirection.getTargetNode();
        return target.getHost().isEmpty() || target.getHost().equals("?")
                ? new HostAndPort(by.place().getHost(), target.getPort())
                : target;
    }
}
