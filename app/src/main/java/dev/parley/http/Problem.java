package dev.parley.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.javalin.http.Context;
import org.eclipse.jetty.http.HttpStatus;

/**
 * An answer that says what went wrong and what to change, as {@code application/problem+json} (RFC 9457).
 *
 * <p>Thrown by handlers; it carries no stack trace, since it is an answer and not a fault.
 */
final class Problem extends RuntimeException {
    static final String CONTENT_TYPE = "application/problem+json";

    private static final long serialVersionUID = 1;
    private static final String RETRY_AFTER_SECONDS = "1";

    private final int status;

    Problem(int status, String detail) {
        super(detail, null, false, false);
        this.status = status;
    }

    static Problem unavailable(String detail) {
        return new Problem(HttpStatus.SERVICE_UNAVAILABLE_503, detail);
    }

    static Problem notFound() {
        return new Problem(HttpStatus.NOT_FOUND_404, "There is nothing at this address.");
    }

    void answer(Context ctx) {
        if (status == HttpStatus.SERVICE_UNAVAILABLE_503) {
            ctx.header("Retry-After", RETRY_AFTER_SECONDS);
        }
        ctx.status(status).header("Cache-Control", "no-store").result(json()).contentType(CONTENT_TYPE);
    }

    String json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", "about:blank")
                .put("title", HttpStatus.getMessage(status))
                .put("status", status)
                .put("detail", getMessage())
                .toString();
    }
}
