package dev.parley.redis.link;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Connection;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisMovedDataException;

/** A single Redis, or the master that Sentinels know: it has everything. */
final class OneServer implements Servers {
    private static final Logger LOG = LoggerFactory.getLogger(OneServer.class);

    private final Connections connections;
    private final Shard shard;
    private volatile Listener listener; // null before the start

    OneServer(RedisUrl url, Connections connections, ScheduledExecutorService clock) {
        this.connections = connections;
        this.shard = url.hasSentinels()
                ? new Shard(connections, () -> Sentinels.askForMaster(url), clock)
                : new Shard(connections, url.hosts().get(0), clock);
    }

    @Override
    public void start(Shard.Keeper keeper) {
        listener = keeper.listenTo(shard);
        listener.start();
    }

    @Override
    public void refuseIfTooOld() {
        try (Connection connection = connections.open(shard.locate())) {
            Greeting.of(connection).requireNewEnough();
        } catch (JedisException | RedisAway e) {
            LOG.debug("The version can't be asked for yet", e);
        }
    }

    @Override
    public Collection<Shard> all() {
        return List.of(shard);
    }

    @Override
    public Shard of(String key) {
        return shard;
    }

    @Override
    public void moved(JedisMovedDataException moved, Shard by) {
        // it has nowhere to move to
    }

    @Override
    public boolean movedSince(String key, long then) {
        return false;
    }

    @Override
    public Optional<String> trouble() {
        return shard.trouble();
    }

    @Override
    public <T> CompletableFuture<T> ask(Request<T> request, boolean anyway) {
        if (!anyway && !shard.health().isReachable()) {
            return CompletableFuture.failedFuture(new RedisAway(RedisAway.USUAL));
        }
        CompletableFuture<T> result = new CompletableFuture<>();
        shard.send(request.lane(), request.command()).whenComplete((answer, failure) -> {
            if (failure == null) {
                result.complete(answer);
            } else {
                result.completeExceptionally(shard.away(failure));
            }
        });
        return result;
    }

    @Override
    public void deafen() {
        if (listener != null) {
            listener.close();
        }
    }

    @Override
    public void close() {
        deafen();
        shard.close();
    }
}
