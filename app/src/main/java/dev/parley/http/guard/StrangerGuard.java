package dev.parley.http.guard;

import dev.parley.http.problem.Problem;
import dev.parley.http.problem.Refusal;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Keeps pages of other sites from speaking or listening through their visitors' browsers, before anything happens, except
 * where their origin is allowed: then it answers as CORS asks for (WHATWG Fetch, section 3.2). Programs that are no browsers
 * send neither Origin nor Sec-Fetch-Site and are not concerned.
 */
public final class StrangerGuard implements Handler {
    private static final Set<String> FROM_ELSEWHERE = Set.of("cross-site", "same-site");
    private static final Set<HandlerType> READS = Set.of(HandlerType.GET, HandlerType.HEAD, HandlerType.OPTIONS);
    private static final Map<String, Integer> DEFAULT_PORTS = Map.of("http", 80, "https", 443);
    private static final String PREFLIGHT_SECONDS = "600";

    /** What fetch() and the libraries that make event streams with it send, and programs are told to send; tokens also where nobody reads them. */
    private static final String HEADERS =
            "Authorization, Cache-Control, Content-Type, Idempotency-Key, Last-Event-ID, X-Requested-With";

    private final Origins origins;
    private final boolean withCredentials;

    /** @param withCredentials whether pages of origins that are allowed by name may send tokens and cookies */
    public StrangerGuard(Origins origins, boolean withCredentials) {
        this.origins = origins;
        this.withCredentials = withCredentials;
    }

    /** The sites that are allowed. */
    public Origins origins() {
        return origins;
    }

    /** Runs before every request. */
    @Override
    public void handle(Context ctx) {
        String origin = ctx.header("Origin");
        if (!origins.allowed().isEmpty()) {
            ctx.header("Vary", "Origin"); // and, where answers depend on more, that too
        }
        if (origin != null && !isOwn(ctx, origin) && origins.allow(origin)) {
            ctx.header("Access-Control-Allow-Origin", origin).header("Access-Control-Expose-Headers", "Retry-After");
            if (withCredentials && origins.name(origin)) {
                ctx.header("Access-Control-Allow-Credentials", "true"); // never for *, which nobody has looked at
            }
            if (isPreflight(ctx)) {
                answerPreflight(ctx);
            }
        } else if (!READS.contains(ctx.method()) || isPreflight(ctx)) {
            requireNoStranger(ctx);
        }
    }

    /**
     * Lets programs and pages pass that may use this chat.
     *
     * @throws Problem when a page of another site asks, whose origin is not allowed
     */
    public void requireNoStranger(Context ctx) {
        String origin = ctx.header("Origin");
        boolean stranger = origin != null
                ? !isOwn(ctx, origin) && !origins.allow(origin)
                : FROM_ELSEWHERE.contains(String.valueOf(ctx.header("Sec-Fetch-Site")));
        if (stranger) {
            throw new Problem(
                    Refusal.CROSS_SITE,
                    "Pages of other sites may not use this chat; its operator can allow an origin with --origins.");
        }
    }

    /**
     * Lets programs pass, and pages of ours and of origins that are allowed by name: what signs in and out is for no page that
     * nobody has looked at.
     *
     * @throws Problem when another one asks
     */
    public void requireOwnOrNamed(Context ctx) {
        requireNoStranger(ctx);
        if (ctx.header("Origin") != null && !isOwnOrNamed(ctx)) {
            throw new Problem(
                    Refusal.CROSS_SITE,
                    "Only pages of this chat and of origins that --origins allows by name may sign in or out here.");
        }
    }

    /** Whether the page that asks is one of ours, or of an origin that is allowed by its name. */
    boolean isOwnOrNamed(Context ctx) {
        String origin = ctx.header("Origin");
        return origin != null && (isOwn(ctx, origin) || origins.name(origin));
    }

    private static boolean isPreflight(Context ctx) {
        return ctx.method().equals(HandlerType.OPTIONS)
                && ctx.header("Origin") != null
                && ctx.header("Access-Control-Request-Method") != null;
    }

    private void answerPreflight(Context ctx) {
        ctx.header("Access-Control-Allow-Methods", withCredentials ? "GET, POST, DELETE" : "GET, POST")
                .header("Access-Control-Allow-Headers", HEADERS)
                .header("Access-Control-Max-Age", PREFLIGHT_SECONDS)
                .status(HttpStatus.NO_CONTENT)
                .skipRemainingHandlers();
    }

    /** Whether the page came from the address that it asks now. The scheme may differ: a proxy may have ended TLS. */
    private static boolean isOwn(Context ctx, String origin) {
        try {
            URI uri = URI.create(origin);
            return uri.getHost() != null && DEFAULT_PORTS.containsKey(uri.getScheme()) && isAt(ctx.header("Host"), uri);
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    /** A port that goes without saying goes without saying in the origin's scheme. */
    private static boolean isAt(String host, URI origin) {
        int usual = DEFAULT_PORTS.get(origin.getScheme());
        int port = origin.getPort() < 0 ? usual : origin.getPort();
        String own = String.valueOf(host).toLowerCase(Locale.ROOT);
        String name = origin.getHost().toLowerCase(Locale.ROOT);
        return own.equals(name + ":" + port) || (port == usual && own.equals(name));
    }
}
