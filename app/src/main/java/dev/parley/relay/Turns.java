package dev.parley.relay;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Lets so many things be under way at once; the others wait for their turn, in the order in which they came. Each of them is
 * one of something that is bounded itself: a log, or a reader.
 *
 * <p>Threading: may be used by anyone. What has its turn is started by whoever made room for it, outside the monitor, and
 * never from within another start, so that a row of failures does not pile up on one stack. No turn is lost: who finds
 * someone else starting leaves it to them, and they look again under the monitor before they stop.
 */
public final class Turns {
    private final int atOnce;

    // Guarded by this.
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int underWay;
    private boolean starting;

    public Turns(int atOnce) {
        this.atOnce = atOnce;
    }

    /**
     * Asks for something when its turn has come.
     *
     * @return what it answers
     */
    public <T> CompletableFuture<T> take(Supplier<CompletableFuture<T>> ask) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        enter(() -> asked(ask).whenComplete((value, failure) -> {
            done();
            if (failure == null) {
                answer.complete(value);
            } else {
                answer.completeExceptionally(failure);
            }
        }));
        return answer;
    }

    /**
     * Starts something when its turn has come.
     *
     * @param start begins it; must not block or throw. {@link #done} is to be called once when it is over
     */
    void enter(Runnable start) {
        synchronized (this) {
            waiting.add(start);
        }
        startWhatMay();
    }

    void done() {
        synchronized (this) {
            underWay--;
        }
        startWhatMay();
    }

    private static <T> CompletableFuture<T> asked(Supplier<CompletableFuture<T>> ask) {
        try {
            return ask.get();
        } catch (RuntimeException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    private void startWhatMay() {
        synchronized (this) {
            if (starting) {
                return;
            }
            starting = true;
        }
        for (Runnable next = next(); next != null; next = next()) {
            next.run();
        }
    }

    private synchronized Runnable next() {
        if (underWay == atOnce || waiting.isEmpty()) {
            starting = false;
            return null;
        }
        underWay++;
        return waiting.remove();
    }
}
