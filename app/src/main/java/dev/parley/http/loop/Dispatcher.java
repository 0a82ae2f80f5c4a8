package dev.parley.http.loop;

import dev.parley.redis.link.Gathering;
import java.util.concurrent.Executor;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Has a POST handled by the thread that has read it, one for each connection in a pass of its selector, and everything else by one of the
 * executor's. So no handler of a POST may wait, for Redis, a client, a file or whatever: it would keep all connections of its selector
 * waiting.
 */
public final class Dispatcher extends Handler.Wrapper {
    private final Executor executor;

    public Dispatcher(Executor executor) {
        this.executor = executor;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (HttpMethod.POST.is(request.getMethod())) {
            LoopEndPoint connection = LoopEndPoint.of(request);
            if (connection.enterPass()) {
                return handleGathered(connection.loop(), request, response, callback);
            }
        }
        executor.execute(() -> handleNow(getHandler(), request, response, callback));
        return true;
    }

    /** What others post at the same moment is sent to Redis together with it. */
    private boolean handleGathered(EventLoop loop, Request request, Response response, Callback callback)
            throws Exception {
        Gathering.begin(loop::executeAfterwards);
        try {
            return super.handle(request, response, callback);
        } finally {
            Gathering.end();
        }
    }

    /** Handles a request that Jetty does not wait for any more, with what Jetty does about those that nobody handles or that fail. */
    public static void handleNow(Handler handler, Request request, Response response, Callback callback) {
        try {
            if (!handler.handle(request, response, callback)) {
                Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
            }
        } catch (Throwable fault) {
            Response.writeError(request, response, callback, fault);
        }
    }

    /** Tells selectors that they can do it themselves. */
    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }
}
