package dev.parley.redis.shared;

import dev.parley.channel.ChannelName;
import dev.parley.channel.EventId;
import dev.parley.channel.Family;
import dev.parley.channel.InvalidInput;
import dev.parley.channel.Person;
import dev.parley.redis.link.Hear;
import dev.parley.redis.link.Keys;
import dev.parley.redis.link.Redis;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import redis.clients.jedis.util.SafeEncoder;

/**
 * What instances tell each other about a channel besides its messages: nothing is kept of it, and a notice that gets lost
 * does no lasting harm.
 *
 * <p>Threading: heard on the listener's thread.
 */
public final class Notices {
    /** What notices say. Called on the listener's thread, which must not be held up. */
    public interface Audience {
        /** Something was said, or written down, where it could not be heard. */
        void missed(ChannelName channel);

        void missed(Family family);

        /**
         * {@link Members} has changed.
         *
         * @param writer the lease under which it was written
         */
        void membersChanged(ChannelName channel, String writer);

        void typing(ChannelName channel, Person person);

        /**
         * {@link Families} knows of a channel of which it did not before. Told where channels are heard one by one.
         *
         * @param id of a message after which it was noticed; {@link EventId#BEGINNING} when the channel begins, and has none yet
         */
        void familyGrew(Family family, ChannelName channel, EventId id);
    }

    /** What {@link Families} tells: a channel, a blank and an id. */
    static final String CHANNEL = "channel";

    private final Redis redis;
    private final Keys keys;
    private final Hear hear;
    private final Audience audience;
    private final TypingPace typing = new TypingPace();

    public Notices(Redis redis, Keys keys, Hear hear, Audience audience) {
        this.redis = redis;
        this.keys = keys;
        this.hear = hear;
        this.audience = audience;
    }

    /**
     * Tells all instances that someone is typing, unless they were told that just now, or of so many others that this one
     * would not be shown.
     *
     * @return fails with {@link dev.parley.redis.link.RedisAway} when Redis does not answer
     */
    public CompletableFuture<Long> tellTyping(ChannelName channel, Person person) {
        return typing.tell(channel, person, () -> publishTyping(channel, person.written()));
    }

    /** The pub/sub patterns to be heard. */
    public List<String> patterns() {
        return hear.reachesAll()
                ? List.of(keys.noticeTopic("*", Keys.MEMBERS), keys.noticeTopic("*", Keys.TYPING))
                : List.of();
    }

    /** Takes it, if it is a notice, and says whether it is. */
    public boolean take(byte[] topic, byte[] payload) {
        if (topic.length == 0 || topic[0] != '{') {
            return false;
        }
        try {
            keys.notice(SafeEncoder.encode(topic), SafeEncoder.encode(payload)).ifPresent(this::take);
        } catch (InvalidInput notOurs) {
            // someone else's words, for which there is nobody to tell what to change
        }
        return true;
    }

    private void take(Keys.Notice notice) {
        switch (notice.kind()) {
            case Keys.MEMBERS -> audience.membersChanged(new ChannelName(notice.name()), notice.text());
            case Keys.TYPING -> audience.typing(new ChannelName(notice.name()), Person.read(notice.text()));
            case CHANNEL -> takeChannel(new Family(notice.name()), notice.text());
            case Keys.ELSEWHERE -> takeElsewhere(notice.name());
            default -> {} // of nobody we know
        }
    }

    private void takeElsewhere(String name) {
        if (Family.isMeant(name)) {
            audience.missed(new Family(name));
        } else {
            audience.missed(new ChannelName(name));
        }
    }

    private void takeChannel(Family family, String text) {
        int space = text.indexOf(' ');
        ChannelName channel = new ChannelName(text.substring(0, Math.max(0, space)));
        if (family.has(channel)) {
            audience.familyGrew(family, channel, EventId.parse(text.substring(space + 1)));
        }
    }

    /** As the scripts' notify does. */
    private CompletableFuture<Long> publishTyping(ChannelName channel, String person) {
        return switch (hear) {
            case ALL -> publishToAll(channel, person);
            case INTEREST -> publishToInterested(channel, person);
            case BOTH -> publishToAll(channel, person).thenCombine(publishToInterested(channel, person), Long::sum);
        };
    }

    private CompletableFuture<Long> publishToAll(ChannelName channel, String person) {
        return redis.ask(keys.typing(channel), commands -> commands.publish(keys.typing(channel), person));
    }

    private CompletableFuture<Long> publishToInterested(ChannelName channel, String person) {
        String topic = keys.notices(channel.value());
        return redis.ask(topic, commands -> commands.spublish(topic, Keys.TYPING + " " + person));
    }
}
