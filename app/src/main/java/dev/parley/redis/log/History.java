package dev.parley.redis.log;

import dev.parley.channel.ChannelName;
import dev.parley.channel.EventId;
import dev.parley.channel.InvalidInput;
import dev.parley.channel.Message;
import dev.parley.redis.link.Keys;
import dev.parley.redis.link.Redis;
import dev.parley.redis.link.Script;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import redis.clients.jedis.util.SafeEncoder;

/**
 * Reads what is retained of a channel, in pages that are bounded in messages and in bytes (of their JSON, and beyond by one
 * message at most). Nothing blocks; every future fails with {@link dev.parley.redis.link.RedisAway} when Redis does not answer.
 */
public final class History {
    private static final String OLDEST_FIRST = "XRANGE";
    private static final String NEWEST_FIRST = "XREVRANGE";
    private static final String START = "-";
    private static final String END = "+";
    private static final int NO_LIMIT = Integer.MAX_VALUE;
    private static final int HEAD_OF_ANSWER = 4;

    private final Redis redis;
    private final Keys keys;
    private final Script script = new Script(History.class, Script.IDS, "lost.lua", "page.lua");

    /** @param prefix of the channels */
    public History(Redis redis, String prefix) {
        this.redis = redis;
        this.keys = new Keys(prefix);
    }

    /**
     * A part of a channel's history.
     *
     * @param messages ascending, and at least one when there is one between the bounds
     * @param more whether there may be more in the direction of reading
     * @param oldest the id of the oldest retained message, {@code head} of the newest; both 0-0 when there is none
     * @param lost the id of the newest message that is known to be lost; 0-0 when none is
     */
    public record Page(List<Message> messages, boolean more, EventId oldest, EventId head, EventId lost) {}

    /** The oldest messages from an id on: with it, and one more at least. */
    public CompletableFuture<Page> from(ChannelName channel, EventId id, int messages, int bytes) {
        return read(channel, OLDEST_FIRST, id.toString(), END, messages, bytes, 2);
    }

    /** The oldest messages after an id and before another, given as a bound of XRANGE. */
    public CompletableFuture<Page> after(ChannelName channel, EventId id, String before, int messages, int bytes) {
        return read(channel, OLDEST_FIRST, "(" + id, before, messages, bytes, 1);
    }

    /** The same without an end. */
    public CompletableFuture<Page> after(ChannelName channel, EventId id, int messages, int bytes) {
        return after(channel, id, END, messages, bytes);
    }

    /** The newest messages before an id, given as a bound of XRANGE. */
    public CompletableFuture<Page> before(ChannelName channel, String id, int messages, int bytes) {
        return read(channel, NEWEST_FIRST, id, START, messages, bytes, 1);
    }

    /** The newest messages before an id. */
    public CompletableFuture<Page> before(ChannelName channel, EventId id, int messages, int bytes) {
        return before(channel, "(" + id, messages, bytes);
    }

    /** The newest messages. */
    public CompletableFuture<Page> newest(ChannelName channel, int messages, int bytes) {
        return before(channel, END, messages, bytes);
    }

    /** Whether anything after an id is retained. */
    public CompletableFuture<Boolean> hasAfter(ChannelName channel, EventId id) {
        String log = keys.log(channel);
        byte[] key = SafeEncoder.encode(log);
        byte[] behind = SafeEncoder.encode("(" + id);
        return redis.ask(log, commands -> commands.xrange(key, behind, SafeEncoder.encode(END), 1))
                .thenApply(found -> !found.isEmpty());
    }

    /** The message with this id; empty when it is not retained. */
    public CompletableFuture<Optional<Message>> find(ChannelName channel, EventId id) {
        return read(channel, OLDEST_FIRST, id.toString(), id.toString(), 1, NO_LIMIT, 1)
                .thenApply(page -> page.messages().stream().findFirst());
    }

    /**
     * Whether exactly this message is retained. Waits for the answer.
     *
     * @throws RedisAway when Redis does not answer
     */
    boolean contains(ChannelName channel, Message message) {
        return Redis.await(find(channel, message.id())).filter(message::equals).isPresent();
    }

    private CompletableFuture<Page> read(
            ChannelName channel, String command, String from, String to, int messages, int bytes, int least) {
        List<String> args = List.of(
                command, from, to, Integer.toString(messages), Integer.toString(bytes), Integer.toString(least));
        return script.askAside(redis, List.of(keys.log(channel)), args)
                .thenApply(answer -> page(answer, command.equals(NEWEST_FIRST)));
    }

    private static Page page(List<?> answer, boolean newestFirst) {
        List<Message> messages = new ArrayList<>();
        for (int i = HEAD_OF_ANSWER; i < answer.size(); i += 2) {
            message((String) answer.get(i), (String) answer.get(i + 1)).ifPresent(messages::add);
        }
        if (newestFirst) {
            Collections.reverse(messages);
        }
        boolean more = (Long) answer.get(2) == 1 && !messages.isEmpty(); // else whoever goes on gets no further
        return new Page(messages, more, id(answer.get(0)), id(answer.get(1)), id(answer.get(3)));
    }

    private static Optional<Message> message(String id, String json) {
        try {
            return Message.read(EventId.parse(id), json);
        } catch (InvalidInput notOurs) {
            return Optional.empty();
        }
    }

    /** Of an entry that someone else has put there, it may be larger than any of ours. */
    private static EventId id(Object text) {
        try {
            return EventId.parse((String) text);
        } catch (InvalidInput notOurs) {
            return EventId.BEGINNING;
        }
    }
}
