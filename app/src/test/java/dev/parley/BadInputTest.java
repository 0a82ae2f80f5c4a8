package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.support.Recorder;
import dev.parley.support.Wire;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a client sends, it is told what to change, and everybody else notices nothing. */
class BadInputTest {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String JSON = "application/json";
    private static final int TEN_MEGABYTES = 10 * 1024 * 1024;

    @AutoClose
    private static TwoInstances chat;

    /**
     * A request and the status it deserves.
     *
     * @param request one character for each byte
     */
    private record Bad(int status, String request) {
        static Bad get(int status, String path, String... headers) {
            return request(status, "GET", path, headers);
        }

        static Bad request(int status, String method, String path, String... headers) {
            return of(status, method + " " + path + " HTTP/1.1", "", headers);
        }

        static Bad post(int status, String contentType, String body, String... headers) {
            return postTo(status, "/bad", contentType, body, headers);
        }

        static Bad postTo(int status, String path, String contentType, String body, String... headers) {
            List<String> all = new ArrayList<>(List.of(headers));
            all.addAll(List.of("Content-Type", contentType, "Content-Length", Integer.toString(body.length())));
            return of(status, "POST " + path + " HTTP/1.1", body, all.toArray(String[]::new));
        }

        static Bad of(int status, String requestLine, String body, String... headers) {
            StringBuilder head = new StringBuilder(requestLine + "\r\nHost: localhost\r\nConnection: close\r\n");
            for (int i = 0; i < headers.length; i += 2) {
                head.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
            }
            return new Bad(status, head + "\r\n" + body);
        }

        byte[] bytes() {
            return request.getBytes(StandardCharsets.ISO_8859_1);
        }

        @Override
        public String toString() {
            String what = request.replace("Host: localhost\r\nConnection: close\r\n", "")
                    .replaceAll("\\s+", " ");
            return status + " for " + (what.length() < 200 ? what : what.substring(0, 200) + "…");
        }
    }

    @BeforeAll
    static void start() {
        chat = TwoInstances.onSharedRedis();
    }

    @ParameterizedTest
    @MethodSource({
        "names",
        "addresses",
        "methods",
        "bodies",
        "messages",
        "customEvents",
        "idempotencyKeys",
        "cursors",
        "lists",
        "listeners",
        "typing",
        "sizes",
        "brokenHttp"
    })
    void aBadRequestIsToldWhatToChange(Bad bad) {
        for (TestInstance instance : chat.both()) {
            Wire.Answer answer = Wire.exchange(instance.port(), bad.bytes());
            assertEquals(bad.status(), answer.status(), answer.toString());
            assertEquals("application/problem+json", answer.header("Content-Type"));
            JsonNode problem = answer.json();
            assertEquals("about:blank", problem.path("type").textValue());
            assertEquals(bad.status(), problem.path("status").intValue());
            assertFalse(problem.path("title").asText().isBlank(), answer.body());
            assertFalse(problem.path("detail").asText().isBlank(), answer.body());
            assertFalse(answer.body().matches("(?s).*(Exception|at dev\\.|at org\\.|java\\.).*"), answer.body());
        }
    }

    @Test
    void theOtherStreamsNoticeNothing() {
        List<Recorder> canaries = chat.listenOnBoth("canary");
        List<Recorder> bystanders = chat.listenOnBoth("bad");
        List<String> said = new ArrayList<>();
        for (Stream<Bad> group : groups()) {
            group.forEach(bad -> chat.both().forEach(instance -> Wire.exchange(instance.port(), bad.bytes())));
            said.add("after group " + said.size());
            assertEquals(
                    201,
                    chat.http()
                            .say("canary", "mason", said.get(said.size() - 1))
                            .status());
        }
        assertEquals(201, chat.other.http().say("canary", "mason", "the end").status());
        assertEquals(201, chat.other.http().say("bad", "mason", "the end").status());

        for (Recorder canary : canaries) {
            canary.assertTexts(said, "the end");
            canary.assertDense();
            assertEquals(List.of(), canary.events("status"));
            assertEquals(List.of(), canary.events("reset"));
        }
        assertEquals(canaries.get(0).messages(), canaries.get(1).messages());
        bystanders.forEach(bystander -> bystander.assertTexts(List.of(), "the end"));
        for (TestInstance instance : chat.both()) {
            assertEquals(200, instance.http().get("/readyz").status());
            JsonNode history = instance.http().get("/canary?limit=200").json();
            assertEquals(said.size() + 1, history.path("messages").size());
        }
        Stream.concat(canaries.stream(), bystanders.stream()).forEach(Recorder::close);
    }

