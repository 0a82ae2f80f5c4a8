package dev.parley.http.transfer;

import dev.parley.http.loop.Dispatcher;
import dev.parley.http.problem.Problem;
import dev.parley.http.problem.ProblemErrorHandler;
import dev.parley.http.problem.Refusal;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;

/**
 * Reads the body of a POST before the request is handled, so that no thread waits for who sends it. Most bodies come with the head,
 * and are handled by the thread that read them.
 *
 * <p>A body that is too large is read a little further and then refused by the handler that asks for it: a proxy that is still
 * sending it would take a connection that is closed before for a broken instance. When too much is under way, the body that has been
 * for longest is answered with 503.
 */
public final class BodyReader extends Handler.Wrapper {
    private static final String BODY = BodyReader.class.getName();
    private static final int READ_BEYOND_BYTES = 64 * 1024;

    private final int maxBytes;
    private final UnderWay<Reading> underWay;
    private final ProblemErrorHandler problems;

    /**
     * Reads for all requests.
     *
     * @param maxBytes of a body
     * @param maxBytesUnderWay of all bodies that have not come whole yet
     */
    public BodyReader(int maxBytes, long maxBytesUnderWay, Executor executor, ProblemErrorHandler problems) {
        this.maxBytes = maxBytes;
        this.underWay = new UnderWay<>(maxBytesUnderWay, executor);
        this.problems = problems;
    }

    /**
     * The body of this POST.
     *
     * @throws Problem when it is too large, or ended too early
     */
    public static byte[] body(Context ctx) {
        Object body = ctx.req().getAttribute(BODY);
        if (body instanceof Problem problem) {
            throw problem;
        }
        return (byte[]) body;
    }

    /** Of all bodies that have not come whole yet. */
    public long bytesUnderWay() {
        return underWay.bytes();
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (!HttpMethod.POST.is(request.getMethod())) {
            return super.handle(request, response, callback);
        }
        Reading reading = new Reading(request, response, callback);
        return reading.begin() ? super.handle(request, response, callback) : true;
    }

    private static Problem tooLarge() {
        return new Problem(Refusal.BODY_TOO_LARGE, "The body is too large: a message has at most 4,000 characters.");
    }

    private static Problem broken() {
        return new Problem(
                Refusal.BAD_REQUEST, "The body can't be read to its end; check Content-Length or the chunks.");
    }

    private static Problem crowded() {
        return new Problem(
                Refusal.BUSY, "Too many bodies are under way, and yours for longest; send it again, faster.");
    }

    /**
     * A body that is being read.
     *
     * <p>Threading: Jetty calls {@link #run}, one call at a time, when more has come; who needs room may call {@link #cut} meanwhile.
     * The lock decides which of them ends it, and is not held when the request is handled or answered.
     */
    private final class Reading implements Invocable.Task, UnderWay.Transfer {
        private final Request request;
        private final Response response;
        private final Callback callback;

        // Guarded by this.
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private long length;
        private boolean isOver;

        Reading(Request request, Response response, Callback callback) {
            this.request = request;
            this.response = response;
            this.callback = callback;
        }

        /** Returns whether the request can be handled at once. */
        boolean begin() {
            if (request.getLength() > (long) maxBytes + READ_BEYOND_BYTES) {
                request.setAttribute(BODY, tooLarge());
                return true;
            }
            return goOn();
        }

        @Override
        public void run() {
            if (goOn()) {
                Dispatcher.handleNow(getHandler(), request, response, callback);
            }
        }

        @Override
        public void cut() {
            if (end()) {
                problems.answer(crowded(), response, callback);
            }
        }

        @Override
        public InvocationType getInvocationType() {
            return InvocationType.NON_BLOCKING;
        }

        private synchronized boolean end() {
            boolean isFirst = !isOver;
            isOver = true;
            return isFirst;
        }

        /** Returns whether the body has come just now, or as much of it as is read; otherwise Jetty calls again. */
        private synchronized boolean goOn() {
            if (isOver) {
                return false;
            }
            for (Content.Chunk chunk = request.read(); chunk != null; chunk = request.read()) {
                if (take(chunk)) {
                    isOver = true;
                    underWay.release(this);
                    return true;
                }
            }
            underWay.hold(this, kept.size());
            request.demand(this);
            return false;
        }

        /** Returns whether nothing more is to be read. */
        private boolean take(Content.Chunk chunk) {
            if (Content.Chunk.isFailure(chunk)) {
                request.setAttribute(BODY, broken());
                return true;
            }
            keep(chunk.getByteBuffer());
            chunk.release();
            if (chunk.isLast() || length > (long) maxBytes + READ_BEYOND_BYTES) {
                request.setAttribute(BODY, length > maxBytes ? tooLarge() : kept.toByteArray());
                return true;
            }
            return false;
        }

        private void keep(ByteBuffer bytes) {
            length += bytes.remaining();
            if (length > maxBytes) {
                kept.reset();
                return;
            }
            byte[] some = new byte[bytes.remaining()];
            bytes.get(some);
            kept.write(some, 0, some.length);
        }
    }
}
