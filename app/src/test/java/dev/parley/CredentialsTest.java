package dev.parley;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.support.Http;
import dev.parley.support.Recorder;
import dev.parley.support.Signer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** A token by header, cookie and ticket: what each may, and what pages of other sites can't do with them. */
class CredentialsTest {
    private static final Signer ANA = Signer.of("42").name("Ana");
    private static final String COOKIE = "parley=" + ANA.token();
    private static final String NAMED = "https://app.example";

    @AutoClose
    private static ClosedChat chat;

    @BeforeAll
    static void start() {
        chat = new ClosedChat("--origins=" + NAMED);
    }

    @Test
    void aCookieListens() {
        for (String name : List.of("parley", "__Secure-parley", "__Host-parley")) {
            Http.Answer answer = chat.one().get("/everyone", "Cookie", name + "=" + ANA.token());
            assertEquals(200, answer.status(), name);
        }
        assertEquals(
                401,
                chat.one().get("/everyone", "Cookie", "other=" + ANA.token()).status());
    }

    /** Another site of the same domain can set one without a prefix, and must not be able to sign its visitors in as another. */
    @Test
    void theCookieThatOthersCantSetWins() {
        String tossed = "parley=" + Signer.of("666").token();
        Http.Answer answer = chat.one()
                .postJson("tossed", "{\"message\":\"hi\"}", page("Cookie", tossed + "; __Host-parley=" + ANA.token()));
        assertEquals(201, answer.status());
        assertTrue(chat.one().get("/tossed", ANA.bearer()).text().contains("\"user\":\"42\""));
        assertEquals(
                401, chat.one().get("/tossed", "Cookie", COOKIE + "; " + tossed).status());
    }

    @Test
    void theFirstThatIsShownCounts() {
        assertEquals(
                401,
                chat.one()
                        .get("/everyone", "Authorization", "Bearer nonsense", "Cookie", COOKIE)
                        .status());
        assertEquals(
                200,
                chat.one()
                        .get("/everyone", "Authorization", "Basic YTpi", "Cookie", COOKIE)
                        .status());
        assertEquals(
                200,
                chat.one()
                        .get("/everyone", "Authorization", "bearer " + ANA.token())
                        .status());
    }

    @Test
    void whyATokenIsRefusedIsToldToWhoHadOne() {
        Http.Answer none = chat.one().get("/everyone");
        assertEquals("Bearer", none.header("WWW-Authenticate").orElseThrow());
        Http.Answer bad = chat.one().get("/everyone", "Authorization", "Bearer nonsense");
        assertEquals(
                "Bearer error=\"invalid_token\"", bad.header("WWW-Authenticate").orElseThrow());
        Http.Answer expired =
                chat.one().get("/everyone", Signer.of("42").from(-600, -60).bearer());
        assertTrue(expired.header("WWW-Authenticate").orElseThrow().endsWith("error_description=\"expired\""));
    }

    /** For an EventSource that would have to write its token into the address. */
    @Test
    void aTokenInTheAddressIsRefusedWithAWayOut() {
        Http.Answer answer = chat.one().get("/subscribe/everyone?access_token=" + ANA.token());
        assertEquals(400, answer.status());
        assertTrue(answer.text().contains("POST /tickets"), answer.text());
        assertFalse(answer.text().contains(ANA.token()));
    }

    @Test
    void aTicketOpensOneStreamOnAnyInstance() {
        String ticket = ticket();
        try (Recorder stream = Recorder.open(chat.instances.other.port(), "/subscribe/tickets-1?ticket=" + ticket)) {
            assertEquals(
                    "Ana",
                    stream.awaitEvent("welcome").json().path("you").path("name").textValue());
            chat.one().say("tickets-1", "Ana", "hi", ANA.bearer());
            stream.awaitText("hi");
        }
        for (Http http : List.of(chat.one(), chat.other())) {
            assertEquals(401, http.get("/subscribe/tickets-1?ticket=" + ticket).status());
        }
    }

