package dev.parley.http;

import dev.parley.channel.Chunks;
import io.javalin.http.Context;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.eclipse.jetty.ee10.servlet.ServletApiResponse;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * How a stream gets its socket: the head of the answer and what the stream begins with leave in one write, the request is
 * complete, and another connection takes the socket over, the way a WebSocket does ({@link
 * HttpStream#UPGRADE_CONNECTION_ATTRIBUTE}).
 *
 * <p>The answer is chunked, and what is written to it is chunks already (see {@link Chunks}), so once the head is out, nothing of
 * HTTP is left to do. A client of HTTP/1.0, which knows no chunks, gets what is in them, up to the end of the connection.
 */
final class Takeover {
    /** Of no type that Jetty knows, or else it would chunk what is written once more. */
    private static final HttpField CHUNKED = new PreEncodedHttpField((HttpHeader) null, "Transfer-Encoding", "chunked");

    /**
     * Keeps Jetty from using the connection again, without a word to the client. Said aloud, "close" makes Node's fetch take a
     * chunked answer for complete wherever it ends, so that programs over it would not come back.
     */
    private static final HttpField CLOSE_IN_SILENCE = new PreEncodedHttpField(HttpHeader.CONNECTION, "close") {
        @Override
        public void putTo(ByteBuffer head, HttpVersion version) {
            // nothing
        }
    };

    private final Context ctx;
    private final Response response;
    private final EndPoint endPoint;
    private final boolean isChunked;

    /** @throws IllegalStateException where there is no socket of one's own under HTTP */
    Takeover(Context ctx) {
        this.ctx = ctx;
        this.response = ((ServletApiResponse) ctx.res()).getResponse();
        ConnectionMetaData http = response.getRequest().getConnectionMetaData();
        this.endPoint = http.getConnection().getEndPoint();
        this.isChunked = http.getHttpVersion() == HttpVersion.HTTP_1_1;
        if (!(endPoint instanceof SocketChannelEndPoint)
                || http.getHttpVersion().getVersion() > 11) {
            throw new IllegalStateException(
                    "Streams take over the connection that they are asked for on, so the port itself"
                            + " must speak plain HTTP/1.1; let a proxy in front of it speak TLS and HTTP/2.");
        }
    }

    Request request() {
        return response.getRequest();
    }

    EndPoint endPoint() {
        return endPoint;
    }

    boolean isChunked() {
        return isChunked;
    }

    /** Jetty's threads, which may be held for a moment. */
    Executor executor() {
        return request().getComponents().getExecutor();
    }

    /**
     * Answers, without holding a thread.
     *
     * @param opening whole chunks
     * @return completed when the head is written; the connection is opened when the request is complete then
     */
    CompletableFuture<Void> begin(ByteBuffer opening, Connection successor) {
        request().setAttribute(HttpStream.UPGRADE_CONNECTION_ATTRIBUTE, successor);
        ctx.status(200)
                .contentType("text/event-stream; charset=utf-8")
                .header("Cache-Control", "no-cache, no-transform")
                .header("X-Accel-Buffering", "no");
        ByteBuffer first = opening;
        if (isChunked) {
            response.getHeaders().put(CHUNKED).put(CLOSE_IN_SILENCE);
        } else {
            ctx.header("Connection", "close");
            first = Chunks.contents(first);
        }
        Callback.Completable begun = new Callback.Completable();
        response.write(false, first, begun);
        return begun;
    }
}
