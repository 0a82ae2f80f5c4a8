package dev.parley.channel;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The id of a message, {@code <epoch>-<n>}: the same on every instance, and dense, so that anyone can tell "complete"
 * from "lost". It is the id of the message's entry in the channel's Redis Stream, and as a client's cursor it says how
 * far that client has read.
 *
 * @param epoch the Redis time in milliseconds when this run of ids began; 0 only in {@link #BEGINNING}
 * @param n counts 0, 1, 2, … within the epoch
 */
public record EventId(long epoch, long n) implements Comparable<EventId> {
    /** Stands before every message: the position of a channel that never had one. */
    public static final EventId BEGINNING = new EventId(0, 0);

    /** No message has it: its epoch would have begun in 1970. */
    static final EventId NEVER = new EventId(1, 0);

    private static final String NUMBER = "(0|[1-9]\\d{0,17})";
    private static final Pattern FORM = Pattern.compile(NUMBER + "-" + NUMBER);
    private static final Comparator<EventId> ORDER =
            Comparator.comparingLong(EventId::epoch).thenComparingLong(EventId::n);

    /**
     * Reads what {@link #toString} wrote.
     *
     * @throws InvalidInput when the text is no id
     */
    public static EventId parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new InvalidInput("An event id looks like 1795226995253-41; take it from an event's id line.");
        }
        return new EventId(Long.parseLong(parts.group(1)), Long.parseLong(parts.group(2)));
    }

    /** Whether {@code next} comes directly after this id, with nothing in between. */
    public boolean isDirectlyBefore(EventId next) {
        return epoch == next.epoch && n + 1 == next.n;
    }

    /** The position from which this message is the next one. */
    public EventId predecessor() {
        return n == 0 ? BEGINNING : new EventId(epoch, n - 1);
    }

    public boolean isAfter(EventId other) {
        return compareTo(other) > 0;
    }

    @Override
    public int compareTo(EventId other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return epoch + "-" + n;
    }
}