    @ParameterizedTest
    @MethodSource("methodsAndWhatIsAllowed")
    void aWrongMethodIsToldTheRightOnes(Bad bad, String allowed) {
        assertEquals(allowed, Wire.exchange(chat.one.port(), bad.bytes()).header("Allow"));
    }

    private static List<Stream<Bad>> groups() {
        return List.of(
                names(),
                addresses(),
                methods(),
                bodies(),
                messages(),
                customEvents(),
                idempotencyKeys(),
                cursors(),
                lists(),
                listeners(),
                typing(),
                sizes(),
                brokenHttp());
    }

    static Stream<Bad> names() {
        Stream<String> names = Stream.of(
                "a%2Fb",
                "a%2fb",
                "%2F",
                "a%5Cb",
                "a%0Ab",
                "%0a",
                "a%0D%0Ab",
                "a%00b",
                "%00",
                "..%2F",
                "..%2fetc",
                "%2e%2e",
                "%2e",
                "%2e%2e%2f",
                "%252e",
                "a%",
                "a%2",
                "%ZZ",
                "%u0061",
                "%FF",
                "a%C3",
                "%C0%AF",
                "%ED%A0%80",
                "a%20b",
                "a%3Fb",
                "a%23b",
                "a*b",
                "a%5Bb%5D",
                "%7Ba%7D",
                "a@b",
                "a&b",
                "a=b",
                "a~b",
                "a;b",
                "a%3Bb",
                "%3Cscript%3E",
                "'",
                "%22",
                ".hidden",
                "-x",
                "_x",
                ":x",
                "a%E2%80%8Bb",
                "%E2%80%AEa",
                "a%EF%BB%BF",
                "%F0%9F%98%80",
                "e%CC%81",
                "%E1%84%80%E1%85%A1",
                "a".repeat(65),
                "%F0%9D%92%9C".repeat(65));
        return names.flatMap(name -> Stream.of(
                Bad.get(400, "/" + name),
                Bad.get(400, "/subscribe/" + name),
                Bad.get(400, "/" + name, "Accept", "text/event-stream"),
                Bad.get(400, "/" + name, "Accept", "text/html"),
                Bad.postTo(400, "/" + name, FORM, "sender=m&message=hi")));
    }

    static Stream<Bad> addresses() {
        return Stream.of(
                Bad.get(404, "/subscribe"),
                Bad.get(404, "/nothing/here/at/all"),
                Bad.get(404, "/assets/none.js"),
                Bad.get(404, "/assets/js"),
                Bad.get(404, "/assets"),
                Bad.get(404, "/assets/"),
                Bad.get(404, "/assets/..%2findex.html"),
                Bad.get(404, "/assets/%2e%2e/index.html"),
                Bad.postTo(404, "/subscribe", FORM, "sender=m&message=hi"),
                Bad.postTo(404, "/channels", FORM, "sender=m&message=hi"),
                Bad.postTo(404, "/assets", FORM, "sender=m&message=hi"),
                Bad.postTo(404, "/metrics", FORM, "sender=m&message=hi"),
                Bad.postTo(404, "/healthz", FORM, "sender=m&message=hi"),
                Bad.postTo(404, "/readyz", FORM, "sender=m&message=hi"),
                Bad.postTo(404, "/favicon.ico", FORM, "sender=m&message=hi"));
    }

    static Stream<Bad> methods() {
        return Stream.concat(methodsAndWhatIsAllowed().map(each -> (Bad) each.get()[0]), otherMethods());
    }

