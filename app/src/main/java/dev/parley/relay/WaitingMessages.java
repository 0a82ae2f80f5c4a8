package dev.parley.relay;

import dev.parley.channel.EventId;
import dev.parley.channel.Message;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What a log has heard and can't tell yet, because something before it is missing. Bounded: beyond that, all of it is given up,
 * since it is in Redis too.
 *
 * <p>Threading: guarded by its log.
 */
final class WaitingMessages {
    private static final int MAX_MESSAGES = 1_000;
    private static final int MAX_BYTES = 1024 * 1024;
    private static final int OVERHEAD = 128; // of the objects that hold a message, in bytes

    private final LogBudget budget;
    private final Deque<Message> messages = new ArrayDeque<>();
    private long bytes;

    WaitingMessages(LogBudget budget) {
        this.budget = budget;
    }

    /** Returns false when it was too much, and all is to be read from Redis instead. */
    boolean add(Message message) {
        messages.add(message);
        count(weight(message));
        if (messages.size() > MAX_MESSAGES || bytes > MAX_BYTES || budget.isExceeded()) {
            clear();
            return false;
        }
        return true;
    }

    boolean isEmpty() {
        return messages.isEmpty();
    }

    int size() {
        return messages.size();
    }

    Message first() {
        return messages.element();
    }

    /** The id of the last one; {@code otherwise} when there is none. */
    EventId lastId(EventId otherwise) {
        return messages.isEmpty() ? otherwise : messages.getLast().id();
    }

    Message removeFirst() {
        Message first = messages.remove();
        count(-weight(first));
        return first;
    }

    void clear() {
        messages.clear();
        count(-bytes);
    }

    private void count(long more) {
        bytes += more;
        budget.add(more);
    }

    private static int weight(Message message) {
        return message.json().length() + OVERHEAD;
    }
}
