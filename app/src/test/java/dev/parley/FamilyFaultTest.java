package dev.parley;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.support.Heard;
import dev.parley.support.Recorder;
import dev.parley.support.TestRedis;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.args.ClientType;
import redis.clients.jedis.params.ClientKillParams;

/** What begins while an instance hears nothing, or while Redis is away, is not lost for a family either. */
class FamilyFaultTest {
    private final TestRedis redis = TestRedis.own();
    private final TwoInstances chat = new TwoInstances(redis, "--heartbeat", "300ms");

    @AfterEach
    void stop() {
        chat.close();
        redis.close();
    }

    @Test
    void whatBeginsWhileTheLinkIsCutIsHeardOnceWhenItStandsAgain() {
        try (Recorder listener = Recorder.open(chat.one.port(), "/subscribe/user-42:*");
                Jedis jedis = redis.connect()) {
            say("user-42:old", "before");
            listener.awaitText("before");
            for (int i = 0; i < 3; i++) {
                jedis.clientKill(ClientKillParams.clientKillParams().type(ClientType.PUBSUB));
                say("user-42:new-" + i, "first");
                say("user-42:new-" + i, "second");
                say("user-42:old", "meanwhile");
            }
            listener.awaitMessages(10);
            say("user-42:old", "marker");
            listener.awaitText("marker");
            assertEquals(11, listener.messages().size());
            for (int i = 0; i < 3; i++) {
                assertEquals(List.of("first", "second"), texts(listener.messages("user-42:new-" + i)));
            }
            assertTrue(listener.events("reset").isEmpty());
        }
    }

    @Test
    void aChannelThatRedisHasForgottenTheFamilyOfIsFoundWithItsNextMessage() {
        say("user-42:forgotten", "before");
        try (Jedis jedis = redis.connect()) {
            jedis.del("{" + chat.prefix + "user-42:*}:channels"); // as a replica may lack it
            jedis.clientKill(ClientKillParams.clientKillParams().type(ClientType.PUBSUB));
        }
        await().until(() -> chat.both().stream()
                .allMatch(instance ->
                        instance.http().get("/metrics").text().contains("parley_redis_reconnects_total 1.0")));
        try (Recorder listener = Recorder.open(chat.other.port(), "/subscribe/user-42:*")) {
            say("user-42:forgotten", "after");
            listener.awaitText("after");
            say("user-42:forgotten", "marker");
            listener.assertTexts(List.of("after"), "marker");
        }
    }

    @Test
    void afterRedisHasLostEverythingTheFamilyGoesOn() {
        try (Recorder listener = Recorder.open(chat.one.port(), "/subscribe/user-42:*")) {
            say("user-42:old", "before");
            listener.awaitText("before");
            redis.stop();
            listener.awaitEvent("status");
            try (Recorder refused = Recorder.request(chat.one.port(), "/subscribe/user-42:*,user-43:*")) {
                assertEquals(
                        "redis", refused.awaitEvent("bye").json().path("reason").textValue());
            }
            redis.startAgain();
            await().until(() -> chat.both().stream()
                    .allMatch(instance -> instance.http().get("/readyz").status() == 200));
            say("user-42:new", "after");
            say("user-42:old", "anew");
            listener.awaitText("after");
            listener.awaitText("anew");
            try (Recorder back = Recorder.resume(chat.other.port(), "user-42:*", listener.cursor())) {
                say("user-42:new", "marker");
                back.assertTexts(List.of(), "marker");
            }
        }
    }

    @Test
    void whatConcernsTheStreamIsToldThoughItHasNoChannelYet() {
        Recorder listener = Recorder.open(chat.one.port(), "/subscribe/user-42:*,user-43:*?name=ana");
        await().until(() -> listener.events("heartbeat").size() >= 2);
        chat.one.drain(Duration.ZERO);
        listener.awaitEnd();
        Heard bye = listener.events("bye").get(0);
        assertEquals("draining", bye.json().path("reason").textValue());
        Set.of(bye, listener.events("heartbeat").get(0))
                .forEach(event -> assertEquals("user-42%3A*=0-0,user-43%3A*=0-0", event.id()));
        assertEquals("user-42%3A*=0-0,user-43%3A*=0-0", listener.cursor());
    }

    @Test
    void whatWasWrittenDownAndNeverSaidIsAnEmptyChannel() {
        say("user-42:old", "before");
        try (Jedis jedis = redis.connect()) { // as when an instance dies in between
            jedis.hset("{" + chat.prefix + "user-42:*}:channels", "user-42:never", "7 " + Long.MAX_VALUE / 2 + " 7");
        }
        try (Recorder listener = Recorder.open(chat.one.port(), "/subscribe/user-42:*")) {
            assertEquals("0-0", listener.events("welcome").get(0).positions().get("user-42:never"));
            say("user-42:never", "now");
            listener.awaitText("now");
            say("user-42:never", "marker");
            listener.assertTexts(List.of("now"), "marker");
        }
    }

    /** However often Redis is away meanwhile. */
    private void say(String channel, String text) {
        String key = UUID.randomUUID().toString();
        await().until(() -> chat.other
                        .http()
                        .say(channel, "mason", text, "Idempotency-Key", key)
                        .status()
                < 300);
    }

    private static List<String> texts(List<Heard> messages) {
        return messages.stream().map(Heard::text).toList();
    }
}
