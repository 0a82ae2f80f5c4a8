package dev.parley.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** An endless row of requests, good, bad and broken. */
final class HostileRequests {
    private static final String[] METHODS = {
        "GET", "GET", "GET", "GET", "POST", "POST", "POST", "POST", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH",
        "TRACE", "FOO", "get", "QUERY"
    };
    private static final String[] TYPES = {
        "application/x-www-form-urlencoded", "application/json", "application/json; charset=utf-16",
                "APPLICATION/JSON;;", "text/plain",
        "multipart/form-data; boundary=x", "multipart/form-data", ";", "",
                "application/x-www-form-urlencoded; charset=nonsense"
    };
    private static final String[] ACCEPTS = {
        "*/*",
        "text/html",
        "text/event-stream",
        "application/json",
        "text/event-stream;q=0",
        "",
        ",,;;",
        "text/html,text/event-stream"
    };
    private static final String[] HEADERS = {
        "Connection: keep-alive",
        "Connection: close",
        "Connection: Upgrade, HTTP2-Settings",
        "Upgrade: h2c",
        "Upgrade: websocket",
        "Sec-WebSocket-Key: x",
        "Sec-WebSocket-Version: 13",
        "Expect: 100-continue",
        "Expect: 200-maybe",
        "Range: bytes=0-1",
        "Range: bytes=9-1,,",
        "If-None-Match: *",
        "If-Modified-Since: never",
        "Accept-Encoding: gzip, br;q=2",
        "Content-Encoding: gzip",
        "Cookie: =;;=\"",
        "X-HTTP-Method-Override: DELETE",
        "X-Forwarded-For: ::::, 1.2.3.4.5",
        "Forwarded: for=\"[::1\";for=,;",
        "X-Forwarded-Host: evil",
        "X-Forwarded-Proto: gopher",
        "Authorization: Basic %%%",
        "Idempotency-Key: k1",
        "Idempotency-Key: a b",
        "Idempotency-Key: ",
        "Origin: http://localhost",
        "Sec-Fetch-Site: none",
        "Accept-Language: \u00E9\u00FF",
        "TE: trailers",
        "Content-Language: \t",
        "X: " + "y".repeat(3_000),
        "Trailer: X",
        "Content-Disposition: form-data; name=x",
        "Date: x",
        ":path: /x"
    };
    private static final String[] BROKEN = {
        "GET /hostile-1\r\n\r\n",
        "GET  /hostile-1 HTTP/1.1\r\nHost: x\r\n\r\n",
        "\r\n\r\n\r\n",
        "GET /hostile-1 HTTP/1.1\nHost: x\n\n",
        "GET /hostile-1 HTTP/9.9\r\nHost: x\r\n\r\n",
        "GET /hostile-1 HTTP/1.1\r\n\r\n",
        "GET /hostile-1 HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET /hostile-1 HTTP/1.1\r\nHost : x\r\n\r\n",
        "GET /hostile-1 HTTP/1.1\r\nHost: x\r\n folded: y\r\n\r\n",
        "GET /hostile-1 HTTP/1.1\r\nHost: x\r\nA\u0000B: y\r\n\r\n",
        "GET /hostile-1 HTTP/1.1\r\nHost: [::\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\u0000\u0000\u0000\u0004\u0000\u0000\u0000\u0000\u0000",
        "CONNECT hostile-1:80 HTTP/1.1\r\nHost: x\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET http://evil/hostile-1 HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET hostile-1 HTTP/1.1\r\nHost: x\r\n\r\n",
        "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00FC\u0003\u0003",
        "GET /hostile-1 HTTP/1.0\r\n\r\n",
        "GET /subscribe/hostile-1 HTTP/1.0\r\n\r\n",
        "POST /hostile-1 HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
        "POST /hostile-1 HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        "POST /hostile-1 HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n",
        "POST /hostile-1 HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /x HTTP/1.1\r\n\r\n",
        "POST /hostile-1 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n",
        "POST /hostile-1 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "POST /hostile-1 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nx",
        "POST /hostile-1 HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel",
        "POST /hostile-1 HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{\"sender\":",
        "HEAD /subscribe/hostile-1 HTTP/1.1\r\nHost: x\r\n\r\nGET /subscribe/hostile-2 HTTP/1.1\r\nHost: x\r\n\r\n"
    };

