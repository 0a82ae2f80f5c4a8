package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.support.Http;
import dev.parley.support.Recorder;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A message that is sent again, because its answer got lost, is said once. */
class IdempotencyTest {
    @AutoClose
    private static TwoInstances chat;

    @BeforeAll
    static void start() {
        chat = TwoInstances.onSharedRedis();
    }

    @Test
    void theSameKeyFromBothInstancesAtOnceIsPublishedOnce() {
        try (Recorder listener = Recorder.open(chat.one.port(), "/subscribe/at-once")) {
            for (int round = 0; round < 100; round++) {
                String key = "key-" + round;
                String text = "round " + round;
                List<CompletableFuture<Http.Answer>> posts = Stream.of(chat.one, chat.other)
                        .map(TestInstance::http)
                        .map(http -> CompletableFuture.supplyAsync(
                                () -> http.say("at-once", "mason", text, "Idempotency-Key", key)))
                        .toList();
                List<Http.Answer> answers =
                        posts.stream().map(CompletableFuture::join).toList();
                assertEquals(
                        List.of(200, 201),
                        answers.stream().map(Http.Answer::status).sorted().toList());
                assertEquals(answers.get(0).json(), answers.get(1).json());
            }
            chat.http().say("at-once", "mason", "marker");
            listener.awaitText("marker");
            assertEquals(101, listener.messages().size());
            listener.assertDense();
        }
    }

    @Test
    void theKeyMayBeAFieldOfAFormOrOfJson() {
        String form = "sender=mason&message=hi&key=abc";
        Http.Answer first = chat.http()
                .post(
                        "/fields",
                        "application/x-www-form-urlencoded",
                        form.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        Http.Answer again =
                chat.other.http().postJson("fields", "{\"sender\":\"mason\",\"message\":\"hi\",\"key\":\"abc\"}");
        assertEquals(201, first.status());
        assertEquals(200, again.status());
        assertEquals(first.json(), again.json());
    }

    /** Whoever knows or guesses a key of mine must not be able to keep me from speaking. */
    @Test
    void aKeyBelongsToItsAuthor() {
        try (Recorder listener = Recorder.open(chat.one.port(), "/subscribe/authors")) {
            Http.Answer anas = chat.http().say("authors", "ana", "mine", "Idempotency-Key", "k");
            Http.Answer bertas = chat.other.http().say("authors", "berta", "mine", "Idempotency-Key", "k");
            assertEquals(List.of(201, 201), List.of(anas.status(), bertas.status()));
            assertEquals(
                    200,
                    chat.other
                            .http()
                            .say("authors", "ana", "mine", "Idempotency-Key", "k")
                            .status());
            assertEquals(2, listener.awaitMessages(2).size());
        }
    }

    @Test
    void aKeyBelongsToItsChannel() {
        assertEquals(
                201,
                chat.http().say("here", "mason", "hi", "Idempotency-Key", "k").status());
        assertEquals(
                201,
                chat.http().say("there", "mason", "hi", "Idempotency-Key", "k").status());
    }
}
