package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.support.Http;
import dev.parley.support.Signer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;

/** How far one has read is the same on all their devices, and nobody else's business. */
class ReadPositionsTest {
    private static ClosedChat chat;

    @BeforeAll
    static void start() {
        chat = new ClosedChat();
    }

    @AfterAll
    static void stop() {
        chat.close();
    }

    @Test
    void whatWasReadOnOneDeviceIsReadOnTheOther() {
        Signer phone = reader("r1");
        Signer laptop = reader("r1");
        assertEquals("{}", read(phone).toString());
        note(laptop, "{\"plaza\":\"1795226995253-7\",\"garden\":\"1795226995253-0\"}");
        assertEquals(
                "{\"garden\":\"1795226995253-0\",\"plaza\":\"1795226995253-7\"}",
                read(phone).toString());
        assertEquals("{}", read(reader("r2")).toString());
    }

    @Test
    void nobodyGetsBackToWhatTheyHaveRead() {
        Signer user = reader("r3");
        note(user, "{\"plaza\":\"1795226995253-10\"}");
        assertEquals(
                "1795226995253-10",
                note(user, "{\"plaza\":\"1795226995253-9\"}").path("plaza").textValue());
        assertEquals(
                "1795226995254-0",
                note(user, "{\"plaza\":\"1795226995254-0\"}").path("plaza").textValue());
        assertEquals(
                "1795226995254-0",
                note(user, "{\"plaza\":\"1795226995253-11\"}").path("plaza").textValue());
    }

    @Test
    void ofEachUserTheChannelsThatTheyReadLastAreKeptForAMonth() {
        Signer user = reader("r4");
        note(user, "{\"first\":\"1-0\"}");
        note(user, many(0, 99));
        assertEquals(100, note(user, "{\"last\":\"1-0\"}").size());
        assertTrue(read(user).has("last"));
        assertTrue(!read(user).has("first"), "what was read longest ago is forgotten");
        for (Jedis jedis : chat.instances.redis.connectToAll()) {
            try (jedis) {
                for (String key : jedis.keys("{" + chat.instances.prefix + "@*}:read")) {
                    long days = jedis.ttl(key) / 86_400;
                    assertTrue(days == 29 || days == 30, key + " is kept for " + days + " days");
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"read\":[]}",
                "{\"read\":{\"plaza\":7}}",
                "{\"read\":{\"plaza\":\"7\"}}",
                "{\"read\":{\"a/b\":\"1-0\"}}",
                "{\"read\":{\"user-1:*\":\"1-0\"}}",
                "["
            })
    void whatIsNoPositionIsRefused(String body) {
        Http.Answer answer =
                chat.one().postJson("session/read", body, reader("r5").bearer());
        assertEquals(400, answer.status(), answer.text());
        assertEquals("{}", read(reader("r5")).toString());
    }

    @Test
    void moreThanIsKeptIsRefused() {
        Http.Answer answer = chat.one()
                .postJson(
                        "session/read",
                        "{\"read\":" + many(0, 101) + "}",
                        reader("r6").bearer());
        assertEquals(400, answer.status(), answer.text());
    }

    @Test
    void ofWhatOneMayNotHearNothingIsNoted() {
        String[] user = Signer.of("r7").may("{\"listen\":[\"plaza\"]}").bearer();
        Http.Answer answer =
                chat.one().postJson("session/read", "{\"read\":{\"plaza\":\"1-0\",\"closed\":\"1-0\"}}", user);
        assertEquals(403, answer.status(), answer.text());
        assertEquals("[\"closed\"]", answer.json().path("channels").toString());
    }

    @Test
    void whereTheChatIsOpenThereAreNone() {
        try (TwoInstances open = TwoInstances.onSharedRedis()) {
            assertEquals(404, open.http().get("/session/read").status());
            assertEquals(
                    404, open.http().postJson("session/read", "{\"read\":{}}").status());
        }
    }

    private static Signer reader(String user) {
        return Signer.of(user).may("{\"listen\":[\"*\"]}");
    }

    private static String many(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> "\"room-" + i + "\":\"1-" + i + "\"")
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static JsonNode note(Signer user, String read) {
        Http.Answer answer = chat.one().postJson("session/read", "{\"read\":" + read + "}", user.bearer());
        assertEquals(200, answer.status(), answer.text());
        return answer.json().path("read");
    }

    private static JsonNode read(Signer user) {
        Http.Answer answer = chat.other().get("/session/read", user.bearer());
        assertEquals(200, answer.status(), answer.text());
        return answer.json().path("read");
    }
}
