package dev.parley.simulate.units;

import java.util.Locale;

/**
 * What has a cost of its own. Times are CPU, in µs; an instance's are of all its threads. Those that depend on how much there is to
 * do are given at several rates.
 */
public enum Unit {
    /** An instance that does nothing, in µs/s: heartbeats, leases, looking after Redis. */
    REST_INSTANCE,
    /** What it has Redis do meanwhile, in µs/s. */
    REST_REDIS,
    /** A POST, of the instance that takes it, while ten listeners of another one are told; by POSTs/s of the instance. */
    POST_INSTANCE,
    /** And of Redis, without what telling one of them costs; by messages/s of the shard. */
    POST_REDIS,
    /** Telling a subscribed connection of a message. */
    SEND_REDIS,
    /** Hearing a message with listeners here, without delivering it; by messages/s that are heard. */
    HEAR_INSTANCE,
    /** Hearing one without, where an instance hears all. */
    FOREIGN_INSTANCE,
    /** Delivering a message of 100 characters to a stream; by deliveries/s of the instance. */
    DELIVER_INSTANCE,
    /** And for each byte beyond these. */
    DELIVER_BYTE,
    /** The same where many messages leave in one write: only to see how much is in that, the model does not count on it. */
    DELIVER_FLOODED,
    /** Subscribing a topic, in a pipeline, and one at a time. */
    SUBSCRIBE_REDIS,
    SUBSCRIBE_ONE_REDIS,
    UNSUBSCRIBE_REDIS,
    /** Reading what is new of a channel, where nothing is, in a pipeline, and one at a time. */
    REPAIR_REDIS,
    REPAIR_ONE_REDIS,
    /** Asking who is in a channel of 1,000, and listing the first 100. */
    MEMBERS_REDIS,
    /** Renewing an instance's lease, with all its people in it. */
    LEASE_REDIS,
    /** The command that keeps a subscriber's link alive. */
    TICK_REDIS,
    /**
     * All that it takes to hear a channel again after the link was lost, and to tell its ten listeners that Redis was away: of the
     * instance, and of Redis.
     */
    REHEAR_INSTANCE,
    REHEAR_REDIS,
    /** A stream of a channel that is heard here already. */
    JOIN_INSTANCE,
    JOIN_REDIS,
    /** The first stream of a channel. */
    FIRST_JOIN_INSTANCE,
    FIRST_JOIN_REDIS,
    /** Bytes: an instance without streams; each stream; each channel with streams; each message of 100 characters that is kept. */
    BASE_BYTES,
    STREAM_BYTES,
    CHANNEL_BYTES,
    MESSAGE_BYTES,
    /** Bytes of Redis: of a channel's subscription, of each further instance's to it, of a connection. */
    SUBSCRIPTION_BYTES,
    FURTHER_SUBSCRIPTION_BYTES,
    CONNECTION_BYTES,
    /** Bytes on the wire of an event with a message of 100 characters, and of the same from Redis to an instance. */
    EVENT_BYTES,
    HEARD_BYTES;

    /** As the file of units has it. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
