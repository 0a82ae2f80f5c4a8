package dev.parley.http.problem;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Answers what Jetty refuses before Javalin sees it, such as an address with a broken escape, in the form of all others. */
public final class ProblemErrorHandler extends ErrorHandler {
    private final Problems problems;
    private final Consumer<HttpFields.Mutable> secured;

    /**
     * Counts what it answers, too.
     *
     * @param secured sets the headers that every answer has
     */
    public ProblemErrorHandler(Problems problems, Consumer<HttpFields.Mutable> secured) {
        this.problems = problems;
        this.secured = secured;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Refusal refusal = Refusal.of(response.getStatus());
        String detail = switch (refusal) {
            case ADDRESS_TOO_LONG -> "The address is too long; shorten it.";
            case HEADERS_TOO_LARGE -> "The headers are too large; send fewer.";
            default ->
                "The request is no valid HTTP/1.1 (TLS and HTTP/2 are for a proxy in front of this port);"
                        + " percent-encode its address as UTF-8, and check its headers.";
        };
        answer(new Problem(refusal, detail), response, callback);
        return true;
    }

    /** Answers a request that no handler will get, and hangs up then. */
    public void answer(Problem problem, Response response, Callback callback) {
        problems.count(problem.refusal());
        response.setStatus(problem.refusal().status);
        if (problem.refusal().isPassing()) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, problem.retryAfterSeconds());
        }
        secured.accept(response.getHeaders());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.CONTENT_TYPE);
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        // Jetty may hang up, and may not know that it was a HEAD, after which a body would be taken for the next answer
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
        response.write(true, ByteBuffer.wrap(problem.json().getBytes(StandardCharsets.UTF_8)), callback);
    }
}
