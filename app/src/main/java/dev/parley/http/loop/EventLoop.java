package dev.parley.http.loop;

import io.javalin.http.Context;
import java.io.IOException;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.eclipse.jetty.ee10.servlet.ServletApiResponse;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A selector whose thread also handles and answers what is posted on its connections. What is to be answered waits for the selector's
 * next turn, and then all of it is, one after the other; connections that have been answered read on at the end of that turn.
 *
 * <p>Threading: {@link #execute} may be called by anyone. Tasks run on the selector's thread and must not wait for anything. None is
 * forgotten: a task is in the list before it is known whether it is the first, who adds the first one asks for a turn, and a turn takes
 * the list as a whole. What waits are requests, each once, so their bounds ({@code InFlight}) are its bound. When the server stops, no turn
 * comes any more; its connections are closed then.
 */
public final class EventLoop extends ManagedSelector implements Executor {
    private static final Logger LOG = LoggerFactory.getLogger(EventLoop.class);
    private static final ThreadLocal<EventLoop> IN_TURN = new ThreadLocal<>();

    private final Object lock = new Object();
    private List<Runnable> waiting = new ArrayList<>(); // guarded by lock
    private final Queue<Runnable> rest = new ArrayDeque<>(); // of a turn; of the selector's thread
    private volatile long pass; // written by the selector's thread

    EventLoop(SelectorManager manager, int id) {
        super(manager, id);
    }

    /** The one that the request's connection belongs to. */
    public static EventLoop of(Context ctx) {
        return LoopEndPoint.of(((ServletApiResponse) ctx.res()).getResponse().getRequest())
                .loop();
    }

    /** Runs it on the selector's thread, soon. */
    @Override
    public void execute(Runnable task) {
        boolean isFirst;
        synchronized (lock) {
            isFirst = waiting.isEmpty();
            waiting.add(task);
        }
        if (isFirst) {
            submit(selector -> turn());
        }
    }

    /** Runs it when what this thread has before it is done: at the end of the turn, or when all that has come meanwhile has been handled. */
    void executeAfterwards(Runnable task) {
        if (IN_TURN.get() == this) {
            rest.add(task);
        } else {
            submit(selector -> run(task));
        }
    }

    /** Counts how often this has looked which connections there is something to do for. */
    long pass() {
        return pass;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread at a time selects
    protected int select(Selector selector) throws IOException {
        pass++;
        return super.select(selector);
    }

    /**
     * Whether it is left to the turn in which this thread is: a connection that reads on would find another thread only to see that its
     * client has not sent anything yet.
     */
    static boolean takes(Runnable task) {
        EventLoop loop = IN_TURN.get();
        return loop != null && task instanceof Connection && loop.rest.add(task);
    }

    private void turn() {
        List<Runnable> tasks;
        synchronized (lock) {
            tasks = waiting;
            waiting = new ArrayList<>();
        }
        IN_TURN.set(this);
        try {
            tasks.forEach(EventLoop::run);
            for (Runnable task = rest.poll(); task != null; task = rest.poll()) {
                run(task);
            }
        } finally {
            IN_TURN.remove();
        }
    }

    /** A defect in one must not keep the others waiting for ever. */
    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOG.error("A request could not be answered", e);
        }
    }
}
