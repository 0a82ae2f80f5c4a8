package dev.parley.overload;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What strangers say. */
final class Requests {
    private static final int HALF_OF_BODY = 30_000;
    private static final int DEPTH = 10_000;
    private static final int ODD_BYTES = 7_000;

    static final String HEAD_BEGINS = "GET /lobby HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ";

    static final String BODY_BEGINS = "POST /lobby HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + 2 * HALF_OF_BODY
            + "\r\n\r\nsender=s&message=" + "x".repeat(HALF_OF_BODY);

    static final String LARGE_HISTORY = get("/large-0?limit=200");

    /** Caddy can't read that, and must not take it for a failure of the instance. */
    static final String BROKEN_CHUNK = String.join(
            "\r\n",
            "POST /lobby HTTP/1.1",
            "Host: 127.0.0.1",
            "Content-Type: application/x-www-form-urlencoded",
            "Transfer-Encoding: chunked",
            "",
            "0x12",
            "sender=s&message=m",
            "0",
            "",
            "");

    static final String DEEP_JSON = post(
            "/lobby",
            "application/json",
            "{\"sender\":\"s\",\"event\":\"deep\",\"data\":" + "[".repeat(DEPTH) + "]".repeat(DEPTH) + "}");

    static final String ODD_FORWARDED = "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nForwarded: "
            + fill(",for=[") + "\r\nX-Forwarded-For: " + fill("::::,[") + "\r\n\r\n";

    private Requests() {}

    static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
    }

    /** After which the connection ends. */
    static String last(String method, String path) {
        return method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
    }

    static String form(String path, String form) {
        return post(path, "application/x-www-form-urlencoded", form);
    }

    /** "prefix-0,prefix-1,…" */
    static String channels(String prefix, int many) {
        return IntStream.range(0, many).mapToObj(i -> prefix + "-" + i).collect(Collectors.joining(","));
    }

    /** As long as a name may be, in 768 bytes of an address. */
    static String longName(int n) {
        return String.format("%04d", n % 10_000) + "%F0%9F%91%A9".repeat(60);
    }

    private static String post(String path, String type, String body) {
        return "POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Type: " + type
                + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static String fill(String odd) {
        return odd.repeat(ODD_BYTES / odd.length());
    }
}
