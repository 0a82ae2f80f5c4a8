package dev.parley.wire.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A request as it is sent.
 *
 * @param target path and query
 * @param version {@code 1.1} or {@code 1.0}
 * @param headers each {@code "Name: value"}; Host and Content-Length are added when it is sent
 * @param body empty for none
 */
public record Request(String method, String target, String version, List<String> headers, String body) {
    public Request {
        headers = List.copyOf(headers);
    }

    public static Request get(String target) {
        return new Request("GET", target, "1.1", List.of(), "");
    }

    /** A GET as {@code EventSource} makes it. */
    public static Request stream(String target) {
        return get(target).with("Accept", "text/event-stream").with("Cache-Control", "no-cache");
    }

    public static Request post(String target, String type, String body) {
        return new Request("POST", target, "1.1", List.of("Content-Type: " + type), body);
    }

    /** With this header in the place of one of the same name. */
    public Request with(String name, String value) {
        List<String> more = new ArrayList<>(without(name).headers);
        more.add(name + ": " + value);
        return new Request(method, target, version, more, body);
    }

    public Request without(String name) {
        String start = name.toLowerCase(Locale.ROOT) + ":";
        List<String> fewer = headers.stream()
                .filter(header -> !header.toLowerCase(Locale.ROOT).startsWith(start))
                .toList();
        return new Request(method, target, version, fewer, body);
    }

    /** With this parameter at the end of the query. */
    public Request parameter(String name, String value) {
        return rawParameter(name, encode(value));
    }

    /** The same with a value as it is. */
    public Request rawParameter(String name, String value) {
        String sign = target.contains("?") ? "&" : "?";
        return new Request(method, target + sign + name + "=" + value, version, headers, body);
    }

    public Request as(String otherMethod) {
        return new Request(otherMethod, target, version, headers, body);
    }

    public Request over(String otherVersion) {
        return new Request(method, target, otherVersion, headers, body);
    }

    public static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    byte[] bytes(String host) {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        StringBuilder head =
                new StringBuilder(method + " " + target + " HTTP/" + version + "\r\nHost: " + host + "\r\n");
        headers.forEach(header -> head.append(header).append("\r\n"));
        if (content.length > 0 || method.equals("POST")) {
            head.append("Content-Length: ").append(content.length).append("\r\n");
        }
        byte[] start = head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(start, start.length + content.length);
        System.arraycopy(content, 0, all, start.length, content.length);
        return all;
    }

    /** For reports: the first line, and the headers that matter. */
    @Override
    public String toString() {
        String shown = target.length() > 160 ? target.substring(0, 160) + "…" : target;
        StringBuilder text =
                new StringBuilder(method + " " + shown + (version.equals("1.1") ? "" : " HTTP/" + version));
        headers.stream()
                .filter(header -> !header.startsWith("Cache-Control") && !header.startsWith("Authorization"))
                .filter(header -> !header.equals("Accept: text/event-stream"))
                .forEach(header -> text.append(", ").append(header));
        return text.toString();
    }
}
