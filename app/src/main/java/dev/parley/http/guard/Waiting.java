package dev.parley.http.guard;

import io.javalin.http.Context;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** How a request waits for an answer of others without holding a thread. */
public interface Waiting {
    /**
     * Asks, and goes on with the request when there is something to go on with.
     *
     * @param ask must not wait; what it fails with is how the request is answered
     */
    <T> void answer(Context ctx, Supplier<CompletableFuture<T>> ask, Consumer<T> answer);
}
