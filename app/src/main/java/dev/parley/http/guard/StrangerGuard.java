package dev.parley.http.guard;

import dev.parley.http.problem.Problem;
import dev.parley.http.problem.Refusal;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import java.net.URI;
import java.util.Locale;
import java.util.Set;

/**
 * Keeps pages of other sites from speaking or listening through their visitors' browsers, before anything happens, except
 * where their origin is allowed: then it answers as CORS asks for (WHATWG Fetch, section 3.2). Programs that are no browsers
 * send neither Origin nor Sec-Fetch-Site and are not concerned.
 */
public final class StrangerGuard implements Handler {
    private static final Set<String> FROM_ELSEWHERE = Set.of("cross-site", "same-site");
    private static final String PREFLIGHT_SECONDS = "600";

    private final Origins origins;

    public StrangerGuard(Origins origins) {
        this.origins = origins;
    }

    /** Runs before every request. */
    @Override
    public void handle(Context ctx) {
        String origin = ctx.header("Origin");
        if (!origins.allowed().isEmpty()) {
            ctx.header("Vary", "Origin"); // and, where answers depend on more, that too
        }
        if (origin != null && !isOwn(ctx, origin) && origins.allow(origin)) {
            ctx.header("Access-Control-Allow-Origin", origin);
            if (isPreflight(ctx)) {
                answerPreflight(ctx);
            }
        } else if (ctx.method().equals(HandlerType.POST) || isPreflight(ctx)) {
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

    private static boolean isPreflight(Context ctx) {
        return ctx.method().equals(HandlerType.OPTIONS)
                && ctx.header("Origin") != null
                && ctx.header("Access-Control-Request-Method") != null;
    }

    private static void answerPreflight(Context ctx) {
        ctx.header("Access-Control-Allow-Methods", "GET, POST")
                .header("Access-Control-Allow-Headers", "Content-Type, Idempotency-Key, Last-Event-ID")
                .header("Access-Control-Max-Age", PREFLIGHT_SECONDS)
                .status(HttpStatus.NO_CONTENT)
                .skipRemainingHandlers();
    }

    /** Whether the page came from the address that it asks now. The scheme may differ: a proxy may have ended TLS. */
    private static boolean isOwn(Context ctx, String origin) {
        try {
            URI uri = URI.create(origin);
            return uri.getAuthority() != null && plain(uri.getAuthority()).equals(plain(ctx.header("Host")));
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    /** Without the port that goes without saying. */
    private static String plain(String authority) {
        return String.valueOf(authority).toLowerCase(Locale.ROOT).replaceFirst(":(80|443)$", "");
    }
}
