package dev.parley.redis.shared;

import dev.parley.channel.ChannelName;
import dev.parley.channel.InvalidInput;
import dev.parley.channel.Person;
import dev.parley.redis.link.Keys;
import dev.parley.redis.link.Redis;
import java.util.List;
import java.util.Optional;
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
        /**
         * {@link Members} has changed.
         *
         * @param writer the lease under which it was written
         */
        void membersChanged(ChannelName channel, String writer);

        void typing(ChannelName channel, Person person);
    }

    private final Redis redis;
    private final Keys keys;
    private final Audience audience;
    private final TypingPace typing = new TypingPace();

    public Notices(Redis redis, Keys keys, Audience audience) {
        this.redis = redis;
        this.keys = keys;
        this.audience = audience;
    }

    /**
     * Tells all instances that someone is typing, unless they were told that just now, or of so many others that this one
     * would not be shown.
     *
     * @return fails with {@link dev.parley.redis.link.RedisAway} when Redis does not answer
     */
    public CompletableFuture<Long> tellTyping(ChannelName channel, Person person) {
        return typing.tell(
                channel, person, () -> redis.ask(commands -> commands.publish(keys.typing(channel), person.written())));
    }

    /** The pub/sub patterns to be heard. */
    public List<String> patterns() {
        return List.of(keys.noticeTopic("*", Keys.MEMBERS), keys.noticeTopic("*", Keys.TYPING));
    }

    /** Takes it, if it is a notice, and says whether it is. */
    public boolean take(byte[] topic, byte[] payload) {
        if (topic.length == 0 || topic[0] != '{') {
            return false;
        }
        String text = SafeEncoder.encode(topic);
        try {
            keys.channelOf(text, Keys.MEMBERS)
                    .ifPresent(channel -> audience.membersChanged(channel, SafeEncoder.encode(payload)));
            Optional<ChannelName> typing = keys.channelOf(text, Keys.TYPING);
            if (typing.isPresent()) {
                audience.typing(typing.get(), Person.read(SafeEncoder.encode(payload)));
            }
        } catch (InvalidInput notOurs) {
            // someone else's words, for which there is nobody to tell what to change
        }
        return true;
    }
}
