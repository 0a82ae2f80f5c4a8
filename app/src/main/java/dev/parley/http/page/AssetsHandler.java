package dev.parley.http.page;

import dev.parley.http.problem.Problem;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpStatus;
import java.util.regex.Pattern;

/**
 * {@code GET /assets/<version>/js/app.js}: a file of the page, under the version of them all, to be kept for good; and
 * {@code GET /assets/js/parley.js}: a file as it was written, for pages of others, to be kept for a minute, and used a while longer while
 * it is asked for again.
 *
 * <p>Versions are never mixed. Whoever has the page of another version than this instance's, because instances are renewed one by
 * one, finds nothing under it here, which no cache may keep; only {@code boot.js} there is, of whatever version: it asks again, for the
 * next instance that a balancer sends it to may be of the page's version.
 */
public final class AssetsHandler implements Handler {
    private static final Pattern VERSION = Pattern.compile("[0-9a-f]{32}");
    private static final String BOOT = "js/boot.js";
    private static final String WORKER = "worker.js";
    private static final String FOR_GOOD = "public, max-age=31536000, immutable";
    private static final String FOR_A_MINUTE = "public, max-age=60, stale-while-revalidate=3600";

    @Override
    public void handle(Context ctx) {
        String path = ctx.pathParam("file");
        int slash = path.indexOf('/');
        if (slash > 0 && VERSION.matcher(path.substring(0, slash)).matches()) {
            versioned(ctx, path.substring(0, slash), path.substring(slash + 1));
        } else {
            asItIs(ctx, existing(Assets.own().file(path)));
        }
        if (path.equals(WORKER)) {
            letServe(ctx);
        }
    }

    /** A service worker may answer for all addresses then, and ask us for more. */
    private static void letServe(Context ctx) {
        ctx.header("Service-Worker-Allowed", "/").header("Content-Security-Policy", "default-src 'self'");
    }

    private void versioned(Context ctx, String version, String path) {
        Assets assets = Assets.own();
        boolean isOwn = version.equals(assets.version());
        ctx.header("Cache-Control", isOwn ? FOR_GOOD : "no-store");
        answer(ctx, existing(isOwn || path.equals(BOOT) ? assets.lean(path) : null));
    }

    private static void asItIs(Context ctx, Asset file) {
        String tag = '"' + file.digest().substring(0, 16) + '"';
        ctx.header("Cache-Control", FOR_A_MINUTE).header("ETag", tag);
        if (tag.equals(ctx.header("If-None-Match"))) {
            ctx.status(HttpStatus.NOT_MODIFIED);
        } else {
            answer(ctx, file);
        }
    }

    private static Asset existing(Asset file) {
        if (file == null) {
            throw Problem.notFound();
        }
        return file;
    }

    private static void answer(Context ctx, Asset file) {
        ctx.res().addHeader("Vary", "Accept-Encoding");
        ctx.contentType(file.type());
        if (takesGzip(ctx.header("Accept-Encoding"))) {
            ctx.header("Content-Encoding", "gzip").result(file.compressed());
        } else {
            ctx.result(file.bytes());
        }
    }

    private static boolean takesGzip(String accepted) {
        return accepted != null && accepted.contains("gzip") && !accepted.contains("gzip;q=0");
    }
}
