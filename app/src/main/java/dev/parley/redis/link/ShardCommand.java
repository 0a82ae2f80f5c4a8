package dev.parley.redis.link;

import java.util.Arrays;
import java.util.List;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.Protocol.ResponseKeyword;
import redis.clients.jedis.util.SafeEncoder;

/** A command of {@link ShardSubscriptions}, which guard it. There is one answer for each topic, or a refusal for all. */
final class ShardCommand {
    final Command command;
    final List<String> topics;
    final Subject subject; // null when nobody waits for it
    private final int change; // of the subscriptions to shard channels, by each answer
    private int answered;
    long sentAt; // as System.nanoTime

    private ShardCommand(Command command, List<String> topics, int change, Subject subject) {
        this.command = command;
        this.topics = topics;
        this.change = change;
        this.subject = subject;
    }

    static ShardCommand subscribe(Subject subject) {
        return new ShardCommand(Command.SSUBSCRIBE, subject.topics, 1, subject);
    }

    static ShardCommand unsubscribe(Subject subject) {
        return new ShardCommand(Command.SUNSUBSCRIBE, subject.topics, -1, null);
    }

    /** To a topic of which nothing is heard. */
    static ShardCommand subscribe(String nothing) {
        return new ShardCommand(Command.SSUBSCRIBE, List.of(nothing), 1, null);
    }

    /** From that, which is not subscribed: does nothing, and is answered. */
    static ShardCommand unsubscribe(String nothing) {
        return new ShardCommand(Command.SUNSUBSCRIBE, List.of(nothing), 0, null);
    }

    static ShardCommand subscribeToPatterns(List<String> patterns) {
        return new ShardCommand(Command.PSUBSCRIBE, patterns, 0, null);
    }

    boolean isOfNothing() {
        return command == Command.SSUBSCRIBE && subject == null;
    }

    /** Whether this is the answer that is next. */
    boolean isAnsweredBy(byte[] kind, byte[] topic) {
        return Arrays.equals(ResponseKeyword.valueOf(command.name()).getRaw(), kind)
                && topics.get(answered).equals(SafeEncoder.encode(topic));
    }

    /**
     * Takes an answer; returns how the number of subscriptions has changed.
     *
     * @param hearsNothing whether the topic of which nothing is heard is subscribed already
     */
    int take(boolean hearsNothing) {
        answered++;
        return isOfNothing() && hearsNothing ? 0 : change;
    }

    boolean isAnswered() {
        return answered == topics.size();
    }
}
