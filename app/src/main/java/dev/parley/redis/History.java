package dev.parley.redis;

import dev.parley.channel.ChannelName;
import dev.parley.channel.EventId;
import dev.parley.channel.Message;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import redis.clients.jedis.Response;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.resps.StreamEntry;

/** Reads what is retained of a channel. Every method throws {@link RedisAway} when Redis does not answer. */
public final class History {
    private final Redis redis;
    private final Keys keys;

    /** @param prefix of the channels */
    public History(Redis redis, String prefix) {
        this.redis = redis;
        this.keys = new Keys(prefix);
    }

    /**
     * A part of a channel's history.
     *
     * @param messages ascending
     * @param oldest the id of the oldest retained message, {@code head} of the newest; both 0-0 when there is none
     */
    public record Page(List<Message> messages, EventId oldest, EventId head) {}

    /** The oldest {@code limit} messages after a position. */
    public List<Message> after(ChannelName channel, EventId position, int limit) {
        return messages(redis.call(client -> client.xrange(keys.log(channel), "(" + position, "+", limit)));
    }

    /** Whether exactly this message is retained. */
    public boolean contains(ChannelName channel, Message message) {
        String id = message.id().toString();
        return messages(redis.call(client -> client.xrange(keys.log(channel), id, id)))
                .contains(message);
    }

    /** The oldest {@code limit} messages after a position and before another, given as a bound of XRANGE. */
    public Page pageAfter(ChannelName channel, EventId after, String before, int limit) {
        return page(channel, true, "(" + after, before, limit);
    }

    /** The newest {@code limit} messages before a position, given as a bound of XRANGE. */
    public Page pageBefore(ChannelName channel, String before, int limit) {
        return page(channel, false, "-", before, limit);
    }

    private Page page(ChannelName channel, boolean oldestFirst, String from, String to, int limit) {
        return redis.call(client -> {
            String log = keys.log(channel);
            try (var pipeline = client.pipelined()) {
                Response<List<StreamEntry>> wanted =
                        oldestFirst ? pipeline.xrange(log, from, to, limit) : pipeline.xrevrange(log, to, from, limit);
                Response<List<StreamEntry>> oldest = pipeline.xrange(log, "-", "+", 1);
                Response<List<StreamEntry>> newest = pipeline.xrevrange(log, "+", "-", 1);
                pipeline.sync();
                List<Message> messages = messages(wanted.get());
                if (!oldestFirst) {
                    Collections.reverse(messages);
                }
                return new Page(messages, firstId(oldest.get()), firstId(newest.get()));
            }
        });
    }

    private static EventId firstId(List<StreamEntry> entries) {
        return entries.isEmpty() ? EventId.BEGINNING : id(entries.get(0).getID());
    }

    private static List<Message> messages(List<StreamEntry> entries) {
        List<Message> messages = new ArrayList<>(entries.size());
        for (StreamEntry entry : entries) {
            messages.add(new Message(id(entry.getID()), entry.getFields().getOrDefault("event", "{}")));
        }
        return messages;
    }

    private static EventId id(StreamEntryID id) {
        return new EventId(id.getTime(), id.getSequence());
    }
}
