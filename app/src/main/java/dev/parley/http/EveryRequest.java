package dev.parley.http;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;

/** What holds for every request and every answer, whoever gives it: handlers, static files or Jetty itself. */
final class EveryRequest implements HttpConfiguration.Customizer {
    /** Javalin would take it for the method; here, a POST is a POST. */
    private static final String METHOD_OVERRIDE = "X-HTTP-Method-Override";

    private static final HttpField NO_GUESSED_TYPES = new PreEncodedHttpField("X-Content-Type-Options", "nosniff");
    private static final HttpField NO_REFERRER_TO_OTHERS = new PreEncodedHttpField("Referrer-Policy", "same-origin");
    private static final HttpField NO_CONTENT_OF_OTHERS =
            new PreEncodedHttpField("Content-Security-Policy", "default-src 'none'; frame-ancestors 'self'");

    @Override
    public Request customize(Request request, HttpFields.Mutable answer) {
        secure(answer);
        if (isPartOfAPage(request.getHttpURI().getPath())) {
            answer.remove(NO_REFERRER_TO_OTHERS.getName()).remove(NO_CONTENT_OF_OTHERS.getName());
        }
        return request.getHeaders().contains(METHOD_OVERRIDE) ? withoutOverride(request) : request;
    }

    /** Nothing but what we say ourselves: no guessed types, no frames of other sites, no addresses told to them. */
    static void secure(HttpFields.Mutable answer) {
        answer.put(NO_GUESSED_TYPES).put(NO_REFERRER_TO_OTHERS).put(NO_CONTENT_OF_OTHERS);
    }

    /** Scripts and styles, for which the page's policy holds; on all those of a first visit these would be a twelfth of its bytes. */
    private static boolean isPartOfAPage(String path) {
        return path != null && path.startsWith("/assets/") && (path.contains("/js/") || path.contains("/css/"));
    }

    private static Request withoutOverride(Request request) {
        HttpFields headers =
                HttpFields.build(request.getHeaders()).remove(METHOD_OVERRIDE).asImmutable();
        return new Request.Wrapper(request) {
            @Override
            public HttpFields getHeaders() {
                return headers;
            }
        };
    }
}
