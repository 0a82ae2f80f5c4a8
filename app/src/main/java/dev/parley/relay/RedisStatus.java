package dev.parley.relay;

/**
 * Whether Redis is there, as all streams are told it. The newest change wins: that it is there is told only when all that was missed has been read,
 * and not if it has gone again by then.
 *
 * <p>Threading: may be used by anyone. Its monitor guards which change is the newest; only that of the slots is taken inside it, and whoever wakes
 * the streams takes none.
 */
final class RedisStatus {
    private static final State UP = State.usual("status", "{\"redis\":\"up\"}");
    private static final State DOWN = State.of("status", "{\"redis\":\"down\"}");

    private final Slots told = new Slots();
    private final Runnable changed;
    private volatile boolean isDown;
    private int changes; // guarded by this

    /** @param changed wakes all streams */
    RedisStatus(Runnable changed) {
        this.changed = changed;
    }

    Slots told() {
        return told;
    }

    /** Whether there is no link to it. */
    boolean isDown() {
        return isDown;
    }

    void down() {
        isDown = true;
        tell(next(), DOWN);
    }

    /** It takes no messages. */
    void refuses() {
        tell(next(), DOWN);
    }

    /** The link stands again; returns what tells so, to be run when all that was missed has been read. */
    Runnable up() {
        isDown = false;
        int change = next();
        return () -> tell(change, UP);
    }

    private synchronized int next() {
        return ++changes;
    }

    private synchronized void tell(int change, State status) {
        if (change == changes && told.set(status)) {
            changed.run();
        }
    }
}
