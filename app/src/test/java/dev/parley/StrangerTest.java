package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.support.Http;
import dev.parley.support.Recorder;
import dev.parley.support.TestRedis;
import dev.parley.support.Wire;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of other sites can't use the chat through their visitors' browsers, unless their origin is allowed. */
class StrangerTest {
    private static final String FRIEND = "https://friend.example";
    private static final String CORS = "Access-Control-Allow-Origin";

    @AutoClose
    private static TestInstance chat;

    @BeforeAll
    static void start() {
        chat = TestInstance.start(TestRedis.shared(), "test:" + UUID.randomUUID() + ":", "--origins", FRIEND);
    }

    @ParameterizedTest
    @CsvSource({
        "Origin, https://evil.example",
        "Origin, null",
        "Origin, https://friend.example.evil.example",
        "Origin, http://friend.example",
        "Origin, http://localhost:1",
        "Origin, not an origin",
        "Sec-Fetch-Site, cross-site",
        "Sec-Fetch-Site, same-site"
    })
    void aStrangerIsRefusedBeforeAnythingHappens(String header, String value) {
        try (Recorder listener = Recorder.open(chat.port(), "/subscribe/strangers")) {
            assertRefused(chat.http().say("strangers", "mason", "from elsewhere", header, value));
            assertRefused(chat.http().get("/subscribe/strangers", header, value));
            assertRefused(chat.http().get("/strangers", "Accept", "text/event-stream", header, value));
            chat.http().say("strangers", "mason", "marker");
            listener.assertTexts(List.of(), "marker");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "chat.test, http://chat.test, 201",
        "chat.test, https://chat.test, 201",
        "chat.test:80, http://chat.test, 201",
        "chat.test:443, https://chat.test, 201",
        "chat.test, https://chat.test:443, 201",
        "chat.test:8443, https://chat.test:8443, 201",
        "Chat.test, http://chat.test, 201",
        "chat.test, http://chat.test:443, 403",
        "chat.test, https://chat.test:80, 403",
        "chat.test:80, https://chat.test, 403",
        "chat.test:443, http://chat.test, 403",
        "chat.test, ws://chat.test, 403",
        "chat.test, http://chat.test:8080, 403"
    })
    void ourOwnPageIsTheOneOfThisHostAndOfThePortOfItsScheme(String host, String origin, int status) {
        String body = "sender=m&message=hi";
        assertEquals(
                status,
                exchange("POST /own HTTP/1.1\r\nHost: " + host + "\r\nOrigin: " + origin
                                + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: "
                                + body.length()
                                + "\r\nConnection: close\r\n\r\n" + body)
                        .status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"same-origin", "none"})
    void ourOwnPageIsNoStranger(String site) {
        String own = "http://127.0.0.1:" + chat.port();
        assertEquals(
                201,
                chat.http()
                        .say("own", "mason", "hi", "Origin", own, "Sec-Fetch-Site", site)
                        .status());
        assertTrue(chat.http()
                .say("own", "mason", "hi", "Origin", own)
                .header(CORS)
                .isEmpty());
    }

    @Test
    void aProgramThatIsNoBrowserIsNoStranger() {
        assertEquals(201, chat.http().say("program", "mason", "hi").status());
    }

    @Test
    void aFriendSpeaksListensAndReads() {
        Http.Answer said = chat.http().say("friends", "mason", "hi", "Origin", FRIEND, "Sec-Fetch-Site", "cross-site");
        assertEquals(201, said.status());
        assertEquals(FRIEND, said.header(CORS).orElseThrow());
        assertEquals("Retry-After", said.header("Access-Control-Expose-Headers").orElseThrow(), "so it can wait");
        assertEquals(
                FRIEND,
                chat.http().get("/friends", "Origin", FRIEND).header(CORS).orElseThrow());
        assertEquals(
                FRIEND,
                chat.http()
                        .say("friends", "", "hi", "Origin", FRIEND)
                        .header(CORS)
                        .orElseThrow(),
                "errors can be read");
        try (Recorder listener = Recorder.open(chat.port(), "/subscribe/friends?last=1", "Origin", FRIEND)) {
            listener.awaitText("hi");
        }
    }

    @Test
    void aFriendsPreflightIsAnsweredAndAStrangersRefused() {
        Wire.Answer answer = preflight(FRIEND);
        assertEquals(204, answer.status());
        assertEquals(FRIEND, answer.header(CORS));
        assertTrue(answer.header("Access-Control-Allow-Methods").contains("POST"));
        for (String name : List.of("Content-Type", "Idempotency-Key", "Last-Event-ID")) {
            assertTrue(answer.header("Access-Control-Allow-Headers").contains(name));
        }
        assertEquals(403, preflight("https://evil.example").status());
    }

    @Test
    void whatDependsOnTheOriginSaysSoToCaches() {
        assertTrue(chat.http().get("/strangers").header("Vary").orElseThrow().contains("Origin"));
    }

    @Test
    void aMethodOverrideHasNoEffect() {
        assertEquals(
                201,
                chat.http()
                        .say("override", "mason", "hi", "X-HTTP-Method-Override", "GET")
                        .status());
        assertEquals(
                200,
                chat.http().get("/override", "X-HTTP-Method-Override", "DELETE").status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/healthz",
                "/readyz",
                "/somewhere",
                "/assets/app.css",
                "/assets/none",
                "/a/b/c",
                "/%ZZ",
                "/_"
            })
    void everyAnswerIsSecured(String path) {
        Wire.Answer answer = get(path);
        assertEquals("nosniff", answer.header("X-Content-Type-Options"));
        assertFalse(answer.header("Referrer-Policy").isEmpty());
        assertTrue(answer.header("Content-Security-Policy").contains("frame-ancestors 'self'"));
    }

    private static void assertRefused(Http.Answer answer) {
        assertEquals(403, answer.status());
        assertEquals("application/problem+json", answer.header("Content-Type").orElseThrow());
        assertTrue(answer.json().path("detail").asText().contains("--origins"));
        assertTrue(answer.header(CORS).isEmpty());
    }

    private static Wire.Answer preflight(String origin) {
        return exchange("OPTIONS /friends HTTP/1.1\r\nHost: localhost\r\nOrigin: " + origin
                + "\r\nAccess-Control-Request-Method: POST\r\nConnection: close\r\n\r\n");
    }

    private static Wire.Answer get(String path) {
        return exchange("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    }

    private static Wire.Answer exchange(String request) {
        return Wire.exchange(chat.port(), request.getBytes(StandardCharsets.US_ASCII));
    }
}