    private final Random random;
    private final Dictionary dictionary;

    HostileRequests(Random random) {
        this.random = random;
        this.dictionary = new Dictionary(random);
    }

    Attack next() {
        return switch (random.nextInt(20)) {
            case 0 -> pipelined();
            case 1, 2 -> silent(mutated(whole().bytes()));
            case 3 -> silent(broken());
            default -> whole();
        };
    }

    private Attack whole() {
        String method = dictionary.pick(METHODS);
        boolean subscribes = random.nextInt(6) == 0;
        byte[] body = method.equals("GET") || method.equals("HEAD") ? new byte[0] : body();
        StringBuilder head = new StringBuilder(method + " " + target(subscribes) + " HTTP/1.1\r\nHost: localhost\r\n");
        for (int more = random.nextInt(4); more > 0; more--) {
            header(head, dictionary.pick(HEADERS));
        }
        maybe(head, 2, "Accept: ", dictionary.pick(ACCEPTS));
        maybe(head, subscribes ? 2 : 12, "Last-Event-ID: ", dictionary.cursor());
        maybe(head, 30, "Origin: ", dictionary.pick("null", "https://evil.example", "http://localhost", "://", "%"));
        if (body.length > 0 || method.equals("POST")) {
            maybe(head, 1, "Content-Type: ", random.nextInt(4) == 0 ? dictionary.pick(TYPES) : likelyType(body));
            return new Attack(random.nextInt(8) == 0 ? chunked(head, body) : withLength(head, body), List.of(method));
        }
        return new Attack(ascii(head + "\r\n"), List.of(method));
    }

    private String target(boolean subscribes) {
        String path = subscribes
                ? dictionary.pick("/subscribe/", "/subscribe/", "/") + dictionary.channelList()
                : switch (random.nextInt(14)) {
                    case 0 -> "/" + dictionary.anyChannel() + "/members";
                    case 1 -> "/" + dictionary.anyChannel() + "/typing";
                    case 2 ->
                        dictionary.pick(
                                "/",
                                "/channels",
                                "/metrics",
                                "/healthz",
                                "/readyz",
                                "/favicon.ico",
                                "/subscribe",
                                "/subscribe/");
                    case 3 ->
                        dictionary.pick(
                                "/assets/",
                                "/assets/js/app.js",
                                "/assets/../../x",
                                "/assets/%2e%2e/",
                                "//",
                                "/./",
                                "/a//b",
                                "/a/b/c/d");
                    case 4 -> "/garbage-" + random.nextInt(4) + dictionary.pick("", "", "/members");
                    default -> "/" + dictionary.anyChannel();
                };
        return (path + query()).replaceAll("[\\x00-\\x20]", ""); // with one of those it would be no whole request
    }

    private String query() {
        StringBuilder query = new StringBuilder();
        for (int more = random.nextInt(4); more > 0; more--) {
            query.append(query.length() == 0 ? "?" : dictionary.pick("&", "&", "&", ";", "&&"));
            query.append(
                    switch (random.nextInt(8)) {
                        case 0 -> "limit=" + dictionary.number();
                        case 1 -> "last=" + dictionary.number();
                        case 2 -> "before=" + dictionary.encoded(dictionary.cursor());
                        case 3 -> "after=" + dictionary.encoded(dictionary.cursor());
                        case 4 -> "last_event_id=" + dictionary.encoded(dictionary.cursor());
                        case 5 -> "name=" + dictionary.encoded(dictionary.text());
                        case 6 -> "browser=" + dictionary.encoded(dictionary.browser());
                        default -> dictionary.encoded(dictionary.garbage(10));
                    });
        }
        return query.toString();
    }

