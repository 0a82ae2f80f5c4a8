package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.support.Recorder;
import dev.parley.support.TestRedis;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** Two chats in one Redis don't hear each other, and never take what the other published for something new. */
class IsolationTest {
    @AutoClose
    private final TestRedis redis = TestRedis.own();

    @Test
    void chatsInTwoDatabasesDoNotHearEachOtherThoughTheirPrefixIsTheSame() {
        try (TestInstance zero = TestInstance.start(redis, "same:");
                TestInstance one = TestInstance.start(URI.create(redis.uri() + "/1"), "same:");
                Recorder inZero = Recorder.open(zero.port(), "/subscribe/room?name=ana");
                Recorder inOne = Recorder.open(one.port(), "/subscribe/room?name=bob");
                Jedis jedis = redis.connect()) {
            assertEquals(201, zero.http().say("room", "ana", "said in 0").status());
            assertEquals(201, one.http().say("room", "bob", "said in 1").status());
            inZero.awaitText("said in 0");
            inOne.awaitText("said in 1");
            jedis.publish("same:room", "injected in 0");
            jedis.publish("db1:same:room", "injected in 1");
            inZero.awaitText("injected in 0");
            inOne.awaitText("injected in 1");
            typing(zero, "ana");
            typing(one, "bob");
            inZero.awaitEvent("typing");
            inOne.awaitEvent("typing");
            zero.http().say("room", "ana", "marker");
            one.http().say("room", "bob", "marker");
            inZero.assertTexts(List.of("said in 0", "injected in 0"), "marker");
            inOne.assertTexts(List.of("said in 1", "injected in 1"), "marker");
            assertEquals(List.of("bob"), one.http().get("/room/members").json().findValuesAsText("name"));
            assertEquals(3, told(zero).size());
            assertEquals(3, told(one).size());
        }
    }

    /** They share what a channel's keys are called, but not the secret. */
    @Test
    void whatAnotherParleyPublishedIsNeverPublishedAgainThoughPrefixesOverlap() {
        try (TestInstance outer = TestInstance.start(redis, "outer:");
                TestInstance inner = TestInstance.start(redis, "outer:in:");
                Recorder outside = Recorder.open(outer.port(), "/subscribe/in:room");
                Recorder inside = Recorder.open(inner.port(), "/subscribe/room")) {
            assertEquals(201, inner.http().say("room", "ana", "once").status());
            inside.awaitText("once");
            outside.awaitText("once");
            assertEquals(201, outer.http().say("in:room", "bob", "and again").status());
            inside.awaitText("and again");
            outside.awaitText("and again");
            assertEquals(201, inner.http().say("room", "ana", "marker").status());
            inside.assertTexts(List.of("once", "and again"), "marker");
            outside.assertTexts(List.of("once", "and again"), "marker");
            assertEquals(List.of("once", "and again", "marker"), told(inner));
        }
    }

    private static void typing(TestInstance instance, String name) {
        instance.http().postJson("room/typing", "{\"sender\":\"" + name + "\"}");
    }

    private static List<String> told(TestInstance instance) {
        return instance.http().get("/room").json().findValuesAsText("message");
    }
}
