package dev.parley.http;

import dev.parley.http.problem.Problem;
import dev.parley.http.problem.Refusal;
import java.util.Optional;
import java.util.function.Supplier;

/** Whether this instance should get traffic. Threading: may be asked and closed by anyone. */
final class Readiness {
    private final Supplier<Optional<String>> redisTrouble;
    private volatile boolean closing;

    Readiness(Supplier<Optional<String>> redisTrouble) {
        this.redisTrouble = redisTrouble;
    }

    void close() {
        closing = true;
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
        redisTrouble.get().ifPresent(why -> {
            throw new Problem(Refusal.REDIS_AWAY, why);
        });
    }
}