    private byte[] body() {
        return switch (random.nextInt(12)) {
            case 0 -> dictionary.bytes(300);
            case 1 -> dictionary.json().getBytes(StandardCharsets.UTF_16);
            case 2 -> new byte[0];
            case 3 -> random.nextInt(10) == 0 ? new byte[60_000 + random.nextInt(80_000)] : dictionary.bytes(20);
            case 4, 5, 6, 7 -> dictionary.json().getBytes(StandardCharsets.UTF_8);
            default -> dictionary.form().getBytes(StandardCharsets.UTF_8);
        };
    }

    private static String likelyType(byte[] body) {
        return body.length > 0 && "{[\"/".indexOf(body[0]) >= 0
                ? "application/json"
                : "application/x-www-form-urlencoded";
    }

    private void maybe(StringBuilder head, int oneIn, String name, String value) {
        if (random.nextInt(oneIn) == 0) {
            header(head, name + value.replace("\r", "").replace("\n", ""));
        }
    }

    private static void header(StringBuilder head, String line) {
        head.append(line).append("\r\n");
    }

    private static byte[] withLength(StringBuilder head, byte[] body) {
        return joined(ascii(head + "Content-Length: " + body.length + "\r\n\r\n"), body);
    }

    private byte[] chunked(StringBuilder head, byte[] body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(ascii(head + "Transfer-Encoding: chunked\r\n\r\n"));
        for (int at = 0; at < body.length; ) {
            int size = Math.min(1 + random.nextInt(500), body.length - at);
            bytes.writeBytes(ascii(Integer.toHexString(size) + dictionary.pick("", "", ";ext=1") + "\r\n"));
            bytes.write(body, at, size);
            bytes.writeBytes(ascii("\r\n"));
            at += size;
        }
        bytes.writeBytes(ascii(dictionary.pick("0\r\n\r\n", "0\r\n\r\n", "0\r\nX: trailer\r\n\r\n")));
        return bytes.toByteArray();
    }

    private Attack pipelined() {
        List<String> methods = new ArrayList<>();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int requests = 2 + random.nextInt(4); requests > 0; requests--) {
            Attack one = whole();
            methods.addAll(one.methods());
            bytes.writeBytes(one.bytes());
        }
        return new Attack(bytes.toByteArray(), methods);
    }

    private static Attack silent(byte[] bytes) {
        return new Attack(bytes, List.of());
    }

    private byte[] broken() {
        return switch (random.nextInt(12)) {
            case 0 -> dictionary.bytes(2_000);
            case 1 -> ascii("GET /" + "a".repeat(random.nextInt(40_000)) + " HTTP/1.1\r\nHost: x\r\n\r\n");
            case 2 ->
                ascii("GET /hostile-1 HTTP/1.1\r\nHost: x\r\n" + "X: y\r\n".repeat(random.nextInt(8_000)) + "\r\n");
            case 3 ->
                ascii("GET /hostile-1 HTTP/1.1\r\nHost: x\r\nX: " + "y".repeat(random.nextInt(40_000)) + "\r\n\r\n");
            default -> ascii(dictionary.pick(BROKEN));
        };
    }

    private byte[] mutated(byte[] bytes) {
        byte[] mutant = bytes;
        for (int more = 1 + random.nextInt(4); more > 0; more--) {
            int at = random.nextInt(mutant.length + 1);
            byte[] before = Arrays.copyOf(mutant, at);
            byte[] after = Arrays.copyOfRange(mutant, at, mutant.length);
            int some = random.nextInt(after.length + 1);
            mutant = switch (random.nextInt(5)) {
                case 0 -> before;
                case 1 -> joined(before, joined(dictionary.bytes(8), after));
                case 2 -> joined(before, Arrays.copyOfRange(after, some, after.length));
                case 3 -> joined(before, joined(Arrays.copyOf(after, Math.min(some, 2_000)), after));
                default ->
                    joined(
                            before,
                            joined(
                                    dictionary.bytes(1),
                                    after.length == 0 ? after : Arrays.copyOfRange(after, 1, after.length)));
            };
        }
        return mutant;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /** One byte for each character, as far as it goes; UTF-8 for addresses beyond. */
    private static byte[] ascii(String text) {
        boolean latin = text.chars().allMatch(c -> c < 0x100);
        return text.getBytes(latin ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
    }
}
