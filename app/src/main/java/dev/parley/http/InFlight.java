package dev.parley.http;

import dev.parley.http.guard.Waiting;
import dev.parley.http.problem.Problem;
import dev.parley.http.problem.Refusal;
import io.javalin.http.Context;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Requests of one kind that wait for Redis, and then for a thread. They hold none while they wait; so many may wait at once, and the
 * others are refused.
 *
 * <p>Threading: may be used by anyone. Redis' answer comes on the thread that reads all of its answers; the request goes on on one of
 * the executor's.
 */
final class InFlight implements Waiting {
    private final Semaphore room;
    private final Executor executor;

    InFlight(int atOnce, Executor executor) {
        this.room = new Semaphore(atOnce);
        this.executor = executor;
    }

    @Override
    public <T> void answer(Context ctx, Supplier<CompletableFuture<T>> ask, Consumer<T> answer) {
        ctx.future(() -> {
            Ending ending = new Ending();
            ctx.req().getAsyncContext().addListener(ending);
            return asked(ask)
                    .handleAsync((value, failure) -> goOnAndLeave(value, failure, answer, ending), executor)
                    .thenCompose(goesOn -> goesOn);
        });
    }

    private <T> CompletableFuture<T> asked(Supplier<CompletableFuture<T>> ask) {
        if (!room.tryAcquire()) {
            throw new Problem(Refusal.BUSY, "Too many requests wait for Redis here; try again in a moment.");
        }
        try {
            return ask.get();
        } catch (RuntimeException | Error e) {
            room.release();
            throw e;
        }
    }

    private <T> CompletableFuture<Void> goOnAndLeave(T value, Throwable failure, Consumer<T> answer, Ending ending) {
        try {
            return goOn(value, failure, answer, ending);
        } finally {
            room.release();
        }
    }

    /** Never completed when the request is over: Javalin 7.2 would try for ever to answer one that Jetty has ended meanwhile. */
    private static <T> CompletableFuture<Void> goOn(T value, Throwable failure, Consumer<T> answer, Ending ending) {
        if (ending.has) {
            return new CompletableFuture<>();
        }
        if (failure != null) {
            return CompletableFuture.failedFuture(failure);
        }
        answer.accept(value);
        return CompletableFuture.completedFuture(null);
    }

    /** Whether a request has ended, by what Jetty says. */
    private static final class Ending implements AsyncListener {
        private volatile boolean has;

        @Override
        public void onComplete(AsyncEvent event) {
            has = true;
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            has = true;
        }

        @Override
        public void onError(AsyncEvent event) {
            has = true;
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            event.getAsyncContext().addListener(this); // as the specification asks for
        }
    }
}
