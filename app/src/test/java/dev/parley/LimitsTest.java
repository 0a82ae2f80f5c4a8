package dev.parley;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.support.Http;
import dev.parley.support.Recorder;
import dev.parley.support.TestRedis;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** At a limit new ones are refused, with an answer that says so, and old ones go on. */
@Timeout(60)
class LimitsTest {
    @AutoClose
    private TestInstance chat;

    @Test
    void whoPostsTooOftenIsToldWhenToTryAgain() {
        start("--post-rate=3/h");
        for (int i = 0; i < 6; i++) {
            assertEquals(201, say().status(), "a burst is twice the rate");
        }
        Http.Answer refused = say();
        assertRefused(429, refused);
        assertTrue(Integer.parseInt(refused.header("Retry-After").orElseThrow()) > 1_000);
        assertEquals(200, chat.http().get("/room").status(), "reading is no posting");
        assertEquals(429, say("X-Forwarded-For", "9.9.9.9").status(), "nobody trusts it");
    }

    @Test
    void behindATrustedProxyEachClientHasItsOwnRate() {
        start("--post-rate=1/h", "--trusted-proxies=127.0.0.0/8");
        for (String client : new String[] {"9.9.9.1", "9.9.9.2"}) {
            assertEquals(201, say("X-Forwarded-For", client).status());
            assertEquals(201, say("X-Forwarded-For", client).status());
            assertEquals(429, say("X-Forwarded-For", client).status());
            assertEquals(429, say("X-Forwarded-For", "1.1.1.1, " + client).status(), "made up");
        }
    }

    @Test
    void aRefusedPostIsNotSaid() {
        start("--post-rate=1/h");
        try (Recorder listener = Recorder.open(chat.port(), "/subscribe/room")) {
            say();
            assertEquals(201, chat.http().say("room", "mason", "last").status());
            assertEquals(429, chat.http().say("room", "mason", "refused").status());
            listener.awaitText("last");
        }
        assertFalse(chat.http().get("/room").text().contains("refused"));
    }

    @Test
    void aClientHasSoManyStreamsAndKeepsThem() {
        start("--streams-per-address=2");
        try (Recorder one = open("room");
                Recorder two = open("room,other")) {
            assertRefused(429, chat.http().get("/subscribe/room"));
            say();
            one.awaitText("hi");
            two.awaitText("hi");
        }
        await().until(() -> {
            try (Recorder again = Recorder.request(chat.port(), "/subscribe/room")) {
                await().until(() -> !again.statusLine().isEmpty());
                return again.statusLine().contains(" 200 ");
            }
        });
    }

    @Test
    void anInstanceHasSoManyStreams() {
        start("--max-streams=1");
        try (Recorder one = open("room")) {
            assertFull("/subscribe/room");
            say();
            one.awaitText("hi");
        }
    }

    @Test
    void anInstanceServesSoManyChannels() {
        start("--max-channels=2");
        try (Recorder one = open("one");
                Recorder two = open("two")) {
            assertFull("/subscribe/three");
            assertFull("/subscribe/one,three");
            try (Recorder both = open("one,two")) {
                chat.http().say("one", "mason", "hi");
                both.awaitText("hi");
                one.awaitText("hi");
            }
            chat.http().say("two", "mason", "hi");
            two.awaitText("hi");
        }
        await().until(() -> value("parley_channels") == 0);
        open("three").close();
    }

    @Test
    void aRefusedStreamCountsNoLonger() {
        start("--streams-per-address=1", "--max-channels=1");
        for (int i = 0; i < 3; i++) {
            assertFull("/subscribe/one,two");
            assertRefused(400, chat.http().get("/subscribe/_"));
        }
        open("one").close();
    }

    @Test
    void bodiesAndHeadersAreBounded() {
        start("--max-body=1k", "--max-header=1k");
        assertRefused(413, chat.http().say("room", "mason", "x".repeat(2_000)));
        assertRefused(431, chat.http().get("/room", "X-Long", "x".repeat(2_000)));
        assertEquals(201, chat.http().say("room", "mason", "x".repeat(900)).status());
    }

    private void start(String... flags) {
        chat = TestInstance.start(TestRedis.shared(), "test:" + UUID.randomUUID() + ":", flags);
    }

    private Http.Answer say(String... headers) {
        return chat.http().say("room", "mason", "hi", headers);
    }

    private Recorder open(String channels) {
        return Recorder.open(chat.port(), "/subscribe/" + channels);
    }

    private double value(String series) {
        return chat.http()
                .get("/metrics")
                .text()
                .lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .sum();
    }

    private void assertFull(String path) {
        Recorder refused = Recorder.request(chat.port(), path);
        refused.awaitEnd();
        assertEquals("full", refused.awaitEvent("bye").json().path("reason").textValue());
    }

    private static void assertRefused(int status, Http.Answer answer) {
        assertEquals(status, answer.status(), answer.text());
        assertEquals("application/problem+json", answer.header("Content-Type").orElseThrow());
        assertFalse(answer.json().path("detail").asText().isEmpty());
        if (status == 429 || status == 503) {
            assertTrue(Integer.parseInt(answer.header("Retry-After").orElseThrow()) >= 1);
        }
    }
}
