package dev.parley.redis;

import dev.parley.channel.EventId;
import dev.parley.channel.InvalidInput;
import dev.parley.channel.Message;
import java.util.List;
import java.util.Optional;
import redis.clients.jedis.Builder;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.util.SafeEncoder;

/**
 * An entry of a channel's stream.
 *
 * @param id as Redis has it, which may be larger than any of ours
 * @param message empty when someone else has put the entry there
 */
record LogEntry(String id, Optional<Message> message) {
    private static final String EVENT = "event";
    private static final Builder<List<LogEntry>> BUILDER = new Builder<>() {
        @Override
        public List<LogEntry> build(Object answer) {
            return ((List<?>) answer).stream().map(LogEntry::read).toList();
        }
    };

    /** The command for entries between two bounds, ascending. */
    static CommandObject<List<LogEntry>> oldestFirst(String log, String from, String to, int limit) {
        return range(Command.XRANGE, log, from, to, limit);
    }

    /** The same, descending. */
    static CommandObject<List<LogEntry>> newestFirst(String log, String to, String from, int limit) {
        return range(Command.XREVRANGE, log, to, from, limit);
    }

    private static CommandObject<List<LogEntry>> range(Command command, String log, String a, String b, int limit) {
        CommandArguments arguments = new CommandArguments(command)
                .key(log)
                .add(a)
                .add(b)
                .add("COUNT")
                .add(limit);
        return new CommandObject<>(arguments, BUILDER);
    }

    private static LogEntry read(Object answer) {
        List<?> entry = (List<?>) answer;
        String id = text(entry.get(0));
        return new LogEntry(id, message(id, (List<?>) entry.get(1)));
    }

    private static Optional<Message> message(String id, List<?> fields) {
        if (!text(fields.get(0)).equals(EVENT)) {
            return Optional.empty();
        }
        try {
            return Message.read(EventId.parse(id), text(fields.get(1)));
        } catch (InvalidInput notOurs) {
            return Optional.empty();
        }
    }

    private static String text(Object bytes) {
        return SafeEncoder.encode((byte[]) bytes);
    }
}
