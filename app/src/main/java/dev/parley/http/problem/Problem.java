package dev.parley.http.problem;

import dev.parley.channel.Json;
import java.time.Duration;
import org.eclipse.jetty.http.HttpStatus;

/**
 * An answer that says what went wrong and what to change, as {@code application/problem+json} (RFC 9457).
 *
 * <p>Thrown by handlers; it carries no stack trace, since it is an answer and not a fault.
 */
public final class Problem extends RuntimeException {
    static final String CONTENT_TYPE = "application/problem+json";

    private static final long serialVersionUID = 1;

    private final Refusal refusal;
    private final Duration retryAfter;

    /**
     * One that may be over in a second.
     *
     * @param detail what to change, as a sentence
     */
    public Problem(Refusal refusal, String detail) {
        this(refusal, detail, Duration.ofSeconds(1));
    }

    /**
     * One of which it is known when it is over.
     *
     * @param retryAfter when the same request may succeed, if it may at all
     */
    public Problem(Refusal refusal, String detail, Duration retryAfter) {
        super(detail, null, false, false);
        this.refusal = refusal;
        this.retryAfter = retryAfter;
    }

    public static Problem notFound() {
        return new Problem(Refusal.NOT_FOUND, "There is nothing at this address.");
    }

    /** Why. */
    public Refusal refusal() {
        return refusal;
    }

    /** In whole seconds, as the header Retry-After has it. */
    long retryAfterSeconds() {
        return Math.max(1, retryAfter.plusSeconds(1).minusNanos(1).toSeconds());
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
