package dev.parley.http;

import dev.parley.relay.Subscription;
import io.javalin.http.Context;
import io.javalin.http.sse.SseClient;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.ee10.servlet.ServletApiResponse;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;

/**
 * One open stream: writes what its subscription has, as far as the socket takes it, without ever blocking a thread.
 *
 * <p>The answer is delimited by the connection's end (HTTP/1.1, RFC 9112 section 6.3), so once the headers are out, the
 * bytes on the wire are the bytes of the log, and they go straight to the endpoint: Jetty's generator is not involved.
 *
 * <p>Threading: the write loop is Jetty's {@link IteratingCallback}: {@link #process} runs on one thread at a time, on a
 * fan-out worker when there is news, on a Jetty thread when a full socket has room again. A wake-up during a run makes it
 * run again. {@link #end} may come from several sides and happens once.
 */
final class SseConnection extends IteratingCallback {
    /**
     * A client that takes nothing for so long is gone or as good as gone; it may come back with its cursor. Heartbeats
     * count as taken, so this must be longer than their interval.
     */
    private static final Duration STALLED = Duration.ofMinutes(2);

    private final SseClient client;
    private final EndPoint endPoint;
    private final Subscription subscription;
    private final AtomicBoolean ended = new AtomicBoolean();

    private SseConnection(SseClient client, EndPoint endPoint, Subscription subscription) {
        this.client = client;
        this.endPoint = endPoint;
        this.subscription = subscription;
    }

    /** Answers the request with the stream, which from then on lives by itself and closes the subscription when it ends. */
    static void open(Context ctx, Subscription subscription) {
        SseConnection connection;
        try {
            sendHeaders(ctx);
            connection = new SseConnection(new SseClient(ctx), endPoint(ctx), subscription);
            connection.keepRequestOpen(ctx);
        } catch (IOException e) {
            subscription.close();
            throw new UncheckedIOException(e); // the client has gone already
        }
        subscription.start(connection::iterate);
        connection.watchForDisconnect();
    }

    @Override
    protected Action process() throws IOException {
        for (ByteBuffer bytes = subscription.next(); bytes != null; bytes = subscription.next()) {
            if (!endPoint.flush(bytes)) {
                endPoint.write(this, bytes); // goes on here when there is room
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

    private static void sendHeaders(Context ctx) throws IOException {
        ctx.status(200)
                .contentType("text/event-stream; charset=utf-8")
                .header("Cache-Control", "no-cache, no-transform")
                .header("X-Accel-Buffering", "no")
                .header("Connection", "close");
        ctx.res().flushBuffer();
    }

    private static EndPoint endPoint(Context ctx) {
        return ((ServletApiResponse) ctx.res())
                .getResponse()
                .getRequest()
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint();
    }

    // Not Javalin's SseHandler: it insists on an Accept header, and hops to a pool of unbounded size for each stream.
    private void keepRequestOpen(Context ctx) {
        AsyncContext async = ctx.req().startAsync();
        async.setTimeout(0);
        async.addListener(new WhenRequestFails());
        client.keepAlive();
        endPoint.setIdleTimeout(STALLED.toMillis());
    }

    /** A client that disconnects is readable, with nothing to read. */
    private void watchForDisconnect() {
        endPoint.fillInterested(new Callback() {
            @Override
            public void succeeded() {
                if (hasDisconnected()) {
                    end();
                } else {
                    watchForDisconnect();
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
        });
    }

    private boolean hasDisconnected() {
        ByteBuffer ignored = BufferUtil.allocate(256);
        try {
            int filled;
            do {
                BufferUtil.clear(ignored);
                filled = endPoint.fill(ignored);
            } while (filled > 0);
            return filled < 0;
        } catch (IOException e) {
            return true;
        }
    }

    private void end() {
        if (ended.compareAndSet(false, true)) {
            subscription.close();
            client.close(); // before the endpoint: Javalin must not be asked to finish a request that Jetty has given
            // up
            endPoint.close();
        }
    }

    private final class WhenRequestFails implements AsyncListener {
        @Override
        public void onError(AsyncEvent event) {
            end();
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            end();
        }

        @Override
        public void onComplete(AsyncEvent event) {}

        @Override
        public void onStartAsync(AsyncEvent event) {}
    }
}
