package dev.parley.redis.log;

import dev.parley.channel.ChannelName;
import dev.parley.channel.EventId;
import dev.parley.channel.Family;
import dev.parley.redis.link.Hear;
import dev.parley.redis.link.Keys;
import dev.parley.redis.link.Redis;
import dev.parley.redis.link.Script;
import dev.parley.redis.link.Shard;
import dev.parley.redis.shared.Families;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What {@link Adopter} asks of Redis; see {@code adopt.lua}. Waits for nothing. */
final class Adoption {
    /** A lease moves within 3 s of its holder's death: this, a little jitter, and the call. */
    static final Duration LEASE = Duration.ofSeconds(2);

    /** What the script answers that must not begin a channel. */
    private static final long NO_SUCH_CHANNEL = -1;

    private final Redis redis;
    private final Keys keys;
    private final Publisher publisher;
    private final Families families;
    private final String instance;
    private final Script adopt;
    private final Script release = new Script(Adoption.class, "release.lua");

    /** @param instance who has the lease then */
    Adoption(Redis redis, Keys keys, Hear hear, Publisher publisher, Families families, String instance) {
        this.redis = redis;
        this.keys = keys;
        this.publisher = publisher;
        this.families = families;
        this.instance = instance;
        this.adopt = new Script(Adoption.class, Script.IDS, "lost.lua", hear.tellingAll(), "append.lua", "adopt.lua");
    }

    /**
     * Adopts a batch, in its order.
     *
     * @param only where it may run; null for wherever the channel is
     * @param others copies that are known to belong to other raw messages
     * @param anyway although someone else may have the lease
     * @return as the script; fails with {@link dev.parley.redis.link.RedisAway}, and then may have been done all the same
     */
    CompletableFuture<List<?>> adopt(
            ChannelName channel, Shard only, List<RawMessage> raws, Collection<EventId> others, boolean anyway) {
        Function<Boolean, CompletableFuture<List<?>>> run = mayBegin -> adopt.askAside(
                redis,
                only,
                List.of(keys.log(channel), keys.adopter(channel)),
                arguments(channel, raws, others, mayBegin, anyway));
        return run.apply(Family.of(channel).isEmpty())
                .thenCompose(answer -> (Long) answer.get(0) == NO_SUCH_CHANNEL
                        ? families.begin(channel).thenCompose(begun -> run.apply(true))
                        : CompletableFuture.completedFuture(answer));
    }

    /** Gives leases back. */
    CompletableFuture<Void> release(Collection<ChannelName> channels) {
        return CompletableFuture.allOf(channels.stream()
                .map(channel -> release.askAside(redis, List.of(keys.adopter(channel)), List.of(instance)))
                .toArray(CompletableFuture[]::new));
    }

    private List<String> arguments(
            ChannelName channel, List<RawMessage> raws, Collection<EventId> others, boolean mayBegin, boolean anyway) {
        List<String> args = publisher.appendArguments(channel);
        args.add(instance);
        args.add(Long.toString(LEASE.toMillis()));
        args.add(others.stream().map(EventId::toString).collect(Collectors.joining(" ")));
        args.add(mayBegin ? "1" : "0");
        args.add(anyway ? "1" : "0");
        raws.forEach(raw -> {
            args.add(raw.digest());
            args.add(raw.known().toString());
            args.add(Long.toString(raw.since()));
            args.add(raw.draft().json());
        });
        return args;
    }
}
