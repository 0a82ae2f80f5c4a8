package dev.parley.relay;

import dev.parley.channel.EventId;
import dev.parley.channel.Frame;
import dev.parley.channel.Person;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The newest state of each kind: of a channel, or of the relay. Only the newest matters, so each kind has one slot. Every
 * change gets the next number, and a stream remembers up to which number it has been told: it is told what changed since,
 * once it has caught up with the log. It is encoded once, whoever is told it. State is never replayed and never moves a cursor.
 *
 * <p>Threading: set by anyone, under this object's monitor; read by anyone, without a lock.
 */
final class Slots {
    /** What a slot holds. */
    static final class Value {
        private final int number;
        private final int news;
        private final State state;
        private final byte[] body;
        private volatile Framed newest; // null until somebody was told

        private Value(int number, int news, State state) {
            this.number = number;
            this.news = news;
            this.state = state;
            this.body = Frame.body(state.event(), state.data());
        }

        private record Framed(EventId at, ByteBuffer frame) {}

        /** The number of the last change. */
        int number() {
            return number;
        }

        State state() {
            return state;
        }

        /** The event for streams of this channel alone that stand there: one for all of them. */
        ByteBuffer frame(EventId at) {
            Framed known = newest;
            if (known == null || !known.at().equals(at)) {
                known = new Framed(
                        at, ByteBuffer.wrap(Frame.of(at.toString(), body))); // whoever comes last wins; any will do
                newest = known;
            }
            return known.frame().duplicate();
        }

        /** The same for a stream of several. */
        ByteBuffer frame(String id) {
            return ByteBuffer.wrap(Frame.of(id, body));
        }

        /** The number of the last change of which those are told who know an earlier one. */
        private int news() {
            return news;
        }
    }

    private static final Value[] NONE = {};

    /** In the order of their numbers. */
    private volatile Value[] values = NONE;

    private int changes; // guarded by this

    /** Replaces the state of its kind; returns false when that is known already. */
    boolean set(State state) {
        return set(state, false);
    }

    /** The same, but whoever knows an earlier state of this kind is not told before the next change. */
    boolean setForNewcomers(State state) {
        return set(state, true);
    }

    private synchronized boolean set(State state, boolean forNewcomers) {
        Value[] current = values;
        Value old = find(current, state.event());
        if (old == null ? state.isUsual() : old.state().equals(state)) {
            return false;
        }
        changes++;
        int news = forNewcomers && old != null ? old.news() : changes;
        Value[] changed = Arrays.stream(current)
                .filter(value -> !value.state().event().equals(state.event()))
                .toArray(Value[]::new);
        changed = Arrays.copyOf(changed, changed.length + 1);
        changed[changed.length - 1] = new Value(changes, news, state);
        values = changed;
        return true;
    }

    /**
     * The oldest change that a stream is to be told; null when there is none.
     *
     * @param told the number of the last change that it was told
     * @param knowsPeople whether it was ever told something that is about people
     * @param since the number of the newest change when it began
     */
    Value after(int told, boolean knowsPeople, int since, Person listener) {
        for (Value value : values) {
            boolean goesWithoutSaying = value.state().isUsual() && value.number() <= since;
            boolean isNewcomer = value.state().isAboutPeople() && !knowsPeople;
            int number = isNewcomer ? value.number() : value.news();
            if (number > told && !goesWithoutSaying && value.state().isFor(listener)) {
                return value;
            }
        }
        return null;
    }

    /** The number of the newest change. */
    int newest() {
        Value[] current = values;
        return current.length == 0 ? 0 : current[current.length - 1].number();
    }

    private static Value find(Value[] values, String event) {
        for (Value value : values) {
            if (value.state().event().equals(event)) {
                return value;
            }
        }
        return null;
    }
}
