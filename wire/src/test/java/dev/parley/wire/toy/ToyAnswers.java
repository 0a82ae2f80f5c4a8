package dev.parley.wire.toy;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Answers as text. */
final class ToyAnswers {
    private ToyAnswers() {}

    static String head(ToyRequest request, boolean isChunked, Set<Flaw> flaws) {
        StringBuilder head = new StringBuilder("HTTP/1.1 200 OK\r\nConnection: close\r\n");
        head.append("Content-Type: ")
                .append(flaws.contains(Flaw.PLAIN_TEXT) ? "text/plain" : "text/event-stream")
                .append("\r\n");
        if (!flaws.contains(Flaw.CACHED)) {
            head.append("Cache-Control: no-cache, no-transform\r\n");
        }
        if (isChunked) {
            head.append("Transfer-Encoding: chunked\r\n");
        }
        if (flaws.contains(Flaw.COMPRESSED) && request.headers().containsKey("accept-encoding")) {
            head.append("Content-Encoding: gzip\r\n");
        }
        ToyInstance.cors(request)
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        return head.append("\r\n").toString();
    }

    static String ok(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length + "\r\nConnection: close\r\n\r\n" + body;
    }

    /** A stream that ends at once, and whose client comes back. */
    static String bye(String reason) {
        String block = "retry: 1000\nevent: bye\ndata: {\"reason\":\"" + reason + "\"}\n\n";
        return "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: " + block.length()
                + "\r\nConnection: close\r\n\r\n" + block;
    }

    /** @param retryAfter empty for none */
    static String refusal(int status, String retryAfter) {
        return "HTTP/1.1 " + status + " No\r\nContent-Length: 0\r\nConnection: close\r\n"
                + (retryAfter.isEmpty() ? "" : "Retry-After: " + retryAfter + "\r\n") + "\r\n";
    }

    static String redirect(String location) {
        return "HTTP/1.1 302 Found\r\nLocation: " + location + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    }

    static String preflight(ToyRequest request, boolean isWithoutHeader) {
        StringBuilder head = new StringBuilder("HTTP/1.1 204 No Content\r\nConnection: close\r\n");
        ToyInstance.cors(request)
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        return head.append("Access-Control-Allow-Headers: Content-Type")
                .append(isWithoutHeader ? "" : ", Last-Event-ID")
                .append("\r\n\r\n")
                .toString();
    }
}
