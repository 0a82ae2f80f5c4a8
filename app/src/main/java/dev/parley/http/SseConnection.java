package dev.parley.http;

import dev.parley.channel.Chunks;
import dev.parley.http.guard.StreamLimit;
import dev.parley.relay.Outlet;
import dev.parley.relay.Subscription;
import io.javalin.http.sse.SseClient;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One open stream: writes what its subscription has, as far as the socket takes it, without ever blocking a thread. The bytes on
 * the wire are the bytes of the log, and there is never a last chunk: a stream is not complete, however it ends.
 *
 * <p>Each stream is an {@link SseClient} of Javalin's, made by {@link SubscribeHandler} and closed when the stream ends, whoever
 * ends it; closing it is the one place where all is freed that a stream holds. But it writes nothing: when the head is out, this
 * object takes its socket over (see {@link Takeover}), and everything that Jetty and Javalin had made for the request is garbage
 * (see {@link HandshakeContext}); kept open, it would take most of a silent stream's memory.
 *
 * <p>Threading: Jetty calls {@link #onOpen}, once, when the request is complete. From then on one thread at a time writes: a
 * fan-out worker when there is news, a Jetty thread when a full socket has room again. Who wakes an idle connection becomes its
 * writer; a wake-up while there is one makes it look once more before it is idle again. So no wake-up is lost, and nobody waits.
 * The end may come from several sides and happens once.
 *
 * <p>Jetty's IteratingCallback does the same with a lock and three more objects for each stream. In a crowd each of them is a cache
 * miss for each delivery: 5 % of what a delivery costs the server.
 */
final class SseConnection extends AbstractConnection implements Connection.UpgradeTo, Outlet {
    private static final Logger LOG = LoggerFactory.getLogger(SseConnection.class);

    /** Bytes that a client may say after its request: nothing that it says means anything. */
    private static final int MAX_TALK = 4 * 1024;

    // In place, not in an object of its own: there may be very many connections.
    private static final AtomicIntegerFieldUpdater<SseConnection> WRITER =
            AtomicIntegerFieldUpdater.newUpdater(SseConnection.class, "writer");

    // What the writer does.
    private static final int IDLE = 0; // there is none
    private static final int BUSY = 1;
    private static final int WOKEN = 2; // it is busy, and there may be something that it has not seen

    private final SseClient client;
    private final Subscription subscription;
    private final StreamLimit.Admission admission;
    private final boolean isChunked;
    private Takeover socket; // null once it is taken over
    private int talked; // bytes

    @SuppressWarnings("UnusedVariable") // read through WRITER
    private volatile int writer = IDLE;

    /** From now on the client's end is the stream's. */
    SseConnection(SseClient client, Takeover socket, Subscription subscription, StreamLimit.Admission admission) {
        super(socket.endPoint(), socket.executor());
        this.client = client;
        this.socket = socket;
        this.isChunked = socket.isChunked();
        this.subscription = subscription;
        this.admission = admission;
        client.onClose(this::free);
    }

    /**
     * Answers the request with the stream, which then lives by itself; completed when that is done, or the client has gone.
     *
     * @param you what the client is told of itself; null for nothing
     */
    CompletableFuture<Void> begin(String you) {
        Request.addCompletionListener(socket.request(), this::onRequestCompleted);
        return socket.begin(beginning(you), this).exceptionally(gone -> {
            end();
            return null;
        });
    }

    private ByteBuffer beginning(String you) {
        byte[] opening = subscription.opening(you);
        ByteBuffer missed = subscription.missed();
        if (missed == null) {
            return ByteBuffer.wrap(opening);
        }
        admission.charge(missed.remaining());
        return ByteBuffer.allocate(opening.length + missed.remaining())
                .put(opening)
                .put(missed)
                .flip();
    }

    @Override
    public void onUpgradeTo(ByteBuffer pipelined) {
        talked = pipelined.remaining();
        BufferUtil.clear(pipelined);
    }

    @Override
    public void onOpen() {
        super.onOpen();
        ((HandshakeContext) client.ctx()).release();
        socket = null;
        if (client.terminated()) {
            return; // while it was being opened
        }
        getEndPoint().setIdleTimeout(0); // the relay watches over silence; a timer for each stream costs memory
        if (subscription.hasName()) {
            TcpUserTimeout.setOn(channel());
        }
        subscription.start(this);
        fillInterested();
    }

    /** Nothing is expected, so a client becomes readable when it disconnects: noticed at once, without a write. */
    @Override
    public void onFillable() {
        if (hasDisconnected() || talked > MAX_TALK) {
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
                    channel().write(bytes);
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
        boolean atItsWish = subscription.catchesUp();
        ByteBuffer chunks = subscription.next();
        if (atItsWish && chunks != null) {
            admission.charge(chunks.remaining());
        }
        return isChunked || chunks == null ? chunks : Chunks.contents(chunks);
    }

    /** Returns whether the rest is written; otherwise a Jetty thread goes on when it is. */
    private boolean finish(ByteBuffer rest) {
        Rest callback = new Rest();
        getEndPoint().write(callback, rest);
        return callback.wasWrittenAtOnce();
    }

    private SocketChannel channel() {
        return ((SocketChannelEndPoint) getEndPoint()).getChannel();
    }

    private boolean hasDisconnected() {
        ByteBuffer ignored = BufferUtil.allocate(256);
        try {
            int count = getEndPoint().fill(ignored); // once: who keeps talking must not keep a thread
            talked += Math.max(0, count);
            return count < 0;
        } catch (IOException e) {
            return true;
        }
    }

    private void end() {
        client.close();
    }

    /** All that a stream holds. Once: the client sees to that. */
    private void free() {
        subscription.close();
        admission.close();
        getEndPoint().close();
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
