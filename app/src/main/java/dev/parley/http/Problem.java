package dev.parley.http;

import dev.parley.channel.Json;
import org.eclipse.jetty.http.HttpStatus;

/**
 * An answer that says what went wrong and what to change, as {@code application/problem+json} (RFC 9457).
 *
 * <p>Thrown by handlers; it carries no stack trace, since it is an answer and not a fault.
 */
final class Problem extends RuntimeException {
    static final String CONTENT_TYPE = "application/problem+json";

    private static final long serialVersionUID = 1;

    private final Refusal refusal;

    /** @param detail what to change, as a sentence */
    Problem(Refusal refusal, String detail) {
        super(detail, null, false, false);
        this.refusal = refusal;
    }

    static Problem notFound() {
        return new Problem(Refusal.NOT_FOUND, "There is nothing at this address.");
    }

    Refusal refusal() {
        return refusal;
    }

    String json() {
        return Json.NODES
                .objectNode()
                .put("type", "about:blank")
                .put("title", HttpStatus.getMessage(refusal.status))
                .put("status", refusal.status)
                .put("detail", getMessage())
                .toString();
    }
}
