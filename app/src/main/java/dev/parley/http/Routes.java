package dev.parley.http;

import dev.parley.channel.InvalidInput;
import dev.parley.redis.Backbone;
import dev.parley.redis.RedisAway;
import dev.parley.relay.Relay;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import io.javalin.http.staticfiles.Location;
import java.io.IOException;
import org.eclipse.jetty.http.HttpStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything that can be asked of an instance, and how each fault is answered. */
final class Routes {
    private static final Logger LOG = LoggerFactory.getLogger(Routes.class);

    private final Readiness readiness;
    private final StrangerGuard strangers;
    private final WebPage page = new WebPage();
    private final HistoryHandler history;
    private final PublishHandler publish;
    private final SubscribeHandler subscribe;
    private final MembersHandler members;
    private final TypingHandler typing;
    private final DirectoryHandler directory;

    Routes(Relay relay, Backbone backbone, Readiness readiness, StrangerGuard strangers) {
        this.readiness = readiness;
        this.strangers = strangers;
        this.history = new HistoryHandler(backbone.history());
        this.publish = new PublishHandler(backbone.publisher());
        this.subscribe = new SubscribeHandler(relay, readiness, strangers);
        this.members = new MembersHandler(backbone.members());
        this.typing = new TypingHandler(backbone.notices());
        this.directory = new DirectoryHandler(backbone.directory(), backbone.members());
    }

    Readiness readiness() {
        return readiness;
    }

    void addTo(JavalinConfig config) {
        config.routes.before(strangers);
        config.routes.before(Query::requireReadable);

        config.routes.get("/", page);
        config.routes.get("/healthz", ctx -> ctx.result("ok\n"));
        config.routes.get("/readyz", this::ready);
        config.routes.get("/channels", directory);
        config.routes.get("/subscribe/{channel}", subscribe);
        config.routes.get("/{channel}", this::channel);
        config.routes.post("/{channel}", publish);
        config.routes.get("/{channel}/members", members);
        config.routes.post("/{channel}/typing", typing);
        config.staticFiles.add(files -> {
            files.hostedPath = "/assets";
            files.directory = "/web/assets";
            files.location = Location.CLASSPATH;
        });

        config.routes.exception(Problem.class, Problem::answer);
        config.routes.exception(
                InvalidInput.class, (e, ctx) -> new Problem(HttpStatus.BAD_REQUEST_400, e.getMessage()).answer(ctx));
        config.routes.exception(
                RedisAway.class,
                (e, ctx) ->
                        Problem.unavailable("Redis is away; try again shortly.").answer(ctx));
        config.routes.exception(
                IOException.class,
                (e, ctx) -> new Problem(
                                HttpStatus.BAD_REQUEST_400,
                                "The body can't be read to its end; check Content-Length or the chunks.")
                        .answer(ctx));
        config.routes.exception(HttpResponseException.class, Routes::answerRefusal);
        config.routes.exception(Exception.class, Routes::answerFault);
    }

    /** What a channel's address shows depends on who asks: the page, the event stream, or history as JSON. */
    private void channel(Context ctx) throws Exception {
        ctx.header("Vary", "Origin, Accept");
        String accept = ctx.header("Accept") == null ? "" : ctx.header("Accept");
        if (accept.contains("text/event-stream")) {
            subscribe.handle(ctx);
        } else if (accept.contains("text/html")) {
            ChannelPath.read(ctx); // no page for what is no channel
            page.handle(ctx);
        } else {
            history.handle(ctx);
        }
    }

    private void ready(Context ctx) {
        readiness.requireReady();
        ctx.result("ready\n");
    }

    /** Javalin refused the request itself. */
    private static void answerRefusal(HttpResponseException refusal, Context ctx) {
        int status = refusal.getStatus();
        if (refusal instanceof MethodNotAllowedResponse notAllowed) {
            ctx.header("Allow", String.join(", ", notAllowed.getDetails().values()));
        }
        String detail = switch (status) {
            case HttpStatus.NOT_FOUND_404 -> Problem.notFound().getMessage();
            case HttpStatus.METHOD_NOT_ALLOWED_405 -> "This address does not take " + ctx.method() + ".";
            case HttpStatus.PAYLOAD_TOO_LARGE_413 -> "The body is too large: a message has at most 4,000 characters.";
            default -> refusal.getMessage();
        };
        new Problem(status, detail).answer(ctx);
    }

    private static void answerFault(Exception fault, Context ctx) {
        LOG.error("{} {} failed", ctx.method(), ctx.path(), fault);
        new Problem(HttpStatus.INTERNAL_SERVER_ERROR_500, "Something went wrong here; it is in the log.").answer(ctx);
    }
}
