package dev.parley.http;

import dev.parley.http.guard.Waiting;
import dev.parley.http.loop.EventLoop;
import dev.parley.http.problem.Problem;
import dev.parley.http.problem.Refusal;
import io.javalin.http.Context;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Requests of one kind that wait for Redis, and then for a thread. They hold none while they wait; so many may wait at once, and the
 * others are refused.
 *
 * <p>Threading: may be used by anyone. Redis' answer comes on the thread that reads all of its answers; the request goes on on one of
 * the executor's, or on its {@link EventLoop}.
 */
final class InFlight implements Waiting {
    private final Semaphore room;
    private final Function<Context, Runnable> share;
    private final Function<Context, Executor> executor;

    InFlight(int atOnce, Executor executor) {
        this(atOnce, client -> () -> {}, executor);
    }

    /** @param share takes room of what one client may have, or refuses, and says what gives it back; may be called by anyone */
    InFlight(int atOnce, Function<Context, Runnable> share, Executor executor) {
        this(any -> executor, atOnce, share);
    }

    private InFlight(Function<Context, Executor> executor, int atOnce, Function<Context, Runnable> share) {
        this.room = new Semaphore(atOnce);
        this.share = share;
        this.executor = executor;
    }

    /** That go on where their connection belongs, and so must not wait for anything. */
    static InFlight onTheirLoops(int atOnce) {
        return new InFlight(EventLoop::of, atOnce, client -> () -> {});
    }

    @Override
    public <T> void answer(Context ctx, Supplier<CompletableFuture<T>> ask, Consumer<T> answer) {
        ctx.future(() -> {
            Ending ending = new Ending();
            ctx.req().getAsyncContext().addListener(ending);
            Executor goesOn = executor.apply(ctx);
            Runnable leave = enter(ctx);
            return asked(ask, leave)
                    .handleAsync((value, failure) -> goOnAndLeave(value, failure, answer, ending, leave), goesOn)
                    .thenCompose(done -> done);
        });
    }

    /** Returns what leaves again. */
    private Runnable enter(Context ctx) {
        Runnable giveBack = share.apply(ctx);
        if (!room.tryAcquire()) {
            giveBack.run();
            throw new Problem(Refusal.BUSY, "Too many requests wait for Redis here; try again in a moment.");
        }
        return () -> {
            room.release();
            giveBack.run();
        };
    }

    private static <T> CompletableFuture<T> asked(Supplier<CompletableFuture<T>> ask, Runnable leave) {
        try {
            return ask.get();
        } catch (RuntimeException | Error e) {
            leave.run();
            throw e;
        }
    }

    private static <T> CompletableFuture<Void> goOnAndLeave(
            T value, Throwable failure, Consumer<T> answer, Ending ending, Runnable leave) {
        try {
            return goOn(value, failure, answer, ending);
        } finally {
            leave.run();
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
