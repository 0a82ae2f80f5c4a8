package dev.parley;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.support.Heard;
import dev.parley.support.Http;
import dev.parley.support.InstanceProcess;
import dev.parley.support.Recorder;
import dev.parley.support.RedisLine;
import dev.parley.support.Signer;
import dev.parley.support.TestRedis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import redis.clients.jedis.Jedis;

/** A stream does not outlive what allowed it, wherever it is; and who comes back with a good token has lost nothing. */
class RevocationTest {
    private static final String BETWEEN = "what stands between an instance and Redis leads to one server";

    @AutoClose
    private static ClosedChat chat;

    @BeforeAll
    static void start() {
        chat = new ClosedChat();
    }

    @Test
    void whoDoesNotKnowYetWhoIsDeniedGetsNoTraffic() {
        TestRedis redis = TestRedis.shared();
        String prefix = "unread-" + UUID.randomUUID() + ":";
        try (Jedis jedis = redis.connectFor(prefix + "denied")) {
            jedis.set(prefix + "denied", "no list");
            try (TestInstance instance =
                    TestInstance.starting(redis.uri(), prefix, "--api-keys=" + Signer.keyFile(Signer.KEY_SETTING))) {
                await().until(() -> instance.http()
                        .get("/readyz")
                        .text()
                        .contains("Who is denied has not been read from Redis yet."));
                jedis.del(prefix + "denied");
                instance.http()
                        .postJson(
                                "operator/moderation",
                                "{\"do\":\"revoke\",\"user\":\"r9\"}",
                                Signer.bearer(Signer.KEY));
                await().until(instance::isReady);
            }
        }
    }

    @Test
    void aRevokedUserHearsNothingMoreOnAnyInstance() {
        Signer ana = Signer.of("r1").from(-60, 600);
        List<Recorder> hers = Stream.of(chat.instances.one, chat.instances.other)
                .map(instance -> Recorder.open(instance.port(), "/subscribe/plaza,square", ana.bearer()))
                .toList();
        Recorder another = chat.listen("plaza", Signer.of("r2"));
        another.awaitEvent("welcome");
        hers.forEach(stream -> stream.awaitEvent("welcome"));

        assertEquals(204, chat.moderate("{\"do\":\"revoke\",\"user\":\"r1\"}").status());
        hers.forEach(stream -> {
            assertEquals("revoked", reason(stream));
            stream.awaitEnd();
        });
        chat.one().say("plaza", "rails", "not for her", Signer.bearer(Signer.KEY));
        another.awaitText("not for her");
        hers.forEach(stream -> assertFalse(stream.texts().contains("not for her")));
        assertFalse(another.hasEnded());
        assertEquals(401, chat.one().get("/plaza", ana.bearer()).status());
        assertEquals(
                401,
                chat.other()
                        .postJson("plaza", "{\"message\":\"x\"}", ana.bearer())
                        .status());
        another.close();
    }

    @Test
    void aNewTokenHoldsAndGoesOnWhereTheOldOneEnded() {
        Signer old = Signer.of("r3").from(-60, 600);
        Recorder stream = chat.listen("resumed", old);
        chat.one().say("resumed", "rails", "before", Signer.bearer(Signer.KEY));
        stream.awaitText("before");
        chat.moderate("{\"do\":\"revoke\",\"user\":\"r3\"}");
        stream.awaitEnd();
        chat.one().say("resumed", "rails", "meanwhile", Signer.bearer(Signer.KEY));
        // of the same second is too early, since tokens count in seconds
        await().until(() -> chat.one()
                        .get("/resumed", Signer.of("r3").from(0, 600).bearer())
                        .status()
                == 200);
        String[] fresh = Signer.of("r3").from(0, 600).bearer();
        try (Recorder again = Recorder.open(
                chat.instances.other.port(),
                "/subscribe/resumed",
                fresh[0],
                fresh[1],
                "Last-Event-ID",
                stream.cursor())) {
            assertEquals("meanwhile", again.awaitMessages(1).get(0).text());
        }
    }

    /** Logout: what was signed in otherwise goes on. */
    @Test
    void aSessionEndsAloneAndSoDoesAToken() {
        Recorder laptop = chat.listen(
                "sessions", Signer.of("r4").with("sid", "\"laptop\"").from(-60, 600));
        Recorder phone =
                chat.listen("sessions", Signer.of("r4").with("sid", "\"phone\"").from(-60, 600));
        Recorder tablet =
                chat.listen("sessions", Signer.of("r4").with("jti", "\"t-1\"").from(-60, 600));
        Stream.of(laptop, phone, tablet).forEach(stream -> stream.awaitEvent("welcome"));
        chat.moderate("{\"do\":\"revoke\",\"session\":\"laptop\"}");
        laptop.awaitEnd();
        chat.moderate("{\"do\":\"revoke\",\"token\":\"t-1\"}");
        tablet.awaitEnd();
        assertFalse(phone.hasEnded());
        phone.close();
    }

