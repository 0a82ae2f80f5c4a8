package dev.parley.redis;

import dev.parley.channel.ChannelName;
import dev.parley.channel.InvalidInput;
import java.util.List;
import java.util.Optional;

/**
 * The names of everything Parley has in Redis. The braces make all keys of a channel share the slot of its pub/sub
 * channel (Redis Cluster specification, "Hash tags").
 */
record Keys(String prefix) {
    /** The kinds of notices, as their pub/sub channels end. */
    static final String MEMBERS = "members";

    static final String TYPING = "typing";

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
        return ofChannel(channel.value(), "log");
    }

    /** What a message with this idempotency key became. */
    String sent(ChannelName channel, String idempotencyKey) {
        return ofChannel(channel.value(), "sent:" + idempotencyKey);
    }

    /** Which instance adopts this channel's raw messages. */
    String adopter(ChannelName channel) {
        return ofChannel(channel.value(), "adopter");
    }

    /** Who is here. */
    String people(ChannelName channel) {
        return ofChannel(channel.value(), "people");
    }

    /** How many are here, by whose word. */
    String tally(ChannelName channel) {
        return ofChannel(channel.value(), "tally");
    }

    /** The pub/sub channel of notices that who is here has changed. */
    String members(ChannelName channel) {
        return ofChannel(channel.value(), MEMBERS);
    }

    /** The pub/sub channel of notices that someone is typing. */
    String typing(ChannelName channel) {
        return ofChannel(channel.value(), TYPING);
    }

    /** What belongs to a channel, or, with a pattern for its name, to all that match. */
    String ofChannel(String name, String what) {
        return "{" + prefix + name + "}:" + what;
    }

    /**
     * The channel to which such a thing belongs; empty when it is something else.
     *
     * @throws InvalidInput when it belongs to what is no channel name
     */
    Optional<ChannelName> channelOf(String key, String what) {
        String start = "{" + prefix;
        String end = "}:" + what;
        return key.startsWith(start) && key.endsWith(end) && key.length() >= start.length() + end.length()
                ? Optional.of(new ChannelName(key.substring(start.length(), key.length() - end.length())))
                : Optional.empty();
    }

    /** The leases of all instances. */
    String leases() {
        return prefix + "leases";
    }

    /** When each channel was active. */
    String directory() {
        return prefix + "channels";
    }

    /** What {@link Storage} keeps account in: when each history expires, what each takes, what all take, who gives some up. */
    List<String> storage() {
        return List.of(ofAll("until"), ofAll("sizes"), ofAll("total"), ofAll("keeper"));
    }

    private String ofAll(String what) {
        return "{" + prefix + "}:" + what;
    }

    /** The secret of {@link Signature}. */
    String secret() {
        return prefix + "secret";
    }
}
