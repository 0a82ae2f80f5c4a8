package dev.parley.redis.link;

import java.util.concurrent.Executor;

/**
 * Lets commands leave together that a thread asks for one right after the other, for one request after the other: while Redis is busy
 * with earlier ones they are none the later for it, and a write for each would cost more than what Redis does for it.
 *
 * <p>Threading: of each thread by itself.
 */
public final class Gathering {
    private static final ThreadLocal<Executor> END = new ThreadLocal<>();

    private Gathering() {}

    /**
     * What this thread asks for may wait from now on, until {@link #end}.
     *
     * @param end executes soon, when this thread has asked for the last one, what sends them all
     */
    public static void begin(Executor end) {
        END.set(end);
    }

    /** From now on, commands of this thread leave one by one. Those that wait go on waiting for what they were told. */
    public static void end() {
        END.remove();
    }

    /** Null where nothing may wait. */
    static Executor current() {
        return END.get();
    }
}