    @Test
    void whoIsKickedIsOutForAMinuteWhateverTheyHave() {
        Signer ana = Signer.of("r5").from(-60, 600);
        Recorder stream = chat.listen("kicked", ana);
        stream.awaitEvent("welcome");
        assertEquals(204, chat.moderate("{\"do\":\"kick\",\"user\":\"r5\"}").status());
        assertEquals("kicked", reason(stream));
        await().until(() ->
                chat.one().get("/kicked", Signer.of("r5").from(3, 600).bearer()).status() == 403);
        var refused = chat.one().get("/kicked", Signer.of("r5").from(3, 600).bearer());
        assertEquals("kicked", refused.json().path("reason").textValue());
    }

    @Test
    void whatIsNoOrderIsTold() {
        for (String json : List.of(
                "{}",
                "{\"do\":\"ban\"}",
                "{\"do\":\"revoke\"}",
                "{\"do\":\"revoke\",\"user\":\"\"}",
                "{\"do\":\"revoke\",\"user\":\"a\",\"token\":\"b\"}",
                "{\"do\":\"kick\",\"token\":\"b\"}",
                "{\"do\":7}")) {
            assertEquals(400, chat.moderate(json).status(), json);
        }
    }

    /** Whoever may only publish in Redis, such as redis-cli on the machine, sends nobody away. */
    @Test
    void aNoticeAloneDeniesNobody() {
        Recorder stream = chat.listen("notices", Signer.of("r6").from(-60, 600));
        stream.awaitEvent("welcome");
        try (Jedis jedis = chat.instances.redis.connect()) {
            for (String words : List.of("", "user:r6", "9999999999999 9999999999999")) {
                jedis.publish("{" + chat.instances.prefix + "}:denied", words);
            }
        }
        chat.one().say("notices", "rails", "still here", Signer.bearer(Signer.KEY));
        stream.awaitText("still here");
        assertFalse(stream.hasEnded());
        stream.close();
    }

    @Test
    void aStreamEndsWithItsTokenAndSaysSoBefore() {
        Recorder stream = chat.listen("expiring", Signer.of("r7").from(-60, 4));
        stream.awaitEvent("welcome");
        Heard warning = stream.awaitEvent("expiring");
        long in = warning.json().path("in").longValue();
        assertTrue(in > 0 && in <= 4_000, warning.toString());
        assertEquals("expired", reason(stream));
        stream.awaitEnd();
        chat.one().say("expiring", "rails", "too late", Signer.bearer(Signer.KEY));
        String[] fresh = Signer.of("r7").bearer();
        try (Recorder again = Recorder.open(
                chat.instances.one.port(),
                "/subscribe/expiring",
                fresh[0],
                fresh[1],
                "Last-Event-ID",
                stream.cursor())) {
            again.awaitText("too late");
        }
        assertFalse(stream.texts().contains("too late"));
    }

    /** However often tokens change, each message is heard once. */
    @Test
    void aClientThatRefreshesHearsEverythingOnce() {
        Thread speaker = new Thread(() -> {
            for (int i = 0; i < 200; i++) {
                chat.one().say("refreshed", "rails", "m" + i, Signer.bearer(Signer.KEY));
            }
        });
        List<Heard> heard = new ArrayList<>();
        String cursor = "0-0";
        speaker.start();
        while (heard.stream().noneMatch(message -> "m199".equals(message.text()))) {
            String[] token = Signer.of("r8").from(-60, 2).bearer();
            try (Recorder stream = Recorder.open(
                    chat.instances.other.port(), "/subscribe/refreshed", token[0], token[1], "Last-Event-ID", cursor)) {
                await().atMost(Duration.ofSeconds(10))
                        .until(() -> stream.hasEnded() || stream.texts().contains("m199"));
                heard.addAll(stream.messages());
                cursor = stream.cursor();
            }
        }
        assertEquals(200, heard.size());
        Recorder.assertDense(heard);
    }

    @Test
    void aStreamThatIsJustOpeningEndsToo() throws InterruptedException {
        List<Recorder> streams = new ArrayList<>();
        String[] token = Signer.of("r9").from(-60, 600).bearer();
        Thread opener = new Thread(() -> {
            for (int i = 0; i < 100; i++) {
                streams.add(Recorder.open(chat.instances.one.port(), "/subscribe/opening", token));
            }
        });
        opener.start();
        await().until(() -> streams.size() > 30);
        chat.moderate("{\"do\":\"revoke\",\"user\":\"r9\"}");
        opener.join();
        streams.forEach(Recorder::awaitEnd);
    }

