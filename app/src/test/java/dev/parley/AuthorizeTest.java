package dev.parley;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.support.Application;
import dev.parley.support.Heard;
import dev.parley.support.Http;
import dev.parley.support.Recorder;
import dev.parley.support.Secrets;
import dev.parley.support.Signer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A chat for an application that makes no tokens: it is asked, once for each credential and time, and never passed by. */
class AuthorizeTest {
    private static final String SESSION = "session=" + Secrets.note("of-ana-who-is-signed-in-elsewhere");
    private static final String[] COOKIE = {"Cookie", SESSION, "Sec-Fetch-Site", "same-origin"};

    private final Application application = new Application();
    private final TwoInstances chat = TwoInstances.onSharedRedis(
            "--authorize-url=" + application.address(), "--api-keys=" + Signer.keyFile(Signer.KEY_SETTING));

    @AfterEach
    void stop() {
        chat.close();
        application.close();
    }

    @Test
    void whoTheApplicationKnowsListensAndSpeaks() {
        application.answer(200, "{\"user\":\"42\",\"name\":\"Ana\",\"for\":60}");
        try (Recorder stream = Recorder.open(chat.one.port(), "/subscribe/everyone,user-42:mail", COOKIE)) {
            assertEquals(
                    "42",
                    stream.awaitEvent("welcome").json().path("you").path("user").textValue());
            assertEquals(
                    201,
                    chat.one
                            .http()
                            .postJson("everyone", "{\"message\":\"hi\"}", COOKIE)
                            .status());
            Heard heard = stream.awaitText("hi");
            assertEquals("42", heard.json().path("user").textValue());
        }
        assertEquals(403, chat.one.http().get("/user-43:mail", COOKIE).status());
        assertEquals(1, application.asked().size());
    }

    @Test
    void whoShowsNothingIsNotAskedFor() {
        assertEquals(401, chat.one.http().get("/everyone").status());
        assertEquals(
                200, chat.one.http().get("/everyone", Signer.bearer(Signer.KEY)).status());
        assertEquals(200, chat.one.http().get("/", COOKIE).status());
        assertEquals(0, application.asked().size());
    }

    @Test
    void whomItDoesNotKnowOrWantIsRefused() {
        application.answer(401, "");
        assertEquals(401, chat.one.http().get("/everyone", COOKIE).status());
        application.answer(403, "{\"detail\":\"Pay first.\"}");
        Http.Answer barred = chat.one.http().get("/everyone", "Authorization", "Basic eDp5", "Sec-Fetch-Site", "none");
        assertEquals(403, barred.status());
        assertTrue(barred.text().contains("Pay first."), barred.text());
        assertEquals(
                403,
                chat.one
                        .http()
                        .postJson("everyone", "{\"message\":\"x\"}", "Cookie", SESSION)
                        .status());
    }

    @Test
    void whenItIsAwayNothingIsOpen() {
        application.answer(500, "");
        Http.Answer answer = chat.one.http().get("/everyone", COOKIE);
        assertEquals(503, answer.status());
        assertTrue(answer.header("Retry-After").isPresent());
        // a status would be final for an EventSource
        try (Recorder stream = Recorder.request(chat.one.port(), "/subscribe/everyone", COOKIE)) {
            assertEquals(
                    "authority", stream.awaitEvent("bye").json().path("reason").textValue());
            stream.awaitEnd();
        }
    }

    @Test
    void aStreamEndsWhenTheWordDoesAndAsksAgain() {
        application.answer(200, "{\"user\":\"42\",\"for\":2}");
        try (Recorder stream = Recorder.open(chat.one.port(), "/subscribe/everyone", COOKIE)) {
            assertEquals(
                    "expired", stream.awaitEvent("bye").json().path("reason").textValue());
        }
        application.answer(401, "");
        await().until(() -> chat.one.http().get("/everyone", COOKIE).status() == 401);
    }
}
