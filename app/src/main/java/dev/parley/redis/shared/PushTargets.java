package dev.parley.redis.shared;

import dev.parley.channel.ChannelName;
import dev.parley.identity.Digest;
import dev.parley.redis.link.Keys;
import dev.parley.redis.link.Redis;
import dev.parley.redis.link.Script;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import redis.clients.jedis.params.SetParams;

/**
 * Which browsers want to be told what is said in which channels while no page is open there, and the key by which this chat makes itself
 * known to their push services.
 *
 * <p>Bounded: of each channel {@value #MAX_OF_A_CHANNEL} browsers, those that said so last; forgotten after 30 days.
 */
public final class PushTargets {
    private static final int MAX_OF_A_CHANNEL = 500;
    private static final Duration LIFE = Duration.ofDays(30);

    private final Redis redis;
    private final Keys keys;
    private final Script script = new Script(PushTargets.class, "push.lua");

    public PushTargets(Redis redis, Keys keys) {
        this.redis = redis;
        this.keys = keys;
    }

    /**
     * Notes that one wants to be told. Fails with {@link dev.parley.redis.link.RedisAway}, as all here does.
     *
     * @param endpoint what tells it from others
     * @param json what is to be known of it
     */
    public CompletableFuture<Void> add(ChannelName channel, String endpoint, String json) {
        return run(channel, endpoint, json);
    }

    /** Notes that one does not want to be told any more, or can't be. */
    public CompletableFuture<Void> remove(ChannelName channel, String endpoint) {
        return run(channel, endpoint, "");
    }

    /** What is known of all that want to be told. */
    public CompletableFuture<Collection<String>> of(ChannelName channel) {
        String key = keys.pushTargets(channel);
        return redis.ask(key, commands -> commands.hgetAll(key)).thenApply(all -> all.values());
    }

    /** The chat's key, as it was made by whichever instance came first; empty when none was needed yet. */
    public CompletableFuture<Optional<String>> key() {
        return redis.ask(keys.pushKey(), commands -> commands.get(keys.pushKey()))
                .thenApply(Optional::ofNullable);
    }

    /** The same, made of this one if there is none. */
    public CompletableFuture<String> key(String fresh) {
        SetParams ifNone = SetParams.setParams().nx();
        return redis.ask(keys.pushKey(), commands -> commands.set(keys.pushKey(), fresh, ifNone))
                .thenCompose(done -> key())
                .thenApply(key -> key.orElse(fresh));
    }

    private CompletableFuture<Void> run(ChannelName channel, String endpoint, String json) {
        List<String> names = List.of(keys.pushTimes(channel), keys.pushTargets(channel));
        List<String> args =
                List.of(Long.toString(LIFE.toMillis()), Integer.toString(MAX_OF_A_CHANNEL), Digest.of(endpoint), json);
        return script.askAside(redis, names, args).thenAccept(done -> {});
    }
}