    /** Which has read nothing before. */
    @Test
    void aNewInstanceKnowsWhoIsDenied() {
        Signer ana = Signer.of("r10").from(-60, 600);
        assertEquals(204, chat.moderate("{\"do\":\"revoke\",\"user\":\"r10\"}").status());
        try (TestInstance late = TestInstance.start(
                chat.instances.redis, chat.instances.prefix, "--token-key=" + Signer.keyFile(Signer.SECRET))) {
            assertEquals(401, late.http().get("/plaza", ana.bearer()).status());
        }
    }

    @Test
    void anInstanceThatDoesNotKnowWhoIsDeniedYetLetsNobodyIn() {
        try (TestRedis redis = TestRedis.own()) {
            redis.stop();
            try (InstanceProcess instance = InstanceProcess.launch(
                    List.of(), redis.uri().toString(), "away:", "--token-key=" + Signer.keyFile(Signer.SECRET))) {
                Http.Answer answer =
                        instance.http().get("/plaza", Signer.of("r15").bearer());
                assertEquals(503, answer.status());
                assertTrue(answer.header("Retry-After").isPresent());
            }
        }
    }

    /** Its channel is still being read when the token is revoked: it was let in, and can't be found yet. */
    @Test
    @DisabledIfSystemProperty(named = "parley.world", matches = "cluster", disabledReason = BETWEEN)
    void aStreamThatWasLetInAndCantBeFoundYetEndsToo() {
        try (RedisLine line = new RedisLine(chat.instances.redis);
                TestInstance behind = behind(line)) {
            String[] ana = Signer.of("r11").from(-60, 600).bearer();
            line.hold(sent -> sent.contains("barrier"));
            Recorder stream = Recorder.request(behind.port(), "/subscribe/barrier?last=9", ana);
            await().until(() -> line.isHolding());
            assertEquals(
                    204, chat.moderate("{\"do\":\"revoke\",\"user\":\"r11\"}").status());
            line.release();
            assertEquals("revoked", reason(stream));
            stream.awaitEnd();
        }
    }

    /** It is told when it hears again. */
    @Test
    @DisabledIfSystemProperty(named = "parley.world", matches = "cluster", disabledReason = BETWEEN)
    void whoIsRevokedWhileAnInstanceIsCutOffIsSentAwayWhenItsLinkStandsAgain() {
        try (RedisLine line = new RedisLine(chat.instances.redis);
                TestInstance behind = behind(line)) {
            Signer ana = Signer.of("r12").from(-60, 600);
            Recorder hers = Recorder.open(behind.port(), "/subscribe/cut", ana.bearer());
            Recorder another = Recorder.open(
                    behind.port(), "/subscribe/cut", Signer.of("r13").bearer());
            line.hold(sent -> true);
            line.cut();
            another.awaitEvent("status");
            assertEquals(
                    204, chat.moderate("{\"do\":\"revoke\",\"user\":\"r12\"}").status());
            chat.one().say("cut", "rails", "not for her", Signer.bearer(Signer.KEY));
            assertFalse(hers.hasEnded());
            line.release();
            another.awaitText("not for her");
            assertEquals("revoked", reason(hers));
            hers.awaitEnd();
            assertEquals(401, behind.http().get("/cut", ana.bearer()).status());
            assertFalse(another.hasEnded());
            another.close();
        }
    }

    /** As one that Redis dropped: written down, and told nobody. */
    @Test
    @EnabledIfSystemProperty(named = "parley.long", matches = "true")
    void whoIsRevokedByALostNoticeIsSentAwayWithinHalfAMinute() {
        Recorder hers = chat.listen("lost", Signer.of("r14").from(-60, 600));
        try (Jedis jedis = chat.instances.redis.connect()) {
            long now = System.currentTimeMillis();
            jedis.hset(chat.instances.prefix + "denied", "user:r14", now + " " + (now + 600_000));
        }
        await().atMost(Duration.ofSeconds(33)).until(() -> !hers.events("bye").isEmpty());
        assertEquals("revoked", reason(hers));
    }

    private static TestInstance behind(RedisLine line) {
        return TestInstance.start(line.uri(), chat.instances.prefix, "--token-key=" + Signer.keyFile(Signer.SECRET));
    }

    private static String reason(Recorder stream) {
        return stream.awaitEvent("bye").json().path("reason").textValue();
    }
}
