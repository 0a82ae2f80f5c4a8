package dev.parley.redis.log;

import dev.parley.channel.ChannelName;
import dev.parley.channel.EventId;
import dev.parley.channel.Injection;
import dev.parley.channel.InvalidInput;
import dev.parley.channel.Message;
import dev.parley.redis.link.Keys;
import dev.parley.redis.link.RedisAway;
import dev.parley.redis.link.Shard;
import dev.parley.redis.shared.Directory;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.util.SafeEncoder;

/**
 * Sorts what the listener hears: what our scripts published goes to the relay, everything else is a raw message.
 *
 * <p>Threading: called by the listeners' threads; what is of one channel by one at a time, but while its slot moves from shard to shard. Raw messages are read, and what looks published
 * but is not signed as we know it is looked up, later and on the adopter's thread.
 */
public final class Intake {
    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

    private final Keys keys;
    private final Heads seen;
    private final Signature signature;
    private final Adopter adopter;
    private final History history;
    private final Directory directory;
    private final BiConsumer<ChannelName, Message> relay;

    /** Without what this instance published and has not heard yet: a raw message comes after what was heard. */
    private final Heads heard = new Heads();

    private final DropCounter dropped;
    private final DropCounter strange;

    public Intake(
            Keys keys,
            Heads seen,
            Signature signature,
            Adopter adopter,
            History history,
            Directory directory,
            RedisMeters meters,
            BiConsumer<ChannelName, Message> relay) {
        this.keys = keys;
        this.seen = seen;
        this.signature = signature;
        this.adopter = adopter;
        this.history = history;
        this.directory = directory;
        this.dropped = new DropCounter(
                "a raw message has 1 byte to 16 KiB, 48 KiB when escaped, and goes to a valid channel name", meters);
        this.strange = new DropCounter("they look as if Parley had published them, which it has not", meters);
        this.relay = relay;
    }

    /**
     * Where something was heard.
     *
     * @param since Redis' time (ms) since when everything is heard there
     * @param at the same as System.nanoTime
     */
    public record Link(Shard shard, long since, long at) {}

    /** Takes what was heard. */
    public void take(byte[] topic, byte[] bytes, Link link) {
        try {
            sort(topic, bytes, link);
        } catch (RuntimeException e) {
            LOG.error("A payload could not be handled and is dropped", e); // it must not cost us the link
        }
    }

    /** Takes what was heard where the channel is not: only a raw message is of interest, if it is not heard where it should be. */
    public void takeEcho(byte[] topic, byte[] bytes, Link link) {
        try {
            ChannelName channel = keys.channelOf(SafeEncoder.encode(topic));
            if (Payload.read(bytes).isEmpty()) {
                takeRaw(channel, bytes, link, false);
            }
        } catch (InvalidInput notAChannel) {
            LOG.debug("Dropped where it counts", notAChannel);
        }
    }

    private void sort(byte[] topic, byte[] bytes, Link link) {
        ChannelName channel;
        try {
            channel = keys.channelOf(SafeEncoder.encode(topic));
        } catch (InvalidInput notAChannel) {
            dropped.count();
            return;
        }
        Optional<Payload> payload = Payload.read(bytes);
        if (payload.isEmpty()) {
            takeRaw(channel, bytes, link, true);
        } else if (payload.get().isGenuine(signature, topic)) {
            takeMessage(channel, payload.get());
        } else {
            adopter.adopt(channel, bytes.length, () -> {
                lookUp(channel, payload.get());
                return Optional.empty();
            });
        }
    }

    private void takeMessage(ChannelName channel, Payload payload) {
        EventId id = payload.message().id();
        seen.note(channel, id);
        heard.note(channel, id);
        payload.raw().ifPresent(digest -> adopter.adopted(channel, digest, id));
        relay.accept(channel, payload.message());
        directory.note(channel, payload.message().at());
    }

    /** It is read later, not here: who floods must not hold up what people say. */
    private void takeRaw(ChannelName channel, byte[] bytes, Link link, boolean isHome) {
        EventId known = heard.of(channel);
        long now = System.nanoTime();
        adopter.adopt(channel, bytes.length, () -> {
            Optional<RawMessage> raw = Injection.read(bytes)
                    .map(draft -> new RawMessage(
                            draft, RawMessage.digest(bytes), known, link.since(), link.at(), now, false));
            if (raw.isEmpty() && isHome) {
                dropped.count();
            }
            return raw.flatMap(read -> adopter.told(channel, read, link.shard(), isHome));
        });
    }

    /**
     * It looks like what a Parley published. If history has it, it was signed with a secret that Redis has lost since, and we
     * learn the new one. If not, it is another Parley's, or made up; publishing it once more would go on for ever when
     * two hear each other. While Redis is away nothing need be done: what is in history will be read from there.
     */
    private void lookUp(ChannelName channel, Payload lookalike) {
        try {
            if (history.contains(channel, lookalike.message())) {
                signature.refresh();
                takeMessage(channel, lookalike);
            } else {
                strange.count();
            }
        } catch (RedisAway e) {
            LOG.debug("A message could not be looked up", e);
        }
    }
}
