package dev.parley.http;

import dev.parley.channel.Chunks;
import dev.parley.http.guard.StreamLimit;
import dev.parley.relay.Outlet;
import dev.parley.relay.Subscription;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.eclipse.jetty.ee10.servlet.ServletApiResponse;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One open stream: writes what its subscription has, as far as the socket takes it, without ever blocking a thread.
 *
 * <p>The answer is chunked, and a frame is a chunk (see {@link Chunks}), so once the headers are out, nothing of HTTP
 * is left to do: the bytes on the wire are the bytes of the log. There is never a last chunk: a stream is not complete, however
 * it ends. So the request is completed at once, and this object
 * takes over the socket, the way a WebSocket does ({@link HttpStream#UPGRADE_CONNECTION_ATTRIBUTE}). Everything that Jetty
 * and Javalin had made for the request is garbage then; kept open, it would take most of a silent stream's memory.
 * Only for a client of HTTP/1.0, which knows no chunks, are they taken out again, as it writes.
 *
 * <p>Threading: Jetty calls {@link #onOpen}, once, when the request is complete. From then on one thread at a time writes: a
 * fan-out worker when there is news, a Jetty thread when a full socket has room again. Who wakes an idle connection becomes its
 * writer; a wake-up while there is one makes it look once more before it is idle again. So no wake-up is lost, and nobody waits.
 * {@link #end} may come from several sides and happens once.
 *
 * <p>Jetty's IteratingCallback does the same with a lock and three more objects for each stream. In a crowd each of them is a cache
 * miss for each delivery: 5 % of what a delivery costs the server.
 */
final class SseConnection extends AbstractConnection implements Connection.UpgradeTo, Outlet {
    private static final Logger LOG = LoggerFactory.getLogger(SseConnection.class);

    /** Of no type that Jetty knows, or else it would chunk what we write once more. */
    private static final HttpField CHUNKED = new PreEncodedHttpField((HttpHeader) null, "Transfer-Encoding", "chunked");

    // In place, not in objects of their own: there may be very many connections.
    private static final AtomicIntegerFieldUpdater<SseConnection> WRITER =
            AtomicIntegerFieldUpdater.newUpdater(SseConnection.class, "writer");
    private static final AtomicIntegerFieldUpdater<SseConnection> ENDED =
            AtomicIntegerFieldUpdater.newUpdater(SseConnection.class, "ended");

    // What the writer does.
    private static final int IDLE = 0; // there is none
    private static final int BUSY = 1;
    private static final int WOKEN = 2; // it is busy, and there may be something that it has not seen

    private final Subscription subscription;
    private final StreamLimit.Admission admission;
    private final boolean isChunked;

    @SuppressWarnings("UnusedVariable") // read through WRITER
    private volatile int writer = IDLE;

    @SuppressWarnings("UnusedVariable") // and this one through ENDED
    private volatile int ended;

    private SseConnection(
            EndPoint endPoint,
            Executor executor,
            boolean isChunked,
            Subscription subscription,
            StreamLimit.Admission admission) {
        super(endPoint, executor);
        this.isChunked = isChunked;
        this.subscription = subscription;
        this.admission = admission;
    }

    /**
     * Answers the request with the stream, which then lives by itself and closes the subscription and the admission when it ends.
     *
     * @throws IOException when the client has gone already
     */
    static void open(Context ctx, Subscription subscription, StreamLimit.Admission admission) throws IOException {
        Response response = ((ServletApiResponse) ctx.res()).getResponse();
        Request request = response.getRequest();
        ConnectionMetaData http = request.getConnectionMetaData();
        SseConnection connection = new SseConnection(
                http.getConnection().getEndPoint(),
                request.getComponents().getExecutor(),
                http.getHttpVersion() == HttpVersion.HTTP_1_1,
                subscription,
                admission);
        request.setAttribute(HttpStream.UPGRADE_CONNECTION_ATTRIBUTE, connection);
        Request.addCompletionListener(request, connection::onRequestCompleted);
        if (connection.isChunked) {
            response.getHeaders().put(CHUNKED);
        }
        connection.begin(ctx);
    }

    @Override
    public void onUpgradeTo(ByteBuffer pipelined) {
        BufferUtil.clear(pipelined); // nothing that a client says after its request means anything
    }

    @Override
    public void onOpen() {
        super.onOpen();
        getEndPoint().setIdleTimeout(0); // the relay watches over silence; a timer for each stream costs memory
        if (subscription.hasName()) {
            TcpUserTimeout.setOn(socket());
        }
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
        if (WRITER.getAndSet(this, WOKEN) == IDLE) {
            write();
        }
    }

    @Override
    public void abort() {
        end();
    }

    /** The opening goes with the headers, in one write: a storm of clients that come back costs a tenth less. */
    private void begin(Context ctx) throws IOException {
        ctx.status(200)
                .contentType("text/event-stream; charset=utf-8")
                .header("Cache-Control", "no-cache, no-transform")
                .header("X-Accel-Buffering", "no")
                .header("Connection", "close");
        ByteBuffer opening = framed(ByteBuffer.wrap(subscription.opening()));
        ctx.res().getOutputStream().write(opening.array(), opening.arrayOffset(), opening.remaining());
        ctx.res().flushBuffer();
    }

    /** When the request fails, because the client has gone, this connection is never opened. */
    private void onRequestCompleted(Throwable failure) {
        if (failure != null) {
            end();
        }
    }

    /** By the one writer: until there is nothing left to write, or until the socket is full, which makes it go on later. */
    private void write() {
        try {
            do {
                writer = BUSY;
                for (ByteBuffer bytes = next(); bytes != null; bytes = next()) {
                    // not EndPoint.flush(), which gathers (writev) where there is just one buffer, too
                    socket().write(bytes);
                    if (bytes.hasRemaining() && !finish(bytes)) {
                        return;
                    }
                }
                if (subscription.hasEnded()) {
                    end();
                }
            } while (!WRITER.compareAndSet(this, BUSY, IDLE));
        } catch (Throwable broken) { // whatever it is, this connection can't go on, and the others must
            LOG.debug("A stream broke", broken);
            end(); // with a writer for ever, so that there is no other
        }
    }

    private ByteBuffer next() {
        ByteBuffer chunks = subscription.next();
        return chunks == null ? null : framed(chunks);
    }

    private ByteBuffer framed(ByteBuffer chunks) {
        return isChunked ? chunks : Chunks.contents(chunks);
    }

    /** Returns whether the rest is written; otherwise a Jetty thread goes on when it is. */
    private boolean finish(ByteBuffer rest) {
        Rest callback = new Rest();
        getEndPoint().write(callback, rest);
        return callback.wasWrittenAtOnce();
    }

    private SocketChannel socket() {
        return ((SocketChannelEndPoint) getEndPoint()).getChannel();
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
        if (ENDED.getAndSet(this, 1) == 0) {
            subscription.close();
            admission.close();
            getEndPoint().close();
        }
    }

    /** The call that wrote the rest returns, and the rest is written, in any order: the second of the two goes on. */
    private final class Rest implements Callback {
        private final AtomicBoolean isFirst = new AtomicBoolean(true);

        boolean wasWrittenAtOnce() {
            return !isFirst.getAndSet(false);
        }

        @Override
        public void succeeded() {
            if (!isFirst.getAndSet(false)) {
                write();
            }
        }

        @Override
        public void failed(Throwable cause) {
            end();
        }

        @Override
        public InvocationType getInvocationType() {
            return InvocationType.NON_BLOCKING;
        }
    }
}
