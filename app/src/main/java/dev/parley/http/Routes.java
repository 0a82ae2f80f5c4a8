package dev.parley.http;

import dev.parley.channel.InvalidInput;
import dev.parley.http.guard.Allowance;
import dev.parley.http.guard.ClientShare;
import dev.parley.http.guard.Gate;
import dev.parley.http.guard.Guards;
import dev.parley.http.guard.Need;
import dev.parley.http.page.AssetsHandler;
import dev.parley.http.page.FramedPage;
import dev.parley.http.page.WebPage;
import dev.parley.http.problem.Problem;
import dev.parley.http.problem.Problems;
import dev.parley.http.request.Query;
import dev.parley.http.request.StreamRequest;
import dev.parley.http.request.Wanted;
import dev.parley.identity.Denials;
import dev.parley.identity.Registrar;
import dev.parley.push.PushServices;
import dev.parley.redis.Backbone;
import dev.parley.relay.Relay;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Everything that can be asked of an instance. */
final class Routes {
    // That wait for Redis: enough for hundreds a second, though it is a second away.
    private static final int POSTS_AT_ONCE = 1_024;
    private static final int MEMBERS_AT_ONCE = 512;
    private static final int PAGES_AT_ONCE = 256; // where there is memory for them
    private static final int PAGES_AT_LEAST = 16;
    private static final int PAGES_FOR_EACH = 8; // the part of them that one client may have
    private static final int WEB_PAGES_AT_ONCE = 1_024; // each waits a third of a second at most
    private static final int TYPINGS_AT_ONCE = 256;
    private static final int TICKETS_AT_ONCE = 512;

    private final Readiness readiness;
    private final Guards guards;
    private final Problems problems;
    private final MetricsHandler metrics;
    private final AssetsHandler assets = new AssetsHandler();
    private final WebPage page;
    private final FramedPage framed;
    private final HistoryHandler history;
    private final PublishHandler publish;
    private final SubscribeHandler subscribe;
    private final MembersHandler members;
    private final TypingHandler typing;
    private final DirectoryHandler directory;
    private final TicketHandler tickets;
    private final ModerationHandler moderation;
    private final SessionHandler session;
    private final ReadHandler readPositions;
    private final PushHandler push;
    private final Gate gate;
    private final Farewell farewell;

