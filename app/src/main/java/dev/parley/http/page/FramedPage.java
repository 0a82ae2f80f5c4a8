package dev.parley.http.page;

import dev.parley.http.guard.Origins;
import dev.parley.http.request.ChannelPath;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code GET /everyone?embed}: a page that is one room and nothing else, for frames of the sites that may use this chat. What the page
 * itself lets people do, such as signing out, is in no frame of others, where they could be led to press it unseen.
 */
public final class FramedPage implements Handler {
    private static final String POLICY = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors ";

    private final byte[] html = Assets.framedPage().getBytes(StandardCharsets.UTF_8);
    private final String policy;

    public FramedPage(Origins origins) {
        policy = POLICY
                + Stream.concat(Stream.of("'self'"), origins.allowed().stream().sorted())
                        .collect(Collectors.joining(" "));
    }

    /** Whether it is this page that is asked for. */
    public static boolean isWanted(Context ctx) {
        return ctx.queryParam("embed") != null;
    }

    @Override
    public void handle(Context ctx) {
        ChannelPath.read(ctx); // no page for what is no channel
        ctx.header("Content-Security-Policy", policy)
                .header("Cache-Control", "no-cache")
                .contentType("text/html; charset=utf-8")
                .result(html);
    }
}