    @Test
    void aTicketIsForAStreamOnlyAndForWhatItsTokenMay() {
        String ticket = ticket();
        assertEquals(401, chat.one().get("/everyone?ticket=" + ticket).status());
        assertEquals(
                401,
                chat.one()
                        .postJson("everyone?ticket=" + ticket, "{\"message\":\"x\"}")
                        .status());
        assertEquals(
                401,
                chat.one()
                        .get("/subscribe/a?ticket=" + ticket + "&ticket=" + ticket)
                        .status());
        assertEquals(
                401, chat.one().get("/subscribe/a?ticket=" + "A".repeat(43)).status());
        assertEquals(401, chat.one().get("/subscribe/a?ticket=x").status());
        assertEquals(
                403, chat.one().get("/subscribe/private-a?ticket=" + ticket).status());
    }

    /** By which nothing can be used up that is not opened. */
    @Test
    void aHeadUsesNoTicketUp() {
        String ticket = ticket();
        assertEquals(401, chat.one().head("/subscribe/heads?ticket=" + ticket).status());
        Recorder.open(chat.instances.one.port(), "/subscribe/heads?ticket=" + ticket)
                .close();
    }

    @Test
    void aTicketIsForHalfAMinute() {
        ticket();
        try (Jedis jedis = chat.instances.redis.connect()) {
            List<Long> lives = jedis.keys(chat.instances.prefix + "ticket:*").stream()
                    .map(jedis::pttl)
                    .toList();
            assertFalse(lives.isEmpty());
            assertTrue(lives.stream().allMatch(life -> life > 0 && life <= 30_000), lives.toString());
        }
    }

    /** Where guests may listen, a page whose cookie has run out must not silently become a guest's. */
    @Test
    void whoseTokenHasRunOutIsNoGuest() {
        try (ClosedChat mixed = new ClosedChat("--anyone-may=listen:* publish:*")) {
            String old = Signer.of("42").from(-600, -60).token();
            assertEquals(200, mixed.one().get("/everyone").status());
            for (String[] shown : new String[][] {
                {"Cookie", "parley=" + old},
                {"Authorization", "Bearer " + old},
                {"Cookie", "parley="},
                {"Authorization", "Bearer "},
                {"Cookie", "__Secure-parley=x; parley=" + ANA.token()}
            }) {
                assertEquals(401, mixed.one().get("/everyone", shown).status(), shown[1]);
                assertEquals(401, mixed.one().get("/subscribe/everyone", shown).status(), shown[1]);
                assertEquals(
                        401,
                        mixed.one()
                                .postJson("everyone", "{\"message\":\"x\"}", page(shown))
                                .status(),
                        shown[1]);
            }
            assertEquals(
                    401,
                    mixed.one()
                            .get("/subscribe/everyone?ticket=" + "A".repeat(43))
                            .status());
        }
    }

    @Test
    void redisNeverSeesATicketNorAToken() {
        String ticket = ticket();
        try (Jedis jedis = chat.instances.redis.connect()) {
            List<String> keys = jedis.keys(chat.instances.prefix + "*").stream()
                    .map(key -> key + " " + (jedis.type(key).equals("string") ? jedis.get(key) : ""))
                    .toList();
            assertTrue(keys.stream().anyMatch(key -> key.contains(":ticket:")), keys.toString());
            assertTrue(keys.stream().noneMatch(key -> key.contains(ticket)), keys.toString());
            String signature = ANA.token().substring(ANA.token().lastIndexOf('.'));
            assertTrue(keys.stream().noneMatch(key -> key.contains(signature)), keys.toString());
        }
    }

