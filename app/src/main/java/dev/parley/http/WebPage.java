package dev.parley.http;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The browser client's page. Its scripts find the channel in the address. */
final class WebPage implements Handler {
    /** Nothing but our own files, nothing inline, no frames of other sites. */
    private static final String POLICY =
            "default-src 'self'; frame-ancestors 'self'; base-uri 'none'; form-action 'self'";

    private final byte[] html = read("/web/index.html");

    @Override
    public void handle(Context ctx) {
        ctx.header("Content-Security-Policy", POLICY)
                .header("Cache-Control", "no-cache")
                .contentType("text/html; charset=utf-8")
                .result(html);
    }

    private static byte[] read(String resource) {
        try (InputStream in = WebPage.class.getResourceAsStream(resource)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