    static Stream<Arguments> methodsAndWhatIsAllowed() {
        return Stream.of("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "FOO")
                .flatMap(method -> Stream.of(
                        allowing("GET, POST, HEAD", method, "/bad"),
                        allowing("GET, HEAD", method, "/subscribe/bad"),
                        allowing("GET, HEAD", method, "/subscribe/bad,good"),
                        allowing("GET, HEAD", method, "/bad/members"),
                        allowing("POST", method, "/bad/typing"),
                        allowing("GET, HEAD", method, "/")));
    }

    static Stream<Bad> otherMethods() {
        return Stream.of(
                Bad.postTo(405, "/bad/members", FORM, "sender=m&message=hi"),
                Bad.postTo(405, "/subscribe/bad,good", FORM, "sender=m&message=hi"),
                Bad.get(405, "/bad/typing"),
                Bad.request(405, "PUT", "/channels"),
                Bad.request(405, "DELETE", "/channels"));
    }

    private static Arguments allowing(String allowed, String method, String path) {
        return Arguments.of(Bad.request(405, method, path), allowed);
    }

    static Stream<Bad> bodies() {
        return Stream.of(
                Bad.of(415, "POST /bad HTTP/1.1", "sender=m&message=hi", "Content-Length", "19"),
                Bad.post(415, "text/plain", "sender=m&message=hi"),
                Bad.post(415, "multipart/form-data; boundary=x", "--x--"),
                Bad.post(415, "application/jsonx", "{}"),
                Bad.post(415, ";", "{}"),
                Bad.post(400, FORM, ""),
                Bad.post(400, FORM, "&&&"),
                Bad.post(400, FORM, "="),
                Bad.post(400, FORM, "sender=m&message=%"),
                Bad.post(400, FORM, "sender=m&message=%Z"),
                Bad.post(400, FORM, "sender=m&message=%ZZ"),
                Bad.post(400, FORM, "sender=m&message=%FF"),
                Bad.post(400, FORM, "sender=m&message=%C3"),
                Bad.post(400, FORM, "sender=m&message=%C3&x=%A9"),
                Bad.post(400, FORM, "sender=m&message=%ED%A0%80"),
                Bad.post(400, FORM, "sender=m&message=%C0%80"),
                Bad.post(400, FORM, "sender=m&message=\u00FF"),
                Bad.post(400, FORM, "%FF=1&sender=m&message=hi"),
                Bad.post(400, FORM, "sender=m&message=hi&" + fields(20)),
                Bad.post(400, JSON, ""),
                Bad.post(400, JSON, "{"),
                Bad.post(400, JSON, "{\"sender\":\"m\",\"message\":\"hi\"} x"),
                Bad.post(400, JSON, "{\"sender\":\"m\",\"message\":\"hi\"}{}"),
                Bad.post(400, JSON, "{sender:\"m\",message:\"hi\"}"),
                Bad.post(400, JSON, "{'sender':'m','message':'hi'}"),
                Bad.post(400, JSON, "{\"sender\":\"m\",\"message\":\"a\nb\"}"),
                Bad.post(400, JSON, "{\"sender\":\"m\",\"message\":\"\\x\"}"),
                Bad.post(400, JSON, "{\"sender\":\"m\",\"message\":\"\u00FF\"}"),
                Bad.post(400, JSON, "\u00FE\u00FF\0{\0}"),
                Bad.post(400, JSON, "null"),
                Bad.post(400, JSON, "[]"),
                Bad.post(400, JSON, "[{\"sender\":\"m\",\"message\":\"hi\"}]"),
                Bad.post(400, JSON, "\"hi\""),
                Bad.post(400, JSON, "NaN"),
                Bad.post(400, JSON, "{\"sender\":\"m\",\"message\":\"hi\",\"x\":1e99999999999}"),
                Bad.post(400, JSON, "{\"sender\":\"m\",\"message\":\"hi\",\"x\":" + "1".repeat(5_000) + "}"),
                Bad.post(400, JSON, "{\"sender\":\"m\",\"message\":\"hi\",\"x\":" + "[".repeat(10_000) + "}"),
                Bad.post(400, JSON, "[".repeat(30_000) + "]".repeat(30_000)));
    }

    static Stream<Bad> messages() {
        return Stream.of(
                Bad.post(400, FORM, "sender=m"),
                Bad.post(400, FORM, "message=hi"),
                Bad.post(400, FORM, "sender=m&message="),
                Bad.post(400, FORM, "sender=&message=hi"),
                Bad.post(400, FORM, "sender=m&message=" + "x".repeat(4_001)),
                Bad.post(400, FORM, "sender=" + "x".repeat(65) + "&message=hi"),
                Bad.post(400, FORM, "sender=a%0Ab&message=hi"),
                Bad.post(400, FORM, "sender=m&message=a%00b"),
                Bad.post(400, JSON, "{}"),
                Bad.post(400, JSON, "{\"sender\":\"m\"}"),
                Bad.post(400, JSON, "{\"sender\":\"m\",\"message\":null}"),
                Bad.post(400, JSON, "{\"sender\":\"m\",\"message\":1}"),
                Bad.post(400, JSON, "{\"sender\":\"m\",\"message\":[\"hi\"]}"),
                Bad.post(400, JSON, "{\"sender\":{},\"message\":\"hi\"}"),
                Bad.post(400, JSON, "{\"sender\":true,\"message\":\"hi\"}"),
                Bad.post(400, JSON, "{\"sender\":\"m\",\"message\":\"\\u0000\"}"),
                Bad.post(400, JSON, "{\"sender\":\"m\",\"message\":\"\\ud83d\"}"),
                Bad.post(400, JSON, "{\"sender\":\"m\",\"message\":\"" + "\\ud83d\\ude00".repeat(4_001) + "\"}"));
    }

    static Stream<Bad> customEvents() {
        Stream<String> reserved = Stream.of(
                "message", "welcome", "reset", "heartbeat", "presence", "typing", "status", "bye", "open", "error");
        Stream<String> others = Stream.of(
                "{\"event\":\"x\",\"data\":{},\"message\":\"hi\"}",
                "{\"event\":\"x\",\"data\":{},\"sender\":\"m\",\"message\":\"hi\"}",
                "{\"event\":\"x\"}",
                "{\"event\":\"x\",\"data\":null}",
                "{\"event\":\"x\",\"data\":[]}",
                "{\"event\":\"x\",\"data\":\"{}\"}",
                "{\"event\":\"x\",\"data\":7}",
                "{\"event\":null,\"data\":{}}",
                "{\"event\":1,\"data\":{}}",
                "{\"event\":\"\",\"data\":{}}",
                "{\"event\":\"a b\",\"data\":{}}",
                "{\"event\":\"a\\ndata: x\",\"data\":{}}",
                "{\"event\":\"" + "a".repeat(65) + "\",\"data\":{}}",
                "{\"event\":\"x\",\"data\":{\"n\":1e99999999999}}",
                "{\"event\":\"x\",\"data\":{\"n\":NaN}}",
                "{\"event\":\"x\",\"data\":{\"x\":\"" + "x".repeat(8 * 1024) + "\"}}");
        return Stream.concat(
                Stream.of(Bad.post(400, FORM, "event=x&data=%7B%7D")),
                Stream.concat(reserved.map(name -> "{\"event\":\"" + name + "\",\"data\":{}}"), others)
                        .map(json -> Bad.post(400, JSON, json)));
    }

    static Stream<Bad> idempotencyKeys() {
        return Stream.of("a".repeat(65), "a b", "a.b", "a:b", "\u00E9", "*", "{a}", "a,b")
                .flatMap(key -> Stream.of(
                        Bad.post(400, FORM, "sender=m&message=hi", "Idempotency-Key", key),
                        Bad.post(400, JSON, "{\"sender\":\"m\",\"message\":\"hi\",\"key\":\"" + utf8(key) + "\"}"),
                        Bad.post(400, FORM, "sender=m&message=hi&key=" + utf8(key))));
    }

    static Stream<Bad> cursors() {
        Stream<Bad> ids = Stream.of(
                        "x", "-", "1-", "-1", "1", "1-2-3", "01-1", "1-12345678901234567890", "%00", "1-1%0A")
                .flatMap(id -> Stream.of(
                        Bad.get(400, "/subscribe/bad?last_event_id=" + id),
                        Bad.get(400, "/bad?last_event_id=" + id, "Accept", "text/event-stream"),
                        Bad.get(400, "/subscribe/bad?lastEventId=" + id),
                        Bad.get(400, "/bad?before=" + id),
                        Bad.get(400, "/bad?after=" + id),
                        Bad.get(400, "/bad?after=1-1&before=" + id)));
        Stream<Bad> numbers = Stream.of("-1", "201", "x", "", "1.5", "99999999999", "%00")
                .flatMap(n -> Stream.of(Bad.get(400, "/bad?limit=" + n), Bad.get(400, "/subscribe/bad?last=" + n)));
        Stream<Bad> others = Stream.of(
                Bad.get(400, "/bad?limit=0"),
                Bad.get(400, "/bad?before="),
                Bad.get(400, "/bad?after="),
                Bad.get(400, "/bad?limit=%ZZ"),
                Bad.get(400, "/bad?limit=%FF"),
                Bad.get(400, "/subscribe/bad?last_event_id=%ZZ"),
                Bad.get(400, "/subscribe/bad?last_event_id=%FF"),
                Bad.get(400, "/subscribe/bad?heartbeat=0"),
                Bad.get(400, "/subscribe/bad?heartbeat=61"),
                Bad.get(400, "/subscribe/bad?heartbeat=1.5"),
                Bad.get(400, "/subscribe/bad?heartbeat="));
        return Stream.of(ids, numbers, others).flatMap(each -> each);
    }

    static Stream<Bad> lists() {
        String many = "c0" + IntStream.range(1, 33).mapToObj(i -> ",c" + i).collect(Collectors.joining());
        Stream<Bad> names = Stream.of(
                        "bad,bad",
                        "bad,good,bad",
                        "bad,",
                        ",bad",
                        ",",
                        "bad,,good",
                        "%2C",
                        "bad%2Cbad",
                        "bad,%20good",
                        "bad,a%2Fb",
                        "bad,-x",
                        "bad,e%CC%81",
                        "bad," + "a".repeat(65),
                        "bad,a%0Ab",
                        many)
                .flatMap(list -> Stream.of(
                        Bad.get(400, "/subscribe/" + list),
                        Bad.get(400, "/" + list, "Accept", "text/event-stream"),
                        Bad.get(400, "/" + list)));
        Stream<Bad> notLists = Stream.of(
                Bad.get(404, "/subscribe/bad,metrics"),
                Bad.get(404, "/subscribe/channels,bad"),
                Bad.get(404, "/bad,subscribe", "Accept", "text/event-stream"),
                Bad.get(400, "/bad,good"),
                Bad.get(400, "/bad,good", "Accept", "text/html"),
                Bad.get(400, "/bad,good/members"),
                Bad.postTo(400, "/bad,good", FORM, "sender=m&message=hi"),
                Bad.postTo(400, "/bad,good/typing", FORM, "sender=m"));
        Stream<Bad> cursors = Stream.of(
                        "1-1",
                        "bad",
                        "bad=",
                        "=1-1",
                        "bad=1-1,",
                        ",bad=1-1",
                        "bad=1-1,,good=1-1",
                        "bad=1-1,good",
                        "bad=1-1,bad=1-2",
                        "bad=1-1=1",
                        "bad=x",
                        "bad=01-1",
                        "bad=1-1;good=1-1",
                        "-x=1-1",
                        "bad=1-1,%20good=1-1",
                        "a/b=1-1",
                        "bad==1-1",
                        "a=1-1,".repeat(300) + "b=1-1")
                .map(cursor -> Bad.get(400, "/subscribe/bad,good?last_event_id=" + cursor));
        Stream<Bad> ofOne = Stream.of("bad=", "bad=1-1,bad=1-2", "bad=x")
                .map(cursor -> Bad.get(400, "/subscribe/bad?last_event_id=" + cursor));
        return Stream.of(names, notLists, cursors, ofOne).flatMap(each -> each);
    }

    static Stream<Bad> listeners() {
        return Stream.of(
                        "a".repeat(65),
                        "%F0%9F%98%80".repeat(65),
                        "a%0Ab",
                        "%0D",
                        "%00",
                        "a%1Bb",
                        "%7F",
                        "%C2%85",
                        "a%")
                .flatMap(name -> Stream.of(
                        Bad.get(400, "/subscribe/bad?name=" + name),
                        Bad.get(400, "/subscribe/bad,good?name=" + name),
                        Bad.get(400, "/bad?name=" + name, "Accept", "text/event-stream")));
    }

    static Stream<Bad> typing() {
        return Stream.of(
                Bad.postTo(400, "/bad/typing", FORM, ""),
                Bad.postTo(400, "/bad/typing", FORM, "sender="),
                Bad.postTo(400, "/bad/typing", FORM, "sender=" + "x".repeat(65)),
                Bad.postTo(400, "/bad/typing", FORM, "sender=a%0Ab"),
                Bad.postTo(400, "/bad/typing", FORM, "sender=%FF"),
                Bad.postTo(400, "/bad/typing", JSON, "{}"),
                Bad.postTo(400, "/bad/typing", JSON, "{\"sender\":7}"),
                Bad.postTo(400, "/bad/typing", JSON, "{\"sender\":\"\\ud83d\"}"),
                Bad.postTo(400, "/bad/typing", JSON, "["),
                Bad.postTo(415, "/bad/typing", "text/plain", "sender=m"),
                Bad.postTo(413, "/bad/typing", JSON, " ".repeat(64 * 1024 + 1)),
                Bad.postTo(400, "/-x/typing", FORM, "sender=m"),
                Bad.postTo(400, "/a%2Fb/typing", FORM, "sender=m"),
                Bad.postTo(404, "/metrics/typing", FORM, "sender=m"),
                Bad.get(400, "/-x/members"),
                Bad.get(404, "/channels/members"),
                Bad.get(404, "/assets/members"));
    }

    static Stream<Bad> sizes() {
        String tenMegabytes = "x".repeat(TEN_MEGABYTES);
        String chunk = Integer.toHexString(TEN_MEGABYTES / 10) + "\r\n" + "x".repeat(TEN_MEGABYTES / 10) + "\r\n";
        return Stream.of(
                Bad.post(413, FORM, "sender=m&message=" + tenMegabytes),
                Bad.post(413, JSON, tenMegabytes),
                Bad.post(413, JSON, " ".repeat(64 * 1024 + 1)),
                Bad.of(
                        413,
                        "POST /bad HTTP/1.1",
                        chunk.repeat(10) + "0\r\n\r\n",
                        "Content-Type",
                        JSON,
                        "Transfer-Encoding",
                        "chunked"),
                Bad.get(431, "/bad", "X-Long", "x".repeat(20_000)),
                Bad.get(431, "/subscribe/bad", "Last-Event-ID", "1".repeat(20_000)),
                Bad.get(414, "/" + "x".repeat(20_000)));
    }

    static Stream<Bad> brokenHttp() {
        return Stream.of(
                Bad.get(400, "/a;b%u0041%2f"), // Jetty lets this through
                Bad.get(400, "/k%\u00EC\u0099\u00B6"),
                Bad.get(400, "/subscribe/a;b=c,%2F,%u0041"),
                new Bad(400, "nonsense\r\n\r\n"),
                new Bad(400, "GET /bad HTTP/1.1\r\n\r\n"),
                Bad.get(400, "/a b"),
                Bad.get(400, "/../x"),
                Bad.get(400, "bad"),
                Bad.get(400, "/bad", "Bad Header", "x"),
                Bad.of(400, "POST /bad HTTP/1.1", "", "Content-Type", JSON, "Content-Length", "x"),
                Bad.of(400, "POST /bad HTTP/1.1", "{}", "Content-Type", JSON, "Content-Length", "20"),
                Bad.of(400, "POST /bad HTTP/1.1", "ZZ\r\n", "Content-Type", JSON, "Transfer-Encoding", "chunked"),
                Bad.of(400, "POST /bad HTTP/1.1", "5\r\n{}", "Content-Type", JSON, "Transfer-Encoding", "chunked"));
    }

    /** Jetty takes it for a GET then, and a client that kept the connection would take the body for its next answer. */
    /** As they begin: the preface of HTTP/2 (RFC 9113, 3.4), and a handshake of TLS. */
    @ParameterizedTest
    @ValueSource(strings = {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "\u0016\u0003\u0001\u0001\u0002\u0001a"})
    void whoSpeaksTlsOrHttp2IsToldThatAProxyDoes(String beginning) {
        Wire.Answer answer = Wire.exchange(chat.one.port(), beginning.getBytes(StandardCharsets.ISO_8859_1));
        assertEquals(400, answer.status());
        String detail = answer.json().path("detail").asText();
        assertTrue(detail.contains("TLS and HTTP/2 are for a proxy"), detail);
    }

    @Test
    void afterAHeadWithABrokenAddressTheConnectionIsOver() {
        for (String path : List.of("/%zz", "/a/../../b", "/%00", "/%FF")) {
            String request = "HEAD " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
            Wire.Answer answer = Wire.exchange(chat.one.port(), request.getBytes(StandardCharsets.UTF_8));
            assertEquals(400, answer.status());
            assertEquals("close", answer.header("Connection"));
        }
    }

    private static String fields(int count) {
        StringBuilder fields = new StringBuilder();
        for (int i = 0; i < count; i++) {
            fields.append("f").append(i).append("=1&");
        }
        return fields.toString();
    }

    /** The UTF-8 bytes of a text, one character for each. */
    private static String utf8(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
