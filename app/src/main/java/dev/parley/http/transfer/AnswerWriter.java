package dev.parley.http.transfer;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * Writes answers so that no thread waits for who reads them: what handlers write is taken at once and kept until they are done, then it
 * leaves in one asynchronous write. So every answer must be small enough to be kept.
 *
 * <p>When too much is under way, the answer that has been for longest is cut. An event stream is no such answer: its connection is
 * about to be taken over, and what is written to it goes straight on.
 */
public final class AnswerWriter extends Handler.Wrapper {
    private final UnderWay<Answer> underWay;

    /**
     * Writes for all requests.
     *
     * @param maxBytesUnderWay of all answers that have not been read yet
     */
    public AnswerWriter(long maxBytesUnderWay, Executor executor) {
        this.underWay = new UnderWay<>(maxBytesUnderWay, executor);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Answer answer = new Answer(request, response, callback);
        return super.handle(request, answer, answer);
    }

    /** Of all answers that have not been read yet. */
    public long bytesUnderWay() {
        return underWay.bytes();
    }

    UnderWay<Answer> underWay() {
        return underWay;
    }

    /**
     * What a handler answers.
     *
     * <p>Threading: up to {@link #succeeded} or {@link #failed} it belongs to the handler. Then it is written: by the same thread
     * as far as the socket takes it, by Jetty's from then on, while one thread looks whether it advances.
     */
    final class Answer extends Response.Wrapper implements Callback, UnderWay.Transfer {
        /** Less than this in the time counts as nothing: it is for clients that read a byte now and then. */
        private static final int MIN_PROGRESS_BYTES = 4 * 1024;

        private final Callback callback;
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream(256);
        private boolean isWritten;

        private ByteBuffer bytes;
        private volatile boolean isHeld;
        private volatile boolean isSent;

        // Belongs to who looks.
        private int seenRemaining;
        private long since;

        private Answer(Request request, Response response, Callback callback) {
            super(request, response);
            this.callback = callback;
        }

        @Override
        public void write(boolean last, ByteBuffer content, Callback taking) {
            if (isStream()) {
                super.write(last, content, taking);
                return;
            }
            if (BufferUtil.hasContent(content)) {
                byte[] some = BufferUtil.toArray(content);
                taken.write(some, 0, some.length);
                BufferUtil.clear(content);
            }
            isWritten |= last;
            taking.succeeded();
        }

        @Override
        public boolean hasLastWrite() {
            return isWritten || super.hasLastWrite();
        }

        @Override
        public void reset() {
            taken.reset();
            isWritten = false;
            super.reset();
        }

        @Override
        public void succeeded() {
            if (isStream()) {
                callback.succeeded();
            } else {
                send();
            }
        }

        @Override
        public void failed(Throwable cause) {
            callback.failed(cause);
        }

        @Override
        public InvocationType getInvocationType() {
            return callback.getInvocationType();
        }

        @Override
        public void cut() {
            endPoint().close();
        }

        /** Whether it has not advanced for longer than this. */
        boolean isLate(long now, long nanos) {
            int remaining = bytes.remaining(); // of another thread's, but it only counts down
            if (seenRemaining == 0 || seenRemaining - remaining >= MIN_PROGRESS_BYTES) {
                seenRemaining = remaining;
                since = now;
            }
            return now - since > nanos;
        }

        /** Whoever comes second, this or {@link #sent}, sees what the first has done; so it is not held for ever. */
        private void send() {
            bytes = ByteBuffer.wrap(taken.toByteArray());
            super.write(true, bytes, Callback.from(getInvocationType(), () -> sent(null), this::sent));
            if (!isSent) {
                isHeld = true;
                underWay.hold(this, bytes.capacity());
                if (isSent) {
                    underWay.release(this);
                }
            }
        }

        private void sent(Throwable failure) {
            isSent = true;
            if (isHeld) {
                underWay.release(this);
            }
            if (failure == null) {
                callback.succeeded();
            } else {
                callback.failed(failure);
            }
        }

        private boolean isStream() {
            return getRequest().getAttribute(HttpStream.UPGRADE_CONNECTION_ATTRIBUTE) instanceof Connection;
        }

        private EndPoint endPoint() {
            return getRequest().getConnectionMetaData().getConnection().getEndPoint();
        }
    }
}
