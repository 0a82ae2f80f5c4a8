package dev.parley.redis;

import dev.parley.channel.ChannelName;
import dev.parley.channel.InvalidInput;

/**
 * The names of everything Parley has in Redis. The braces make all keys of a channel share the slot of its pub/sub
 * channel (Redis Cluster specification, "Hash tags").
 */
record Keys(String prefix) {
    /** The pub/sub channel. */
    String topic(ChannelName channel) {
        return prefix + channel;
    }

    String topicPattern() {
        return prefix + "*";
    }

    /** @throws InvalidInput when what follows the prefix is no channel name */
    ChannelName channelOf(String topic) {
        return new ChannelName(topic.substring(prefix.length()));
    }

    /** The stream that is the channel's history. */
    String log(ChannelName channel) {
        return "{" + topic(channel) + "}:log";
    }

    /** What a message with this idempotency key became. */
    String sent(ChannelName channel, String idempotencyKey) {
        return "{" + topic(channel) + "}:sent:" + idempotencyKey;
    }

    /** Which instance adopts this channel's raw messages. */
    String adopter(ChannelName channel) {
        return "{" + topic(channel) + "}:adopter";
    }

    /** The secret of {@link Signature}. */
    String secret() {
        return prefix + "secret";
    }
}