    /** A browser sends cookies with what any page makes it ask. */
    @Test
    void aCookieWritesOnlyForOurPagesAndThoseAllowedByName() {
        String json = "{\"message\":\"hi\"}";
        assertEquals(403, chat.one().postJson("csrf", json, "Cookie", COOKIE).status());
        assertEquals(
                403,
                chat.one()
                        .postJson("csrf", json, "Cookie", COOKIE, "Origin", "https://evil.example")
                        .status());
        assertEquals(
                403,
                chat.one()
                        .postJson("csrf", json, "Cookie", COOKIE, "Origin", "null")
                        .status());
        assertEquals(
                403,
                chat.one()
                        .postJson("csrf", json, "Cookie", COOKIE, "Sec-Fetch-Site", "cross-site")
                        .status());
        assertEquals(403, chat.one().say("csrf", "Ana", "hi", "Cookie", COOKIE).status());
        assertEquals(
                403,
                chat.one()
                        .say("csrf", "Ana", "hi", "Cookie", COOKIE, "Origin", "https://evil.example")
                        .status());
        assertEquals(
                201, chat.one().postJson("csrf", json, page("Cookie", COOKIE)).status());
        assertEquals(
                201,
                chat.one()
                        .postJson("csrf", json, "Cookie", COOKIE, "Origin", NAMED)
                        .status());
        assertEquals(201, chat.one().postJson("csrf", json, ANA.bearer()).status());
    }

    @Test
    void onlyOriginsAllowedByNameGetCredentials() {
        Http.Answer named = chat.one().get("/everyone", "Cookie", COOKIE, "Origin", NAMED);
        assertEquals("true", named.header("Access-Control-Allow-Credentials").orElseThrow());
        assertEquals(NAMED, named.header("Access-Control-Allow-Origin").orElseThrow());
        assertEquals("Origin", named.header("Vary").orElseThrow());
        Http.Answer sandboxed = chat.one().get("/everyone", "Cookie", COOKIE, "Origin", "null");
        assertTrue(sandboxed.header("Access-Control-Allow-Credentials").isEmpty());
        assertEquals(401, sandboxed.status());
        try (ClosedChat forAll = new ClosedChat("--origins=*", "--anyone-may=listen:*")) {
            String channel = "/private-x";
            Http.Answer foreign = forAll.one().get("/everyone", "Cookie", COOKIE, "Origin", "https://evil.example");
            assertEquals(200, foreign.status()); // as a guest, who may
            assertTrue(foreign.header("Access-Control-Allow-Credentials").isEmpty());
            String mine = "parley="
                    + Signer.of("42").may("{\"listen\":[\"private-x\"]}").token();
            assertEquals(
                    401,
                    forAll.one()
                            .get(channel, "Cookie", mine, "Origin", "https://evil.example")
                            .status());
            assertEquals(
                    403,
                    forAll.one()
                            .postJson("x", "{\"message\":\"x\"}", "Cookie", mine, "Origin", "https://evil.example")
                            .status());
        }
    }

    @Test
    void aPageWithAKeyIsRefused() {
        assertEquals(
                403,
                chat.one()
                        .get("/everyone", "Authorization", "Bearer " + Signer.KEY, "Origin", NAMED)
                        .status());
    }

    @Test
    void guessingIsSlow() {
        try (ClosedChat limited = new ClosedChat("--address-limits=on", "--trusted-proxies=127.0.0.1")) {
            String[] guesser = {"X-Forwarded-For", "198.51.100.1", "Authorization", "Bearer a.b.c"};
            for (int i = 0; i < 10; i++) {
                assertEquals(401, limited.one().get("/everyone", guesser).status());
            }
            await().until(() -> limited.one().get("/everyone", guesser).status() == 429);
            String[] neighbour = {"X-Forwarded-For", "198.51.100.2", "Authorization", "Bearer a.b.c"};
            assertEquals(401, limited.one().get("/everyone", neighbour).status());
            String expired = "Bearer " + Signer.of("42").from(-600, -60).token();
            for (int i = 0; i < 30; i++) { // whoever once had a token is no guesser
                assertEquals(
                        401,
                        limited.one()
                                .get("/everyone", "X-Forwarded-For", "198.51.100.3", "Authorization", expired)
                                .status());
            }
        }
    }

    private static String ticket() {
        Http.Answer answer = chat.one().postJson("tickets", "{}", ANA.bearer());
        assertEquals(201, answer.status());
        assertEquals(30, answer.json().path("for").intValue());
        return answer.json().path("ticket").textValue();
    }

    /** As a page of the chat itself sends it. */
    private static String[] page(String... headers) {
        return Stream.of(headers, new String[] {"Sec-Fetch-Site", "same-origin"})
                .flatMap(Arrays::stream)
                .toArray(String[]::new);
    }
}
