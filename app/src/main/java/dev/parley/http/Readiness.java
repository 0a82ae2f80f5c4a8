package dev.parley.http;

import dev.parley.http.problem.Problem;
import dev.parley.http.problem.Refusal;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Whether this instance should get traffic. Threading: may be asked and closed by anyone. */
final class Readiness {
    private final Supplier<Optional<String>> trouble;

    // Written in this order, and read in the opposite one.
    private volatile long gone; // when the drain is over, as System.nanoTime
    private volatile boolean othersLive;
    private volatile boolean closing;

    Readiness(Supplier<Optional<String>> trouble) {
        this.trouble = trouble;
    }

    /**
     * It is going away.
     *
     * @param drain how long that takes
     * @param othersLive whether there are instances that can take its clients
     */
    void close(Duration drain, boolean othersLive) {
        this.gone = System.nanoTime() + drain.toNanos();
        this.othersLive = othersLive;
        this.closing = true;
    }

    /** Whether it is going away, and others take its clients. */
    boolean isHandingOver() {
        return closing && othersLive;
    }

    Duration leftOfDrain() {
        return Duration.ofNanos(Math.max(0, gone - System.nanoTime()));
    }

    /** @throws Problem that says why new streams can't come here */
    void requireOpen() {
        if (closing) {
            throw new Problem(Refusal.GOING_AWAY, "This instance is going away; connect again to reach another.");
        }
    }

    /** @throws Problem that says why not */
    void requireReady() {
        requireOpen();
        trouble.get().ifPresent(why -> {
            throw new Problem(Refusal.REDIS_AWAY, why);
        });
    }
}
