package dev.parley.redis.shared;

import dev.parley.channel.ChannelName;
import dev.parley.channel.Person;
import dev.parley.redis.link.Hear;
import dev.parley.redis.link.Keys;
import dev.parley.redis.link.Redis;
import dev.parley.redis.link.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * Who is in a channel: each instance writes the people that it serves itself, under its {@link Lease}; all that was written
 * under leases that hold, taken together, is who is here. Every change is announced to all instances by a {@link Notices
 * notice}. How many there are is kept count of, so nobody reads a whole crowd.
 *
 * <p>Every future fails with {@link dev.parley.redis.link.RedisAway} when Redis does not answer.
 */
public final class Members {
    /** Of more people than that, streams are told only how many there are. */
    public static final int MAX_TOLD_BY_NAME = 200;

    private static final int MAX_LISTED = 100;

    /** For channels whose instances have all died; instances that live write anew well before. */
    private static final Duration TTL = Duration.ofDays(1);

    private static final int ANY_NUMBER = Integer.MAX_VALUE;
    private static final int NOBODY = -1;

    private final Redis redis;
    private final Keys keys;
    private final Lease lease;
    private final Script write;
    private final Script read = new Script(Members.class, "members.lua", "members-read.lua");

    public Members(Redis redis, Keys keys, Hear hear, Lease lease) {
        this.redis = redis;
        this.keys = keys;
        this.lease = lease;
        this.write = new Script(Members.class, hear.telling(), "members.lua", "members-write.lua");
    }

    public Lease lease() {
        return lease;
    }

    /** Writes who has come to and left this instance, announces it, and reads who is there now. */
    public CompletableFuture<Roll> write(
            ChannelName channel, String under, Collection<Person> came, Collection<Person> left) {
        List<String> args = new ArrayList<>(List.of(
                under,
                Long.toString(TTL.toMillis()),
                keys.membersTopic(channel),
                Integer.toString(MAX_LISTED),
                Integer.toString(MAX_TOLD_BY_NAME),
                Integer.toString(came.size())));
        came.forEach(person -> args.add(person.written()));
        left.forEach(person -> args.add(person.written()));
        return write.askAside(redis, keysOf(channel), args).thenApply(Roll::of);
    }

    /**
     * Who is there, as streams are told it.
     *
     * @param ended leases that don't hold any more: what was written under them is cleared away before
     */
    public CompletableFuture<Roll> read(ChannelName channel, Collection<String> ended) {
        return read(channel, MAX_TOLD_BY_NAME, ended);
    }

    /** The same where nobody was and most likely nobody is, which costs a third then. */
    public CompletableFuture<Roll> readWhereNobodyWas(ChannelName channel) {
        String people = keys.people(channel);
        return redis.ask(people, commands -> commands.exists(people))
                .thenCompose(isAnybodyThere ->
                        isAnybodyThere ? read(channel, Set.of()) : CompletableFuture.completedFuture(Roll.NOBODY));
    }

    /** Who is here, over all instances, listed however many there are. */
    public CompletableFuture<Roll> readListed(ChannelName channel) {
        return read(List.of(channel), ANY_NUMBER).thenApply(rolls -> rolls.get(channel));
    }

    /** How many are in each channel. */
    public CompletableFuture<Map<ChannelName, Integer>> count(Collection<ChannelName> channels) {
        return read(channels, NOBODY)
                .thenApply(rolls -> rolls.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, entry -> entry.getValue().count())));
    }

    /** The leases are read after the channels: one that was taken later can't have been written under. */
    private CompletableFuture<Map<ChannelName, Roll>> read(Collection<ChannelName> channels, int maxPeople) {
        Map<ChannelName, CompletableFuture<Roll>> asked = new HashMap<>();
        channels.forEach(channel -> asked.put(channel, read(channel, maxPeople, List.of())));
        return all(asked)
                .thenCompose(rolls -> lease.holders().thenCompose(holders -> withoutEnded(rolls, holders, maxPeople)));
    }

    private CompletableFuture<Map<ChannelName, Roll>> withoutEnded(
            Map<ChannelName, Roll> rolls, Set<String> holders, int maxPeople) {
        Map<ChannelName, CompletableFuture<Roll>> asked = new HashMap<>();
        rolls.forEach((channel, roll) -> {
            Set<String> ended = new HashSet<>(roll.leases());
            ended.removeAll(holders);
            asked.put(
                    channel,
                    ended.isEmpty() ? CompletableFuture.completedFuture(roll) : read(channel, maxPeople, ended));
        });
        return all(asked);
    }

    private CompletableFuture<Roll> read(ChannelName channel, int maxPeople, Collection<String> ended) {
        List<String> args = new ArrayList<>(List.of(Integer.toString(MAX_LISTED), Integer.toString(maxPeople)));
        args.addAll(ended);
        return read.askAside(redis, keysOf(channel), args).thenApply(Roll::of);
    }

    private static CompletableFuture<Map<ChannelName, Roll>> all(Map<ChannelName, CompletableFuture<Roll>> asked) {
        return CompletableFuture.allOf(asked.values().toArray(CompletableFuture[]::new))
                .thenApply(done -> {
                    Map<ChannelName, Roll> rolls = new HashMap<>();
                    asked.forEach((channel, roll) -> rolls.put(channel, roll.join()));
                    return rolls;
                });
    }

    private List<String> keysOf(ChannelName channel) {
        return List.of(keys.people(channel), keys.tally(channel));
    }
}
