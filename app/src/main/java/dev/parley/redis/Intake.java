package dev.parley.redis;

import dev.parley.channel.ChannelName;
import dev.parley.channel.Draft;
import dev.parley.channel.Injection;
import dev.parley.channel.InvalidInput;
import dev.parley.channel.Message;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.util.SafeEncoder;

/**
 * Sorts what the listener hears: what our scripts published goes to the relay, everything else is a raw message.
 *
 * <p>Threading: called by the listener's thread.
 */
final class Intake {
    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

    private final Keys keys;
    private final Heads heads;
    private final Signature signature;
    private final Adopter adopter;
    private final BiConsumer<ChannelName, Message> relay;
    private final DropCounter dropped =
            new DropCounter("a raw message has 1 byte to 16 KiB and goes to a valid channel name");
    private long since;

    Intake(Keys keys, Heads heads, Signature signature, Adopter adopter, BiConsumer<ChannelName, Message> relay) {
        this.keys = keys;
        this.heads = heads;
        this.signature = signature;
        this.adopter = adopter;
        this.relay = relay;
    }

    /** @param redisTime (ms) since when everything is heard */
    void hearingSince(long redisTime) {
        since = redisTime;
    }

    void take(byte[] topic, byte[] bytes) {
        try {
            sort(topic, bytes);
        } catch (RuntimeException e) {
            LOG.error("A payload could not be handled and is dropped", e); // it must not cost us the link
        }
    }

    private void sort(byte[] topic, byte[] bytes) {
        ChannelName channel;
        try {
            channel = keys.channelOf(SafeEncoder.encode(topic));
        } catch (InvalidInput notAChannel) {
            dropped.count();
            return;
        }
        Optional<Payload> payload = Payload.read(bytes);
        if (payload.isPresent() && payload.get().isGenuine(signature, topic)) {
            takeMessage(channel, payload.get());
        } else {
            takeRaw(channel, bytes, payload);
        }
    }

    private void takeMessage(ChannelName channel, Payload payload) {
        heads.note(channel, payload.message().id());
        payload.raw()
                .ifPresent(digest ->
                        adopter.adopted(channel, digest, payload.message().id()));
        relay.accept(channel, payload.message());
    }

    private void takeRaw(ChannelName channel, byte[] bytes, Optional<Payload> lookalike) {
        Optional<Draft> draft = Injection.read(bytes);
        if (draft.isEmpty()) {
            dropped.count();
            return;
        }
        RawMessage raw = new RawMessage(draft.get(), RawMessage.digest(bytes), heads.of(channel), since);
        adopter.adopt(channel, raw, lookalike.map(Payload::message));
    }
}
