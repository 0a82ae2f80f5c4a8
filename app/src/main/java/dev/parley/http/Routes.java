package dev.parley.http;

import dev.parley.http.guard.Allowance;
import dev.parley.http.guard.Guards;
import dev.parley.http.problem.Problems;
import dev.parley.http.request.ChannelPath;
import dev.parley.http.request.Query;
import dev.parley.redis.Backbone;
import dev.parley.relay.Relay;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.staticfiles.Location;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Executor;

/** Everything that can be asked of an instance. */
final class Routes {
    // That wait for Redis: enough for hundreds a second, though it is a second away.
    private static final int POSTS_AT_ONCE = 1_024;
    private static final int MEMBERS_AT_ONCE = 512;
    private static final int PAGES_AT_ONCE = 256; // where there is memory for them
    private static final int PAGES_AT_LEAST = 16;
    private static final int TYPINGS_AT_ONCE = 256;

    private final Readiness readiness;
    private final Guards guards;
    private final Problems problems;
    private final MetricsHandler metrics;
    private final WebPage page = new WebPage();
    private final HistoryHandler history;
    private final PublishHandler publish;
    private final SubscribeHandler subscribe;
    private final MembersHandler members;
    private final TypingHandler typing;
    private final DirectoryHandler directory;

    Routes(
            Relay relay,
            Backbone backbone,
            Readiness readiness,
            Guards guards,
            Farewell farewell,
            Problems problems,
            MetricsHandler metrics,
            Executor threads) {
        Executor few = new FewAtOnce(Runtime.getRuntime().availableProcessors(), threads);
        this.problems = problems;
        this.metrics = metrics;
        this.readiness = readiness;
        this.guards = guards;
        this.history = new HistoryHandler(backbone.history(), new InFlight(pagesAtOnce(), few));
        InFlight posts = new InFlight(POSTS_AT_ONCE, threads);
        this.publish = new PublishHandler(backbone.publisher(), posts, guards.addresses());
        this.subscribe = new SubscribeHandler(relay, readiness, guards.strangers(), guards.streams(), farewell);
        InFlight reads = new InFlight(MEMBERS_AT_ONCE, threads);
        this.members = new MembersHandler(backbone.members(), reads);
        this.typing = new TypingHandler(backbone.notices(), new InFlight(TYPINGS_AT_ONCE, threads));
        this.directory = new DirectoryHandler(backbone.directory(), backbone.members(), reads);
    }

    /** In a sixteenth of the heap: each is there as it came, as text and as JSON. */
    private static int pagesAtOnce() {
        long memory = Runtime.getRuntime().maxMemory() / 16;
        return (int) Math.max(PAGES_AT_LEAST, Math.min(PAGES_AT_ONCE, memory / (4 * HistoryHandler.MAX_BYTES)));
    }

    Readiness readiness() {
        return readiness;
    }

    void addTo(JavalinConfig config) {
        config.routes.before(guards.hosts());
        config.routes.before(guards.strangers());
        config.routes.before(Query::requireReadable);

        config.routes.get("/", page);
        config.routes.get("/healthz", ctx -> ctx.result("ok\n"));
        config.routes.get("/readyz", this::ready);
        config.routes.get("/metrics", metrics);
        config.routes.get("/channels", read(directory));
        config.routes.get("/subscribe/{channel}", subscribe);
        config.routes.get("/{channel}", this::channel);
        config.routes.post("/{channel}", each(Allowance.POSTS, publish));
        config.routes.get("/{channel}/members", read(members));
        config.routes.post("/{channel}/typing", each(Allowance.TYPING, typing));
        config.routes.after(this::countBytes);
        config.staticFiles.add(files -> {
            files.hostedPath = "/assets";
            files.directory = "/web/assets";
            files.location = Location.CLASSPATH;
        });

        problems.addTo(config);
    }

    /** What a channel's address shows depends on who asks: the page, the event stream, or history as JSON. */
    private void channel(Context ctx) throws Exception {
        ctx.res().addHeader("Vary", "Accept");
        String accept = ctx.header("Accept") == null ? "" : ctx.header("Accept");
        if (accept.contains("text/event-stream")) {
            subscribe.handle(ctx);
        } else if (accept.contains("text/html")) {
            ChannelPath.read(ctx); // no page for what is no channel
            page.handle(ctx);
        } else {
            read(history).handle(ctx);
        }
    }

    /** What asks Redis, and may be large. */
    private Handler read(Handler handler) {
        return each(Allowance.READS, ctx -> {
            guards.addresses().requireSome(ctx, Allowance.BYTES);
            handler.handle(ctx);
        });
    }

    private Handler each(Allowance of, Handler handler) {
        return ctx -> {
            guards.addresses().take(ctx, of, 1);
            handler.handle(ctx);
        };
    }

    /** Of the answer as it was made: compressed, it may be small, and was not less work. */
    private void countBytes(Context ctx) throws IOException {
        InputStream answer = ctx.resultInputStream();
        guards.addresses().charge(ctx, Allowance.BYTES, answer == null ? 0 : answer.available());
    }

    private void ready(Context ctx) {
        readiness.requireReady();
        ctx.result("ready\n");
    }
}
