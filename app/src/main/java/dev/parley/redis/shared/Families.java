package dev.parley.redis.shared;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.parley.channel.ChannelName;
import dev.parley.channel.EventId;
import dev.parley.channel.Family;
import dev.parley.channel.InvalidInput;
import dev.parley.redis.link.Hear;
import dev.parley.redis.link.Keys;
import dev.parley.redis.link.Redis;
import dev.parley.redis.link.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Which channels each family has. A channel is written down before its first message is stored, so whoever has heard a message
 * of a family finds its channel here, and so does whoever was away; and it stays for as long as its history at least.
 * Channels without a colon belong to no family, and cost nothing.
 *
 * <p>Each beginning of a channel gets a mark, greater than all of its family before, and as a rule the Redis time (ms): what began after
 * a mark that a client has is new to that client. A channel whose history has gone begins anew with its next message. Where channels are
 * heard one by one, a {@link Notices notice} tells instances that listen to the family of each channel that is written down anew.
 *
 * <p>Bounded: a family's {@link #MAX_MEMBERS} channels that were active last are known.
 *
 * <p>Threading: may be used by anyone; nothing here waits.
 */
public final class Families {
    private static final int MAX_MEMBERS = 200;
    private static final int MAX_NOTED = 10_000;

    /** What the histories of channels do: see append.lua. */
    private static final int FEW = 4;

    private static final Duration EARLY = Duration.ofDays(1);

    /** So that what is said often is written down seldom. */
    private static final Duration SLACK = Duration.ofHours(1);

    private final Redis redis;
    private final Keys keys;
    private final Hear hear;
    private final Duration ttl;
    private final Script write = new Script(Families.class, "family-write.lua");
    private final Script read = new Script(Families.class, "family-read.lua");

    /** What was written down a moment ago: for how long after its newest message each channel is known. */
    private final Cache<ChannelName, Duration> noted = Caffeine.newBuilder()
            .expireAfterWrite(SLACK.dividedBy(2))
            .maximumSize(MAX_NOTED)
            .build();

    /**
     * Those of one chat.
     *
     * @param prefix of the channels
     * @param hear whether instances hear of new channels by themselves, or have to be told
     * @param ttl after which the history of a silent channel is gone
     */
    public Families(Redis redis, String prefix, Hear hear, Duration ttl) {
        this.redis = redis;
        this.keys = new Keys(prefix, redis.topics(prefix));
        this.hear = hear;
        this.ttl = ttl;
    }

    /**
     * A channel of a family.
     *
     * @param began the mark of its beginning; 0 when that is not known
     */
    public record Member(ChannelName channel, long began) {}

    /**
     * The channels of a family that something is retained of, those that were active last first.
     *
     * @param newest the mark of the newest beginning there ever was; 0 when there was none
     */
    public record Roster(List<Member> members, long newest) {}

    /**
     * Writes down that a channel begins, in all its families.
     *
     * @return completed when its first message may be stored; fails with {@link dev.parley.redis.link.RedisAway}
     */
    public CompletableFuture<Void> begin(ChannelName channel) {
        return write(channel, life(0), EventId.BEGINNING);
    }

    /**
     * Something was said in a channel, which therefore lives on. Should that not get written down, the next message will do.
     *
     * @param id of the message
     */
    public void note(ChannelName channel, EventId id) {
        if (Family.of(channel).isEmpty()) {
            return;
        }
        Duration life = life(id.n());
        Duration known = noted.getIfPresent(channel);
        if (known != null && known.compareTo(life) >= 0) {
            return;
        }
        noted.put(channel, life);
        write(channel, life, id).exceptionally(away -> {
            noted.invalidate(channel);
            return null;
        });
    }

    /** Redis may have lost what was written down: all of it is again, when something is said. */
    public void noteAnew() {
        noted.invalidateAll();
    }

    /** The channels of a family; fails with {@link dev.parley.redis.link.RedisAway} when Redis does not answer. */
    public CompletableFuture<Roster> read(Family family) {
        return read.askAside(redis, List.of(keys.members(family)), List.of()).thenApply(Families::roster);
    }

    private Duration life(long n) {
        return n < FEW && EARLY.compareTo(ttl) < 0 ? EARLY : ttl;
    }

    /** @param id of its newest message; {@link EventId#BEGINNING} when it begins */
    private CompletableFuture<Void> write(ChannelName channel, Duration life, EventId id) {
        return CompletableFuture.allOf(Family.of(channel).stream()
                .map(family -> write.ask(
                        redis,
                        List.of(keys.members(family)),
                        List.of(
                                channel.value(),
                                Long.toString(life.plus(SLACK).toMillis()),
                                id.equals(EventId.BEGINNING) ? "1" : "0",
                                Integer.toString(MAX_MEMBERS),
                                hear.isSelective() ? keys.notices(family.value()) : "",
                                Notices.CHANNEL + " " + channel + " " + id)))
                .toArray(CompletableFuture[]::new));
    }

    private static Roster roster(List<?> answer) {
        List<Member> members = new ArrayList<>();
        for (int i = 1; i < answer.size(); i += 2) {
            long began = (Long) answer.get(i + 1);
            channel((String) answer.get(i)).ifPresent(name -> members.add(new Member(name, began)));
        }
        return new Roster(List.copyOf(members), (Long) answer.get(0));
    }

    /** Empty when someone else has put it there. */
    private static Optional<ChannelName> channel(String name) {
        try {
            return Optional.of(new ChannelName(name));
        } catch (InvalidInput notOurs) {
            return Optional.empty();
        }
    }
}
