package dev.parley.http;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

/**
 * Some of another executor's threads, so that work of one kind never takes all of them, nor the processors from the rest. Whoever
 * executes bounds what waits here.
 *
 * <p>Threading: may be used by anyone. No task is left: who adds one starts a runner unless there are enough, and a runner ends only
 * when it finds none, under the monitor.
 */
final class FewAtOnce implements Executor {
    private final Executor threads;
    private final int atOnce;

    // Guarded by this.
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int runners;

    FewAtOnce(int atOnce, Executor threads) {
        this.atOnce = atOnce;
        this.threads = threads;
    }

    @Override
    public void execute(Runnable task) {
        synchronized (this) {
            waiting.add(task);
            if (runners == atOnce) {
                return;
            }
            runners++;
        }
        startRunner();
    }

    private void startRunner() {
        try {
            threads.execute(this::runOne);
        } catch (RuntimeException closed) {
            synchronized (this) {
                runners--;
            }
            throw closed;
        }
    }

    /** One, and then whatever else waits for these threads has its turn. */
    private void runOne() {
        Runnable task;
        synchronized (this) {
            task = waiting.poll();
            if (task == null) {
                runners--;
                return;
            }
        }
        try {
            task.run();
        } finally {
            startRunner();
        }
    }
}
