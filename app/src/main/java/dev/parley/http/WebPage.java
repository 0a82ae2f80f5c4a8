package dev.parley.http;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.owasp.encoder.Encode;

/** The browser client's page. Its scripts find the channel in the address, and where people sign in in the head. */
final class WebPage implements Handler {
    /** Nothing but our own files, nothing inline, no frames of other sites. */
    private static final String POLICY =
            "default-src 'self'; frame-ancestors 'self'; base-uri 'none'; form-action 'self'";

    private final byte[] html;
    private final String policy;

    /** @param signIn where people sign in, which the page asks for fresh cookies, too; null for nowhere */
    WebPage(String signIn) {
        String page = read("/web/index.html");
        html = (signIn == null ? page : page.replace("</head>", meta(signIn) + "</head>"))
                .getBytes(StandardCharsets.UTF_8);
        policy = signIn == null ? POLICY : POLICY + "; connect-src 'self' " + origin(URI.create(signIn));
    }

    @Override
    public void handle(Context ctx) {
        ctx.header("Content-Security-Policy", policy)
                .header("Cache-Control", "no-cache")
                .contentType("text/html; charset=utf-8")
                .result(html);
    }

    private static String meta(String signIn) {
        return "  <meta name=\"parley-sign-in\" content=\"" + Encode.forHtmlAttribute(signIn) + "\">\n";
    }

    private static String origin(URI address) {
        return address.getScheme() + "://" + address.getRawAuthority();
    }

    private static String read(String resource) {
        try (InputStream in = WebPage.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
