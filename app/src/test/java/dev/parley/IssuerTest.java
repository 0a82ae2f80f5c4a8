package dev.parley;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.jwk.RSAKey;
import dev.parley.support.Http;
import dev.parley.support.Issuer;
import dev.parley.support.Recorder;
import dev.parley.support.Signer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A chat for the users of an identity provider, which is asked for its keys and nothing else. */
class IssuerTest {
    private static final RSAKey KEY = Issuer.key("one");
    private static final RSAKey OTHER = Issuer.key("other");

    private final Issuer issuer = new Issuer(KEY);
    private final TwoInstances chat = TwoInstances.onSharedRedis(issuer.flags());
    private final Http http = chat.one.http();
    private final ExecutorService callers = Executors.newFixedThreadPool(200);

    @AfterEach
    void stop() {
        callers.shutdownNow();
        chat.close();
        issuer.close();
    }

    @Test
    void itsUsersListenAndSpeakOnAnyInstance() {
        String[] ana = bearer(KEY, "one");
        try (Recorder stream = Recorder.open(chat.other.port(), "/subscribe/plaza,user-42:mail", ana)) {
            assertEquals(
                    201, http.postJson("plaza", "{\"message\":\"hi\"}", ana).status());
            assertEquals("42", stream.awaitText("hi").json().path("user").textValue());
        }
        assertEquals(401, http.get("/plaza", Signer.of("42").bearer()).status());
    }

    /** Whoever makes up ids of keys is refused, has the keys fetched once more, and keeps nobody out meanwhile. */
    @Test
    void aFloodOfMadeUpKeysKeepsNobodyOut() {
        assertEquals(200, http.get("/plaza", bearer(KEY, "one")).status());
        List<CompletableFuture<Integer>> flood = IntStream.range(0, 1_000)
                .mapToObj(i -> later(() -> http.get("/plaza", Signer.bearer(madeUp("k" + i)))))
                .toList();
        int passed = 0;
        do {
            assertEquals(200, http.get("/plaza", bearer(KEY, "one")).status());
            passed++;
        } while (!flood.stream().allMatch(CompletableFuture::isDone));
        flood.forEach(status -> assertEquals(401, status.join()));
        assertTrue(issuer.fetches() <= 2, issuer.fetches() + " fetches after " + passed);
    }

    /** More of them than there are threads. */
    @Test
    void whoseKeyMustBeFetchedHoldsNoThread() {
        assertEquals(200, http.get("/plaza", bearer(KEY, "one")).status());
        issuer.fallSilent();
        issuer.publish(KEY, OTHER);
        List<CompletableFuture<Integer>> waiting = IntStream.range(0, 150)
                .mapToObj(i -> later(() -> http.get("/plaza", bearer(OTHER, "other"))))
                .toList();
        await().until(() -> issuer.fetches() == 2);
        for (int i = 0; i < 50; i++) {
            assertEquals(200, http.get("/plaza", bearer(KEY, "one")).status());
        }
        assertTrue(waiting.stream().noneMatch(CompletableFuture::isDone));
        issuer.speakAgain();
        waiting.forEach(status -> assertEquals(200, status.join()));
        assertEquals(2, issuer.fetches());
    }

    /** By a stream as by all others, which an EventSource would give up for good otherwise. */
    @Test
    void whileItsKeysCantBeHadNobodyIsToldThatTheirTokenIsBad() {
        issuer.status(500);
        Http.Answer answer = http.get("/plaza", bearer(KEY, "one"));
        assertEquals(503, answer.status());
        assertTrue(answer.header("Retry-After").isPresent());
        try (Recorder stream = Recorder.request(chat.one.port(), "/subscribe/plaza", bearer(KEY, "one"))) {
            assertEquals(
                    "authority", stream.awaitEvent("bye").json().path("reason").textValue());
            stream.awaitEnd();
        }
    }

    @Test
    void whoLeavesIsFreeToGoThoughTheKeyOfTheirTokenMustBeFetched() {
        Http.Answer answer = http.delete("/session", bearer(OTHER, "other"));
        assertEquals(204, answer.status(), answer.text());
        assertTrue(issuer.fetches() > 0);
        assertTrue(takesTheCookieAway(answer));
    }

    /** What they had open can't be ended then, so they are told to try again. */
    @Test
    void whoLeavesLosesTheCookieThoughTheKeysCantBeHad() {
        issuer.status(500);
        Http.Answer answer = http.delete("/session", bearer(KEY, "one"));
        assertEquals(503, answer.status());
        assertTrue(answer.header("Retry-After").isPresent());
        assertTrue(takesTheCookieAway(answer));
    }

    private static boolean takesTheCookieAway(Http.Answer answer) {
        return answer.header("Set-Cookie")
                .filter(set -> set.startsWith("parley=;"))
                .isPresent();
    }

    /** Which nobody has signed: it does not come to that. */
    private static String madeUp(String kid) {
        return Issuer.of("42")
                        .header("kid", '"' + kid + '"')
                        .header("alg", "\"RS256\"")
                        .unsigned()
                + "A".repeat(342);
    }

    private CompletableFuture<Integer> later(Supplier<Http.Answer> ask) {
        return CompletableFuture.supplyAsync(() -> ask.get().status(), callers);
    }

    private static String[] bearer(RSAKey key, String kid) {
        return Signer.bearer(Issuer.token("42", key, kid));
    }
}
