package dev.parley.http.problem;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
    private final transient ObjectNode members = Json.NODES.objectNode(); // beside those that all have
    private String challenge; // null where it is not about who asks

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

    /** For programs, beside the sentence. */
    public Problem with(String name, String value) {
        return with(name, Json.NODES.textNode(value));
    }

    /** The same. */
    public Problem with(String name, JsonNode value) {
        members.set(name, value);
        return this;
    }

    /**
     * Asks for a token (RFC 6750, section 3).
     *
     * @param parameters of the challenge; empty when nothing is wrong but that there is none
     */
    public Problem challenging(String parameters) {
        challenge = parameters.isEmpty() ? "Bearer" : "Bearer " + parameters;
        return this;
    }

    /** As the header WWW-Authenticate has it; null when there is none. */
    String challenge() {
        return challenge;
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
        ObjectNode json = Json.NODES
                .objectNode()
                .put("type", "about:blank")
                .put("title", HttpStatus.getMessage(refusal.status))
                .put("status", refusal.status)
                .put("detail", getMessage());
        json.setAll(members);
        return json.toString();
    }
}
