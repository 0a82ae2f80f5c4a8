package dev.parley.relay;

/**
 * The newest value of one kind of state. Only the newest matters: a connection sends it when it has caught up with the log
 * and the version differs from the one it sent last. State is never replayed and never moves a cursor.
 *
 * <p>Threading: set by one thread at a time, read by anyone.
 */
final class Slot {
    record Value(int version, String event, String data) {}

    private final String usual;
    private volatile Value value;

    /** @param usual the data that every client takes for granted, so that a new stream need not be told */
    Slot(String event, String usual) {
        this.usual = usual;
        value = new Value(0, event, usual);
    }

    Value value() {
        return value;
    }

    void set(String data) {
        Value old = value;
        value = new Value(old.version() + 1, old.event(), data);
    }

    /** The version that a new stream counts as having sent. */
    int versionOfNewcomers() {
        Value current = value;
        return current.data().equals(usual) ? current.version() : -1;
    }
}