    Routes(
            Relay relay,
            Backbone backbone,
            Readiness readiness,
            Guards guards,
            Farewell farewell,
            Problems problems,
            MetricsHandler metrics,
            Duration tokenLife,
            PushServices pushServices,
            Executor threads) {
        int halfOfProcessors = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        Executor few = new FewAtOnce(halfOfProcessors, threads); // the rest is for those who talk
        this.problems = problems;
        this.metrics = metrics;
        this.readiness = readiness;
        this.guards = guards;
        this.farewell = farewell;
        this.gate = guards.gate(registrar(backbone), new InFlight(TICKETS_AT_ONCE, threads));
        int pages = pagesAtOnce();
        ClientShare pagesOfOne = guards.addresses().share(Math.max(1, pages / PAGES_FOR_EACH));
        this.history = new HistoryHandler(backbone.history(), new InFlight(pages, pagesOfOne::take, few));
        this.framed = new FramedPage(guards.strangers().origins());
        this.page = new WebPage(
                guards.access().signIn(),
                gate,
                guards.addresses(),
                new InFlight(WEB_PAGES_AT_ONCE, threads),
                backbone.history());
        InFlight posts = InFlight.onTheirLoops(POSTS_AT_ONCE);
        Names names = new Names(backbone.tags());
        this.publish = new PublishHandler(backbone.publisher(), posts, guards.addresses(), gate, names);
        this.subscribe =
                new SubscribeHandler(relay, readiness, guards.strangers(), guards.streams(), farewell, gate, names);
        InFlight reads = new InFlight(MEMBERS_AT_ONCE, threads);
        this.members = new MembersHandler(backbone.members(), reads);
        this.typing = new TypingHandler(backbone.notices(), gate, names, InFlight.onTheirLoops(TYPINGS_AT_ONCE));
        this.directory = new DirectoryHandler(backbone.directory(), backbone.members(), reads, gate, few);
        InFlight rare = new InFlight(TICKETS_AT_ONCE, threads);
        this.tickets = new TicketHandler(backbone.tickets(), gate, rare);
        this.moderation = new ModerationHandler(backbone.denied(), tokenLife, rare);
        this.session = new SessionHandler(guards, gate, backbone.denied(), tokenLife, rare);
        this.readPositions = new ReadHandler(backbone.readPositions(), gate, reads);
        this.push = new PushHandler(pushServices, backbone.pushTargets(), gate, names, rare);
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

        config.routes.beforeMatched(gate);

        get(config, "/", page, Need.NOTHING);
        config.routes.get("/assets/<file>", assets, Need.NOTHING);
        config.routes.head("/assets/<file>", assets, Need.NOTHING);
        get(config, "/healthz", ctx -> ctx.result("ok\n"), Need.NOTHING);
        get(config, "/readyz", this::ready, Need.NOTHING);
        get(config, "/metrics", metrics, Need.OPERATE);
        get(config, "/channels", read(directory), Need.SOMEWHERE);
        get(config, "/subscribe/{channel}", subscribe, Need.STREAM);
        // whatever is posted waits for nothing: see Dispatcher
        config.routes.post("/tickets", each(Allowance.POSTS, whereNotOpen(tickets)), Need.USER);
        config.routes.post("/session", each(Allowance.POSTS, withTokens(session::begin)), Need.USER);
        config.routes.delete("/session", each(Allowance.POSTS, withTokens(session::end)), Need.NO_PROGRAM);
        get(config, "/session/read", each(Allowance.READS, whereNotOpen(readPositions::tell)), Need.USER);
        config.routes.post("/session/read", each(Allowance.READS, whereNotOpen(readPositions::note)), Need.USER);
        config.routes.post("/operator/moderation", each(Allowance.POSTS, whereNotOpen(moderation)), Need.OPERATE);
        get(config, "/{channel}", this::channel, Need.LISTEN_OR_PAGE);
        config.routes.post("/{channel}", each(Allowance.POSTS, publish), Need.SPEAK);
        get(config, "/{channel}/members", read(members), Need.LISTEN);
        config.routes.post("/{channel}/typing", each(Allowance.TYPING, typing), Need.PUBLISH);
        get(config, "/{channel}/push", each(Allowance.READS, push::key), Need.LISTEN);
        config.routes.post("/{channel}/push", each(Allowance.READS, push::note), Need.LISTEN);
        config.routes.after(this::countBytes);

        problems.leaveTo(this::saysFarewell);
        problems.addTo(config);
    }

    /** A HEAD is told whether one may, as a GET is, and nothing else; by itself, Javalin would answer everybody with 200. */
    private static void get(JavalinConfig config, String path, Handler handler, Need need) {
        config.routes.get(path, handler, need);
        config.routes.head(path, ctx -> {}, need);
    }

    /** What a channel's address shows depends on who asks: the page, the event stream, or history as JSON. */
    private void channel(Context ctx) throws Exception {
        ctx.res().addHeader("Vary", "Accept");
        switch (Wanted.of(ctx)) {
            case STREAM -> subscribe.handle(ctx);
            case PAGE -> (FramedPage.isWanted(ctx) ? framed : page).handle(ctx);
            case HISTORY -> read(history).handle(ctx);
            default -> throw new IllegalStateException("a channel shows three things");
        }
    }

    /** Where nobody has a token there is nothing to hand on, nor to end. */
    private Handler whereNotOpen(Handler handler) {
        return where(!gate.isOpen(), handler);
    }

    /** An application that is asked who people are has cookies of its own. */
    private Handler withTokens(Handler handler) {
        return where(gate.takesTokens(), handler);
    }

    private static Handler where(boolean isThere, Handler handler) {
        return ctx -> {
            if (!isThere) {
                throw Problem.notFound();
            }
            handler.handle(ctx);
        };
    }

    /** Before anything could be refused by the stream's own handler, it may not be known yet who asks for it. */
    private boolean saysFarewell(Problem refused, Context ctx) {
        if (!Gate.asksForStream(ctx) || !Farewell.isFor(refused)) {
            return false;
        }
        ctx.future(() -> farewell.say(ctx, cursor(ctx), refused));
        return true;
    }

    private static String cursor(Context ctx) {
        try {
            return StreamRequest.read(ctx).cursorText();
        } catch (InvalidInput | Problem unreadable) {
            return "";
        }
    }

    private static Registrar registrar(Backbone backbone) {
        return new Registrar() {
            @Override
            public Denials denied() {
                return backbone.denied().list();
            }

            @Override
            public CompletableFuture<Optional<String>> redeem(String ticket) {
                return backbone.tickets().redeem(ticket);
            }
        };
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
