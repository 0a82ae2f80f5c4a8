package dev.parley;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.support.Heard;
import dev.parley.support.Http;
import dev.parley.support.Recorder;
import dev.parley.support.TestRedis;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** With {@code --hear=interest} an instance is told what it has listeners for, and nobody misses anything. */
class HearTest {
    private final TestRedis redis = TestRedis.own();
    private final TwoInstances chat = new TwoInstances(redis, "--hear=interest");

    @AfterEach
    void stop() {
        chat.close();
        redis.close();
    }

    @Test
    void anInstanceIsToldNothingThatNobodyListensToThere() {
        try (Recorder listener = Recorder.open(chat.one.port(), "/subscribe/here?name=ana");
                Jedis jedis = redis.connect()) {
            assertEquals(1, value(chat.one, "parley_subscriptions"));
            assertEquals(0, value(chat.other, "parley_subscriptions"));
            IntStream.range(0, 20).forEach(i -> chat.http().say("elsewhere", "mason", "unheard"));
            listener.awaitPresent("ana");
            assertEquals(201, chat.other.http().say("here", "mason", "heard").status());
            listener.awaitText("heard");
            chat.both().forEach(instance -> assertEquals(0, value(instance, "parley_foreign_total")));
            assertEquals(
                    List.of(chat.prefix + "here", "{" + chat.prefix + "here}:notices", "{" + chat.prefix + "}:notices"),
                    jedis.pubsubShardChannels().stream()
                            .sorted(String::compareTo)
                            .toList());
            assertEquals(
                    "here,elsewhere",
                    String.join(",", chat.http().get("/channels").json().findValuesAsText("channel")));
        }
    }

    @Test
    void whoOpensAStreamWhileMuchIsSaidMissesNothing() {
        int rooms = 60;
        List<Recorder> listeners = new ArrayList<>();
        CompletableFuture<Void> speaking = CompletableFuture.runAsync(() -> {
            for (int n = 0; n < 10; n++) {
                for (int room = 0; room < rooms; room++) {
                    chat.other.http().say("cold-" + room, "mason", "message " + n);
                }
            }
        });
        for (int room = 0; room < rooms; room++) {
            listeners.add(Recorder.open(chat.one.port(), "/subscribe/cold-" + room + "?last=200"));
        }
        speaking.join();
        for (Recorder listener : listeners) {
            listener.awaitText("message 9");
            listener.assertDense();
            assertEquals(IntStream.range(0, 10).mapToObj(n -> "message " + n).toList(), listener.texts());
            listener.close();
        }
    }

    @Test
    void theSameTextInjectedLaterIsAnotherMessageThoughNobodyListens() {
        try (Jedis jedis = redis.connect()) {
            for (int times = 1; times <= 3; times++) {
                int expected = times;
                chat.inject("unheard", "again");
                await().until(() -> history("unheard").size() == expected);
                jedis.del("{" + chat.prefix + "unheard}:adopter"); // so that any instance may be next
            }
        }
        try (Recorder listener = Recorder.open(chat.one.port(), "/subscribe/unheard?last=5")) {
            chat.inject("unheard", "again");
            listener.awaitMessages(4);
            chat.http().say("unheard", "mason", "marker");
            listener.assertTexts(List.of("again", "again", "again", "again"), "marker");
        }
    }

    @Test
    void whoCannotBeHeardForIsSentAwayUntilTheyCan() {
        try (Jedis jedis = redis.connect()) {
            jedis.aclSetUser(
                    "parley",
                    "on",
                    ">secret",
                    "~*",
                    "+@all",
                    "resetchannels",
                    "&" + chat.prefix + "*",
                    "&{" + chat.prefix + "}:*",
                    "&{" + chat.prefix + "good}:*",
                    "&{" + chat.prefix + "good-*}:*");
            URI limited =
                    URI.create("redis://parley:secret@127.0.0.1:" + redis.uri().getPort());
            try (TestInstance instance = TestInstance.start(limited, chat.prefix, "--hear=interest");
                    Recorder good = Recorder.open(instance.port(), "/subscribe/good")) {
                for (String path : List.of("bad", "bad:*")) {
                    Recorder refused = Recorder.request(instance.port(), "/subscribe/" + path);
                    assertEquals(
                            "redis",
                            refused.awaitEvent("bye").json().path("reason").textValue());
                    refused.awaitEnd();
                }
                chat.http().say("good", "mason", "hi");
                good.awaitText("hi");
                assertTrue(good.events("status").isEmpty());
                jedis.aclSetUser("parley", "allchannels");
                try (Recorder allowed = Recorder.open(instance.port(), "/subscribe/bad")) {
                    chat.http().say("bad", "mason", "hi");
                    allowed.awaitText("hi");
                }
            }
        }
    }

    @Test
    void aFamilyHearsWhatBeginsWhereverItIsSaid() {
        try (Recorder listener = Recorder.open(chat.one.port(), "/subscribe/user-42:*")) {
            chat.other.http().say("user-42:mail", "mason", "first");
            chat.other.http().say("user-42:mail", "mason", "second");
            chat.inject("user-42:orders", "raw");
            listener.awaitText("raw");
            listener.awaitText("second");
            assertEquals(
                    List.of("first", "second"),
                    listener.messages("user-42:mail").stream().map(Heard::text).toList());
            assertEquals(3, value(chat.one, "parley_subscriptions"));
            assertEquals(0, value(chat.other, "parley_subscriptions"));
        }
    }

    private List<String> history(String channel) {
        return chat.http().get("/" + channel).json().findValuesAsText("message");
    }

    private static double value(TestInstance instance, String series) {
        Http.Answer answer = instance.http().get("/metrics");
        return answer.text()
                .lines()
                .filter(line -> line.startsWith(series + " "))
                .map(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no series " + series));
    }
}
