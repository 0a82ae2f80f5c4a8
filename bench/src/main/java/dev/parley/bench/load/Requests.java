package dev.parley.bench.load;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Makes requests for a {@link Dialect}. */
public final class Requests {
    private Requests() {}

    /**
     * A GET of anything.
     *
     * @param headers each {@code "Name: value"}
     */
    public static String get(String target, String... headers) {
        return head("GET", target, headers) + "\r\n";
    }

    public static String eventStream(String target, String... headers) {
        return head("GET", target, headers) + "Accept: text/event-stream\r\n\r\n";
    }

    public static String post(String target, String type, String body, String... headers) {
        return head("POST", target, headers) + "Content-Type: " + type + "\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body;
    }

    public static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private static String head(String method, String target, String... headers) {
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        return head.toString();
    }
}
