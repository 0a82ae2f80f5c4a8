package dev.parley.http.loop;

import java.util.concurrent.Executor;
import org.eclipse.jetty.io.ManagedSelector.SelectorUpdate;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.TryExecutor;

/**
 * Jetty's threads, never more than there may be. For a connection that fails within a head or a body, Jetty wants a thread at once, in
 * case others wait for that connection; where none is to spare it starts one beside its pool, so thousands that break off in the same
 * moment would start thousands. Here no thread waits for a connection, and what is to be done for them may wait its turn.
 *
 * <p>Threading: may be used by anyone.
 */
public final class HttpThreads extends QueuedThreadPool {
    public HttpThreads(int max) {
        super(max);
        setName("http");
    }

    /** By one of them, unless it belongs to the turn of an {@link EventLoop}. */
    @Override
    public void execute(Runnable task) {
        if (!EventLoop.takes(task)) {
            super.execute(task);
        }
    }

    /** At once, or as soon as may be. */
    @Override
    public boolean tryExecute(Runnable task) {
        if (!super.tryExecute(task)) {
            execute(task);
        }
        return true;
    }

    /**
     * The same threads for selectors, which hand over to another thread only if that goes on at once. A connection that has just been
     * accepted is made ready without that, as nothing there waits.
     */
    Executor forSelectors() {
        return new TryExecutor() {
            @Override
            public boolean tryExecute(Runnable task) {
                return HttpThreads.super.tryExecute(task);
            }

            @Override
            public void execute(Runnable task) {
                if (task instanceof SelectorUpdate) {
                    task.run();
                } else {
                    HttpThreads.this.execute(task);
                }
            }
        };
    }
}
