package dev.parley.redis.log;

import dev.parley.channel.ChannelName;
import dev.parley.channel.Draft;
import dev.parley.channel.EventId;
import dev.parley.channel.Family;
import dev.parley.redis.link.Hear;
import dev.parley.redis.link.Keys;
import dev.parley.redis.link.Redis;
import dev.parley.redis.link.Refused;
import dev.parley.redis.link.Script;
import dev.parley.redis.link.Shard;
import dev.parley.redis.shared.Directory;
import dev.parley.redis.shared.Families;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Publishes messages, atomically with history: what is heard is stored, what is stored is published, and the same
 * idempotency key in the same channel is published once within 10 minutes.
 */
public final class Publisher {
    private static final Duration KEY_MEMORY = Duration.ofMinutes(10);
    private static final Duration PROBE_MEMORY = Duration.ofSeconds(1);

    private final Redis redis;
    private final Keys keys;
    private final Heads heads;
    private final Signature signature;
    private final HistoryLimits limits;
    private final Storage storage;
    private final Families families;
    private final Directory directory;
    private final RedisMeters meters;
    private final Told told;
    private final Script script;

    /** Told of each message that this instance has published, and so once of each. On the thread that reads Redis, which may not wait. */
    public interface Told {
        void said(ChannelName channel, EventId id, Draft draft);
    }

    public Publisher(
            Redis redis,
            Keys keys,
            Hear hear,
            Heads heads,
            Signature signature,
            HistoryLimits limits,
            Storage storage,
            Families families,
            Directory directory,
            RedisMeters meters,
            Told told) {
        this.told = told;
        this.script = new Script(Publisher.class, Script.IDS, "lost.lua", hear.telling(), "append.lua", "publish.lua");
        this.storage = storage;
        this.families = families;
        this.directory = directory;
        this.redis = redis;
        this.keys = keys;
        this.heads = heads;
        this.signature = signature;
        this.limits = limits;
        this.meters = meters;
    }

    /**
     * What became of a draft.
     *
     * @param at the Redis time of publishing, in ms since 1970
     * @param first false when its idempotency key had been used before; then id and time are those of the first
     * @param began whether nothing was retained of the channel before
     */
    public record Published(EventId id, long at, boolean first, boolean began) {}

    /**
     * Publishes a message, without waiting. One that begins a channel is stored when the channel's families know of it.
     *
     * @param mayBegin whether the channel may be one of which nothing is retained
     * @return empty when it is and must not be; fails with {@link dev.parley.redis.link.RedisAway} when Redis did not answer; the message may have been published all the same
     */
    public CompletableFuture<Optional<Published>> publish(
            ChannelName channel, Draft draft, Optional<String> idempotencyKey, boolean mayBegin) {
        if (Family.of(channel).isEmpty()) {
            return append(channel, draft, idempotencyKey, mayBegin);
        }
        return append(channel, draft, idempotencyKey, false)
                .thenCompose(done -> done.isPresent() || !mayBegin
                        ? CompletableFuture.completedFuture(done)
                        : families.begin(channel).thenCompose(known -> append(channel, draft, idempotencyKey, true)))
                .whenComplete((done, failure) -> {
                    if (failure == null) {
                        done.ifPresent(said -> families.note(channel, said.id()));
                    }
                });
    }

    private CompletableFuture<Optional<Published>> append(
            ChannelName channel, Draft draft, Optional<String> idempotencyKey, boolean mayBegin) {
        List<String> scriptKeys = new ArrayList<>(List.of(keys.log(channel)));
        idempotencyKey.ifPresent(key -> scriptKeys.add(keys.sent(channel, key)));
        List<String> args = appendArguments(channel);
        args.add(draft.json());
        args.add(Long.toString(KEY_MEMORY.toMillis()));
        args.add(mayBegin ? "1" : "0");

        return run(scriptKeys, args)
                .thenApply(
                        answer -> answer.isEmpty() ? Optional.empty() : Optional.of(published(channel, draft, answer)));
    }

    /** Does what publishing does, where nobody hears it, and leaves nothing behind. */
    public CompletableFuture<List<?>> probe(Shard shard) {
        int number = redis.numberOn(shard, keys::probe);
        List<String> args = appendArguments(keys.probeTopic(number), PROBE_MEMORY, EventId.BEGINNING);
        args.add("{\"probe\":1}");
        args.add(Long.toString(KEY_MEMORY.toMillis()));
        args.add("1");
        return judged(script.probe(shard, List.of(keys.probe(number)), args), shard);
    }

    private CompletableFuture<List<?>> run(List<String> scriptKeys, List<String> args) {
        return judged(script.ask(redis, scriptKeys, args), redis.shardOf(scriptKeys.get(0)));
    }

    /** @param shard who runs it, most likely; null while that is not known */
    private static CompletableFuture<List<?>> judged(CompletableFuture<List<?>> answer, Shard shard) {
        return answer.whenComplete((done, failure) -> {
            if (failure != null && shard != null && Refused.isAccess(cause(failure))) {
                shard.health().refused(cause(failure));
            }
        });
    }

    private static Throwable cause(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private Published published(ChannelName channel, Draft draft, List<?> answer) {
        EventId id = EventId.parse((String) answer.get(0));
        heads.note(channel, id);
        storage.note(channel);
        if (id.n() == 0) {
            signature.refresh(); // a new epoch: Redis may have lost its data, and the secret with it
        }
        long at = Long.parseLong((String) answer.get(1));
        boolean first = (Long) answer.get(2) == 1;
        if (first) {
            meters.posted();
            directory.note(channel, at); // it may be that nobody hears it
            told.said(channel, id, draft);
        }
        return new Published(id, at, first, (Long) answer.get(3) == 1);
    }

    /** What was injected is published by the adopter. */
    void adopted(ChannelName channel, EventId id, Draft draft) {
        told.said(channel, id, draft);
    }

    /** The arguments that {@code append.lua} needs, in the order that both scripts take them. */
    List<String> appendArguments(ChannelName channel) {
        storage.note(channel);
        return appendArguments(keys.topic(channel), limits.ttl(), heads.of(channel));
    }

    private List<String> appendArguments(String topic, Duration ttl, EventId seen) {
        return new ArrayList<>(List.of(
                topic,
                signature.secret(),
                Integer.toString(limits.messages()),
                Long.toString(limits.bytes()),
                Long.toString(ttl.toMillis()),
                seen.toString()));
    }
}
