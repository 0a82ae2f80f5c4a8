package dev.parley.http;

import dev.parley.relay.Outlet;
import dev.parley.relay.Subscription;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.ee10.servlet.ServletApiResponse;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.IteratingCallback;

/**
 * One open stream: writes what its subscription has, as far as the socket takes it, without ever blocking a thread.
 *
 * <p>The answer is delimited by the connection's end (RFC 9112, section 6.3), so once the headers are out, nothing of HTTP
 * is left to do: the bytes on the wire are the bytes of the log. So the request is completed at once, and this object
 * takes over the socket, the way a WebSocket does ({@link HttpStream#UPGRADE_CONNECTION_ATTRIBUTE}). Everything that Jetty
 * and Javalin had made for the request is garbage then; kept open, it would take most of a silent stream's memory.
 *
 * <p>Threading: Jetty calls {@link #onOpen}, once, when the request is complete. From then on the write loop runs on one
 * thread at a time: on a fan-out worker when there is news, on a Jetty thread when a full socket has room again; a wake-up
 * during a run makes it run again ({@link IteratingCallback}). {@link #end} may come from several sides and happens once.
 */
final class SseConnection extends AbstractConnection implements Connection.UpgradeTo, Outlet {
    private final Subscription subscription;
    private final StreamLimit.Admission admission;
    private final WriteLoop writes = new WriteLoop();
    private final AtomicBoolean ended = new AtomicBoolean();

    private SseConnection(
            EndPoint endPoint, Executor executor, Subscription subscription, StreamLimit.Admission admission) {
        super(endPoint, executor);
        this.subscription = subscription;
        this.admission = admission;
    }

    /**
     * Answers the request with the stream, which then lives by itself and closes the subscription and the admission when it ends.
     *
     * @throws IOException when the client has gone already
     */
    static void open(Context ctx, Subscription subscription, StreamLimit.Admission admission) throws IOException {
        Request request = ((ServletApiResponse) ctx.res()).getResponse().getRequest();
        EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
        SseConnection connection =
                new SseConnection(endPoint, request.getComponents().getExecutor(), subscription, admission);
        request.setAttribute(HttpStream.UPGRADE_CONNECTION_ATTRIBUTE, connection);
        Request.addCompletionListener(request, connection::onRequestCompleted);
        begin(ctx, subscription);
    }

    @Override
    public void onUpgradeTo(ByteBuffer pipelined) {
        BufferUtil.clear(pipelined); // nothing that a client says after its request means anything
    }

    @Override
    public void onOpen() {
        super.onOpen();
        getEndPoint().setIdleTimeout(0); // the relay watches over silence; a timer for each stream costs memory
        subscription.start(this);
        fillInterested();
    }

    /** Nothing is expected, so a client becomes readable when it disconnects: noticed at once, without a write. */
    @Override
    public void onFillable() {
        if (hasDisconnected()) {
            end();
        } else {
            fillInterested();
        }
    }

    @Override
    public void onFillInterestedFailed(Throwable cause) {
        end();
    }

    @Override
    public void onClose(Throwable cause) {
        super.onClose(cause);
        end();
    }

    @Override
    public void wake() {
        writes.iterate();
    }

    @Override
    public void abort() {
        end();
    }

    /** The opening goes with the headers, in one write: a storm of clients that come back costs a tenth less. */
    private static void begin(Context ctx, Subscription subscription) throws IOException {
        ctx.status(200)
                .contentType("text/event-stream; charset=utf-8")
                .header("Cache-Control", "no-cache, no-transform")
                .header("X-Accel-Buffering", "no")
                .header("Connection", "close");
        ctx.res().getOutputStream().write(subscription.opening());
        ctx.res().flushBuffer();
    }

    /** When the request fails, because the client has gone, this connection is never opened. */
    private void onRequestCompleted(Throwable failure) {
        if (failure != null) {
            end();
        }
    }

    private SocketChannel socket() {
        return (SocketChannel) ((SocketChannelEndPoint) getEndPoint()).getChannel();
    }

    private boolean hasDisconnected() {
        ByteBuffer ignored = BufferUtil.allocate(256);
        try {
            return getEndPoint().fill(ignored) < 0; // once: who keeps talking must not keep a thread
        } catch (IOException e) {
            return true;
        }
    }

    private void end() {
        if (ended.compareAndSet(false, true)) {
            subscription.close();
            admission.close();
            getEndPoint().close();
        }
    }

    private final class WriteLoop extends IteratingCallback {
        @Override
        protected Action process() throws IOException {
            for (ByteBuffer bytes = subscription.next(); bytes != null; bytes = subscription.next()) {
                // not EndPoint.flush(), which gathers (writev) also where there is one buffer: 4 % of a crowd's cost
                socket().write(bytes);
                if (bytes.hasRemaining()) {
                    getEndPoint().write(this, bytes); // comes back here when all of it is written
                    return Action.SCHEDULED;
                }
            }
            return subscription.hasEnded() ? Action.SUCCEEDED : Action.IDLE;
        }

        @Override
        protected void onCompleteSuccess() {
            end();
        }

        @Override
        protected void onCompleteFailure(Throwable cause) {
            end();
        }

        @Override
        public InvocationType getInvocationType() {
            return InvocationType.NON_BLOCKING;
        }
    }
}
