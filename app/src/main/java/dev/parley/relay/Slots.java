package dev.parley.relay;

import dev.parley.channel.Person;
import java.util.Arrays;

/**
 * The newest state of each kind: of a channel, or of the relay. Only the newest matters, so each kind has one slot. Every
 * change gets the next number, and a stream remembers up to which number it has been told: it is told what changed since,
 * once it has caught up with the log. State is never replayed and never moves a cursor.
 *
 * <p>Threading: set by anyone, under this object's monitor; read by anyone, without a lock.
 */
final class Slots {
    /** What a slot holds since the change with this number. */
    record Value(int number, State state) {}

    private static final Value[] NONE = {};

    /** In the order of their numbers. */
    private volatile Value[] values = NONE;

    private int changes; // guarded by this

    /** Replaces the state of its kind; returns false when that is known already. */
    synchronized boolean set(State state) {
        Value[] current = values;
        Value old = find(current, state.event());
        if (old == null ? state.isUsual() : old.state().equals(state)) {
            return false;
        }
        Value[] changed = Arrays.stream(current)
                .filter(value -> !value.state().event().equals(state.event()))
                .toArray(Value[]::new);
        changed = Arrays.copyOf(changed, changed.length + 1);
        changed[changed.length - 1] = new Value(++changes, state);
        values = changed;
        return true;
    }

    /**
     * The oldest change that a stream is to be told; null when there is none.
     *
     * @param told the number of the last change that it was told
     * @param since the number of the newest change when it began
     */
    Value after(int told, int since, Person listener) {
        for (Value value : values) {
            boolean goesWithoutSaying = value.state().isUsual() && value.number() <= since;
            if (value.number() > told && !goesWithoutSaying && value.state().isFor(listener)) {
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
