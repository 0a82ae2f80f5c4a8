package dev.parley.redis;

import dev.parley.channel.ChannelName;
import dev.parley.channel.EventId;
import dev.parley.channel.Message;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Response;

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

    /** The oldest {@code limit} messages after a position; fewer only when there are no more. */
    public List<Message> after(ChannelName channel, EventId position, int limit) {
        String log = keys.log(channel);
        List<Message> messages = new ArrayList<>();
        String from = position.toString();
        List<LogEntry> page;
        int wanted;
        do {
            String last = from;
            wanted = limit - messages.size();
            CommandObject<List<LogEntry>> command = LogEntry.oldestFirst(log, "(" + last, "+", wanted);
            page = redis.call(client -> client.executeCommand(command));
            messages.addAll(messages(page));
            from = page.isEmpty() ? last : page.get(page.size() - 1).id();
        } while (page.size() == wanted && messages.size() < limit); // else some were none of ours
        return messages;
    }

    /** Whether exactly this message is retained. */
    public boolean contains(ChannelName channel, Message message) {
        String id = message.id().toString();
        CommandObject<List<LogEntry>> command = LogEntry.oldestFirst(keys.log(channel), id, id, 1);
        return messages(redis.call(client -> client.executeCommand(command))).contains(message);
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
                Response<List<LogEntry>> wanted = pipeline.executeCommand(
                        oldestFirst
                                ? LogEntry.oldestFirst(log, from, to, limit)
                                : LogEntry.newestFirst(log, to, from, limit));
                Response<List<LogEntry>> oldest = pipeline.executeCommand(LogEntry.oldestFirst(log, "-", "+", 1));
                Response<List<LogEntry>> newest = pipeline.executeCommand(LogEntry.newestFirst(log, "+", "-", 1));
                pipeline.sync();
                List<Message> messages = messages(wanted.get());
                if (!oldestFirst) {
                    Collections.reverse(messages);
                }
                return new Page(messages, firstId(oldest.get()), firstId(newest.get()));
            }
        });
    }

    private static EventId firstId(List<LogEntry> entries) {
        return messages(entries).stream().map(Message::id).findFirst().orElse(EventId.BEGINNING);
    }

    private static List<Message> messages(List<LogEntry> entries) {
        return entries.stream()
                .flatMap(entry -> entry.message().stream())
                .collect(Collectors.toCollection(ArrayList::new));
    }
}
