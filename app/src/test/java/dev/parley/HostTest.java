package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.support.TestRedis;
import dev.parley.support.Wire;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A page whose owner lets its name lead to a chat in its visitors' network ("DNS rebinding") gets at nothing there. */
class HostTest {
    private static final String EVIL = "evil.example:7070";

    @AutoClose
    private TestInstance chat;

    @ParameterizedTest
    @ValueSource(strings = {"/room", "/subscribe/room", "/room/members", "/channels", "/", "/metrics"})
    void itCanNotRead(String path) {
        start();
        Wire.Answer answer = get(path, EVIL, "Sec-Fetch-Site: same-origin");
        assertEquals(421, answer.status());
        assertEquals("application/problem+json", answer.header("Content-Type"));
        assertTrue(answer.json().path("detail").asText().contains("--hosts"));
    }

    @Test
    void itCanNotSpeak() {
        start();
        assertEquals(421, say(EVIL, "Origin: http://" + EVIL).status());
        assertFalse(chat.http().get("/room").text().contains("rebound"));
    }

    @Test
    void aPrivateClientThatClaimsToComeThroughAProxyIsNotBelieved() {
        start();
        assertEquals(421, get("/room", EVIL, "X-Forwarded-Proto: https").status());
        assertEquals(421, get("/room", EVIL, "X-Forwarded-For: 9.9.9.9").status());
    }

    @Test
    void localNamesWorkWithoutASetting() {
        start();
        for (String host : new String[] {"localhost:7070", "127.0.0.1:7070", "parley-1", "nas.local:7070"}) {
            assertEquals(200, get("/room", host).status(), host);
            assertEquals(201, say(host, "Origin: http://" + host).status(), host);
        }
        assertEquals(200, get("/healthz", EVIL).status(), "whoever watches over it may call it anything");
        assertEquals(200, get("/readyz", EVIL).status());
    }

    @Test
    void otherNamesCanBeAllowed() {
        start("--hosts=chat.example");
        assertEquals(200, get("/room", "chat.example:7070").status());
        assertEquals(421, get("/room", EVIL).status());
    }

    @Test
    void behindATrustedProxyAPublicNameWorksWithoutASetting() {
        start("--trusted-proxies=127.0.0.1");
        assertEquals(
                200, get("/room", "chat.example", "X-Forwarded-For: 9.9.9.9").status());
        assertEquals(
                200,
                get("/room", "chat.example", "X-Forwarded-For: 192.168.1.5", "X-Forwarded-Proto: https")
                        .status(),
                "whose certificate it is, their name it is");
        assertEquals(
                421,
                get("/room", EVIL, "X-Forwarded-For: 192.168.1.5", "X-Forwarded-Proto: http")
                        .status(),
                "the proxy may be in a private network itself");
    }

    private void start(String... flags) {
        chat = TestInstance.start(TestRedis.shared(), "test:" + UUID.randomUUID() + ":", flags);
    }

    private Wire.Answer get(String path, String host, String... headers) {
        return exchange("GET " + path + " HTTP/1.1", host, "", headers);
    }

    private Wire.Answer say(String host, String... headers) {
        return exchange("POST /room HTTP/1.1", host, "sender=m&message=rebound", headers);
    }

    private Wire.Answer exchange(String line, String host, String body, String... headers) {
        String request = line + "\r\nHost: " + host + "\r\nConnection: close\r\n" + String.join("\r\n", headers)
                + (headers.length == 0 ? "" : "\r\n")
                + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body;
        return Wire.exchange(chat.port(), request.getBytes(StandardCharsets.US_ASCII));
    }
}
