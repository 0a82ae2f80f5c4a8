package dev.parley;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.support.Heard;
import dev.parley.support.Recorder;
import dev.parley.support.RedisLine;
import dev.parley.support.TestRedis;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/**
 * A master dies between its answer to who speaks and its telling those who listen, and its replica lacks the message: whoever has not heard it
 * is told by a reset, as soon as there is something after it.
 */
class UnheardTailTest {
    private static final String PREFIX = "unheard:";
    private static final String LOG = "{unheard:room}:log";

    private final TestRedis master = TestRedis.own("appendonly no", "repl-diskless-sync-delay 0");
    private final TestRedis heir = TestRedis.own();
    private final RedisLine speaking = new RedisLine(master);
    private final RedisLine listening = new RedisLine(master);
    private TestInstance speaker;
    private TestInstance other;
    private Recorder withSpeaker;
    private Recorder withOther;

    @BeforeEach
    void start() {
        try (Jedis jedis = heir.connect()) {
            jedis.replicaof("127.0.0.1", master.uri().getPort());
            await().until(() -> jedis.info("replication").contains("master_link_status:up"));
        }
        speaker = TestInstance.start(speaking.uri(), PREFIX);
        other = TestInstance.start(listening.uri(), PREFIX);
        withSpeaker = Recorder.open(speaker.port(), "/subscribe/room");
        withOther = Recorder.open(other.port(), "/subscribe/room");
    }

    @AfterEach
    void stop() {
        Stream.of(withSpeaker, withOther).forEach(Recorder::close);
        Stream.of(speaking, listening).forEach(RedisLine::release);
        Stream.of(speaker, other).forEach(TestInstance::close);
        Stream.of(speaking, listening).forEach(RedisLine::close);
        Stream.of(heir, master).forEach(TestRedis::close);
    }

    @Test
    void whatNobodyHasHeardIsMissedInSilenceByNobody() {
        sayToAll("one");
        String cursor = withOther.cursor();
        promote();
        tellNobodyMore(speaking, listening);
        String lost = say(speaker, "lost");
        failOver(speaking, speaker);
        failOver(listening, other);
        awaitKnownAsLost(lost);
        say(other, "next");
        for (Recorder listener : List.of(withSpeaker, withOther)) {
            assertEquals("one", listener.awaitText("one").text());
            listener.awaitText("next");
            assertReset(listener, "one", "one", "next");
        }
        assertWhoComesBackIsReset(cursor);
    }

    @Test
    void onlyThoseAreToldWhoHaveNotHeardIt() {
        sayToAll("one");
        promote();
        tellNobodyMore(listening);
        String lost = say(speaker, "lost");
        withSpeaker.awaitText("lost");
        failOver(speaking, speaker);
        failOver(listening, other);
        awaitKnownAsLost(lost);
        say(speaker, "next");
        withSpeaker.assertTexts(List.of("one", "lost"), "next");
        assertEquals(List.of(), withSpeaker.events("reset"));
        withOther.awaitText("next");
        assertReset(withOther, "one", "one", "next");
    }

    @Test
    void itIsToldAlsoWhenOthersHaveGoneOnBeforeAnybodyWhoKnowsOfItWasBack() {
        sayToAll("one");
        promote();
        sayToAll("two");
        tellNobodyMore(speaking, listening);
        String lost = say(speaker, "lost");
        master.stop();
        speaking.cut();
        failOver(listening, other);
        say(other, "three");
        withOther.assertTexts(List.of("one", "two"), "three"); // it has heard all that it can know of
        assertEquals(List.of(), withOther.events("reset"));
        failOver(speaking, speaker);
        awaitKnownAsLost(lost);
        say(other, "four");
        for (Recorder listener : List.of(withSpeaker, withOther)) {
            listener.awaitText("four");
            assertEquals(1, listener.events("reset").size());
        }
        assertEquals(List.of("one", "two", "three", "one", "three", "four"), withOther.texts());
    }

    private void sayToAll(String text) {
        say(speaker, text);
        withSpeaker.awaitText(text);
        withOther.awaitText(text);
    }

    private static String say(TestInstance instance, String text) {
        var answer = instance.http().say("room", "mason", text);
        assertEquals(201, answer.status());
        return answer.id();
    }

    /** From now on the one that will be the master lacks what is said. */
    private void promote() {
        try (Jedis jedis = heir.connect();
                Jedis old = master.connect()) {
            await().until(() -> jedis.xlen(LOG) == old.xlen(LOG));
            jedis.replicaofNoOne();
        }
    }

    private static void tellNobodyMore(RedisLine... lines) {
        Stream.of(lines).forEach(line -> line.hold(sent -> sent.contains("SUBSCRIBE")));
    }

    private void failOver(RedisLine line, TestInstance instance) {
        line.leadTo(heir);
        line.cut();
        line.release();
        await().until(instance::isReady);
    }

    private void awaitKnownAsLost(String id) {
        String script = "local i = redis.call('XINFO', 'STREAM', KEYS[1]) "
                + "for j = 1, #i, 2 do if i[j] == 'max-deleted-entry-id' then return i[j + 1] end end";
        try (Jedis jedis = heir.connect()) {
            await().until(() -> jedis.eval(script, 1, LOG).equals(id));
        }
    }

    private static void assertReset(Recorder listener, String... texts) {
        List<Heard> resets = listener.events("reset");
        assertEquals(1, resets.size());
        assertTrue(
                resets.get(0).data().contains("\"unknown\""),
                () -> resets.get(0).data());
        assertEquals(List.of(texts), listener.texts());
    }

    private void assertWhoComesBackIsReset(String cursor) {
        for (TestInstance instance : List.of(speaker, other)) {
            try (Recorder back = Recorder.resume(instance.port(), "room", cursor)) {
                back.awaitText("next");
                assertReset(back, "one", "next");
            }
            try (Recorder newcomer = Recorder.open(instance.port(), "/subscribe/room?last=10")) {
                newcomer.awaitText("next");
                assertEquals(List.of("one", "next"), newcomer.texts());
                assertEquals(List.of(), newcomer.events("reset"));
            }
        }
    }
}
