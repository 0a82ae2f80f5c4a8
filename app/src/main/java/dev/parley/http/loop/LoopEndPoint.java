package dev.parley.http.loop;

import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * A connection's socket, which says where it belongs.
 *
 * <p>Threading: {@link #enterPass} is for the thread that handles a request of this connection; there is one at a time.
 */
final class LoopEndPoint extends SocketChannelEndPoint {
    private final EventLoop loop;
    private long lastPass = -1;

    LoopEndPoint(SocketChannel channel, EventLoop loop, SelectionKey key, Scheduler scheduler) {
        super(channel, loop, key, scheduler);
        this.loop = loop;
    }

    static LoopEndPoint of(Request request) {
        return (LoopEndPoint) request.getConnectionMetaData().getConnection().getEndPoint();
    }

    EventLoop loop() {
        return loop;
    }

    /**
     * Whether this is the connection's first request in this pass of the selector. Whoever sends one request behind the other, each of which
     * is answered at once, would never let go of it otherwise.
     */
    boolean enterPass() {
        long pass = loop.pass();
        boolean isFirst = pass != lastPass;
        lastPass = pass;
        return isFirst;
    }
}
