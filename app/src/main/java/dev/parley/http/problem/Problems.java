package dev.parley.http.problem;

import dev.parley.channel.InvalidInput;
import dev.parley.redis.link.RedisAway;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.BiPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How each fault is answered, and counted. */
public final class Problems {
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    private final Map<Refusal, Counter> refusals = new EnumMap<>(Refusal.class);
    private BiPredicate<Problem, Context> otherwise = (problem, ctx) -> false;

    public Problems(MeterRegistry registry) {
        for (Refusal refusal : Refusal.values()) {
            refusals.put(
                    refusal,
                    Counter.builder("parley.refusals")
                            .tag("reason", refusal.label())
                            .description("Requests that were refused")
                            .register(registry));
        }
    }

    /**
     * Before the start.
     *
     * @param others may answer otherwise, and says whether it has
     */
    public void leaveTo(BiPredicate<Problem, Context> others) {
        otherwise = others;
    }

    public void addTo(JavalinConfig config) {
        config.routes.exception(Problem.class, this::answer);
        config.routes.exception(
                InvalidInput.class, (e, ctx) -> answer(new Problem(Refusal.BAD_REQUEST, e.getMessage()), ctx));
        config.routes.exception(RedisAway.class, (e, ctx) -> answer(new Problem(Refusal.REDIS_AWAY, e.told()), ctx));
        config.routes.exception(
                IOException.class,
                (e, ctx) -> answer(
                        new Problem(
                                Refusal.BAD_REQUEST,
                                "The body can't be read to its end; check Content-Length or the chunks."),
                        ctx));
        config.routes.exception(HttpResponseException.class, this::answerRefusal);
        config.routes.exception(Exception.class, this::answerFault);
        config.router.javaLangErrorHandler(this::answerError);
    }

    /** One that is not answered by a handler. */
    public void count(Refusal refusal) {
        refusals.get(refusal).increment();
    }

    private void answer(Problem problem, Context ctx) {
        if (otherwise.test(problem, ctx)) {
            return;
        }
        count(problem.refusal());
        if (problem.refusal().isPassing()) {
            ctx.header("Retry-After", Long.toString(problem.retryAfterSeconds()));
        }
        if (problem.challenge() != null) {
            ctx.header("WWW-Authenticate", problem.challenge());
        }
        ctx.status(problem.refusal().status)
                .header("Cache-Control", "no-store")
                .result(problem.json())
                .contentType(Problem.CONTENT_TYPE);
    }

    /** Javalin refused the request itself. */
    private void answerRefusal(HttpResponseException javalins, Context ctx) {
        if (javalins instanceof MethodNotAllowedResponse notAllowed) {
            ctx.header("Allow", String.join(", ", notAllowed.getDetails().values()));
        }
        Refusal refusal = Refusal.of(javalins.getStatus());
        String detail = switch (refusal) {
            case NOT_FOUND -> Problem.notFound().getMessage();
            case METHOD_NOT_ALLOWED -> "This address does not take " + ctx.method() + ".";
            default -> javalins.getMessage();
        };
        answer(new Problem(refusal, detail), ctx);
    }

    /** Such as a stack that was too small; Javalin has no context for those. */
    private void answerError(HttpServletResponse response, Error error) {
        LOG.error("A request failed", error);
        count(Refusal.FAULT);
        response.setStatus(Refusal.FAULT.status);
        response.setContentType(Problem.CONTENT_TYPE);
        response.setHeader("Cache-Control", "no-store");
        try {
            response.getOutputStream().write(fault().json().getBytes(StandardCharsets.UTF_8));
        } catch (IOException gone) {
            LOG.debug("The client has gone", gone);
        }
    }

    private void answerFault(Exception fault, Context ctx) {
        LOG.error("A {} failed", ctx.method(), fault); // without its address, which names a channel
        answer(fault(), ctx);
    }

    private static Problem fault() {
        return new Problem(Refusal.FAULT, "Something went wrong here; it is in the log.");
    }
}
