package dev.parley;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.support.Http;
import dev.parley.support.Recorder;
import dev.parley.support.Signer;
import dev.parley.support.TestRedis;
import dev.parley.support.Wire;
import java.net.HttpCookie;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A page of our own signs in with a token, which no script can read from then on, and out, on all instances. */
class SessionTest {
    private static final String NAMED = "https://app.example";
    private static final String EVIL = "https://evil.example";

    @AutoClose
    private static ClosedChat chat;

    @BeforeAll
    static void start() {
        chat = new ClosedChat("--origins=" + NAMED + ",*", "--trusted-proxies=127.0.0.1");
    }

    @Test
    void aTokenGoesInAndACookieComesOutThatIsGoodOnAllInstances() {
        Signer ana = Signer.of("s1").name("Ana").from(-60, 600);
        Http.Answer answer = signIn(ana, page());
        assertEquals(204, answer.status());
        assertEquals("", answer.text());
        String set = answer.header("Set-Cookie").orElseThrow();
        HttpCookie cookie = HttpCookie.parse(set).get(0);
        assertEquals("parley", cookie.getName());
        assertEquals(ana.token(), cookie.getValue());
        assertEquals("/", cookie.getPath());
        assertNull(cookie.getDomain());
        assertTrue(cookie.isHttpOnly() && !cookie.getSecure() && set.contains("SameSite=Lax"), set);
        long beyondItsToken = cookie.getMaxAge() - 600;
        assertTrue(beyondItsToken > 0 && beyondItsToken <= 86_400, "who is over is told so: " + set);
        Recorder.open(chat.instances.other.port(), "/subscribe/plaza", "Cookie", "parley=" + ana.token())
                .close();
    }

    @Test
    void overTlsNobodyNextDoorCanSetTheCookie() {
        Signer ana = Signer.of("s2");
        Http.Answer answer = signIn(ana, "X-Forwarded-For", "9.9.9.9", "X-Forwarded-Proto", "https");
        String set = answer.header("Set-Cookie").orElseThrow();
        assertTrue(set.startsWith("__Host-parley=" + ana.token() + "; Path=/;") && set.endsWith("; Secure"), set);
        assertFalse(set.contains("Domain"), set);
        Http.Answer named = signIn(ana, "Origin", NAMED);
        assertTrue(named.header("Set-Cookie").orElseThrow().startsWith("__Host-parley="));
    }

    @Test
    void signingOutEndsTheSessionOnAllInstancesAndNoOther() {
        Signer laptop = Signer.of("s3").with("sid", "\"laptop\"").from(-60, 600);
        Signer renewed = Signer.of("s3").with("sid", "\"laptop\"").from(-50, 600);
        Signer phone = Signer.of("s3").with("sid", "\"phone\"").from(-60, 600);
        List<Recorder> over = List.of(
                listen(chat.instances.one, laptop),
                listen(chat.instances.other, laptop),
                listen(chat.instances.other, renewed));
        Recorder stays = listen(chat.instances.one, phone);

        Http.Answer answer = chat.other().delete("/session", own(laptop));
        assertEquals(204, answer.status(), answer.text());
        over.forEach(stream -> assertEquals(
                "revoked", stream.awaitEvent("bye").json().path("reason").textValue()));
        for (Signer token : List.of(laptop, renewed)) {
            assertEquals(401, chat.one().get("/plaza", token.bearer()).status());
        }
        assertEquals(200, chat.one().get("/plaza", phone.bearer()).status());
        assertFalse(stays.hasEnded());
        stays.close();
        over.forEach(Recorder::close);
    }

    @Test
    void withoutASessionTheTokenAloneIsOver() {
        Signer token = Signer.of("s4").from(-60, 600);
        Signer another = Signer.of("s4").from(-60, 600);
        Recorder over = listen(chat.instances.other, token);
        assertEquals(204, chat.one().delete("/session", token.bearer()).status());
        over.awaitEnd();
        assertEquals(401, chat.other().get("/plaza", token.bearer()).status());
        assertEquals(200, chat.other().get("/plaza", another.bearer()).status());
        over.close();
    }

    /** The browser must get rid of it, whatever it is. */
    @Test
    void whatDoesNotHoldAnyMoreIsTakenAwayAsWell() {
        String ended = Signer.of("s5").from(-600, -60).token();
        for (String cookie : List.of("parley=" + ended, "parley=nonsense", "parley=a; parley=b", "other=x")) {
            Http.Answer answer = chat.one().delete("/session", page("Cookie", cookie));
            assertEquals(204, answer.status(), cookie);
            assertEquals(List.of("parley"), cleared(answer));
        }
        assertEquals(
                List.of("__Host-parley", "parley"),
                cleared(chat.one().delete("/session", "X-Forwarded-For", "9.9.9.9", "X-Forwarded-Proto", "https")));
    }

    @Test
    void whoWasSentOutMaySignOut() {
        Signer ana = Signer.of("s10").from(-60, 600);
        chat.one().postJson("operator/moderation", "{\"do\":\"kick\",\"user\":\"s10\"}", Signer.bearer(Signer.KEY));
        await().until(() -> chat.one().get("/plaza", ana.bearer()).status() == 403);
        Http.Answer answer = chat.one().delete("/session", own(ana));
        assertEquals(204, answer.status(), answer.text());
        assertEquals(List.of("parley"), cleared(answer));
    }

    /** Else any page could sign its visitors in as someone else, or out. */
    @Test
    void pagesOfOthersSignNobodyInNorOut() {
        Signer ana = Signer.of("s6").from(-60, 600);
        for (String[] stranger : List.of(
                new String[] {"Origin", EVIL},
                new String[] {"Origin", "null"},
                new String[] {"Sec-Fetch-Site", "cross-site"},
                new String[] {"Sec-Fetch-Site", "same-site"})) {
            assertRefused(signIn(ana, stranger));
            assertRefused(chat.one().delete("/session", with(stranger, ana.bearer())));
            assertRefused(chat.one().delete("/session", with(stranger, "Cookie", "parley=" + ana.token())));
            assertRefused(chat.one().delete("/session", stranger));
        }
        assertRefused(chat.one().delete("/session", "Cookie", "parley=" + ana.token())); // from who knows where
        assertEquals(200, chat.one().get("/plaza", ana.bearer()).status());
    }

    @Test
    void onlyATokenInAHeaderSignsIn() {
        Signer ana = Signer.of("s7");
        Http.Answer byCookie = chat.one().postJson("session", "", own(ana));
        assertEquals(400, byCookie.status());
        assertTrue(byCookie.json().path("detail").textValue().contains("Authorization: Bearer"));
        assertEquals(401, chat.one().postJson("session", "", page()).status());
        Http.Answer program = chat.one().postJson("session", "", Signer.bearer(Signer.KEY));
        assertEquals(403, program.status());
        assertTrue(program.header("Set-Cookie").isEmpty());
        for (String junk : List.of(";Domain=evil.example", ",x", "\"", " x")) {
            Http.Answer answer = chat.one().postJson("session", "", Signer.bearer(ana.token() + junk));
            assertTrue(answer.status() == 400 || answer.status() == 401, answer.text());
            assertTrue(answer.header("Set-Cookie").isEmpty());
        }
    }

    @Test
    void aTokenThatNoBrowserWouldKeepIsRefusedAndToldWhy() {
        Signer large = Signer.of("s8").with("more", "\"" + "x".repeat(3_500) + "\"");
        assertEquals(200, chat.one().get("/plaza", large.bearer()).status());
        Http.Answer answer = signIn(large, page());
        assertEquals(400, answer.status());
        assertTrue(answer.json().path("detail").textValue().contains("4096"), answer.text());
    }

    @Test
    void aNamedOriginsPreflightAllowsIt() {
        String preflight = "OPTIONS /session HTTP/1.1\r\nHost: localhost\r\nOrigin: " + NAMED
                + "\r\nAccess-Control-Request-Method: DELETE\r\nConnection: close\r\n\r\n";
        Wire.Answer answer = Wire.exchange(chat.one().port(), preflight.getBytes(StandardCharsets.US_ASCII));
        assertTrue(answer.header("Access-Control-Allow-Methods").contains("DELETE"));
    }

    @Test
    void whereThereAreNoTokensThereIsNoSession() {
        try (TwoInstances open = TwoInstances.onSharedRedis()) {
            assertEquals(404, open.http().postJson("session", "").status());
            assertEquals(404, open.http().delete("/session").status());
            assertEquals(404, open.http().get("/session").status());
        }
    }

    @Test
    void withoutRedisTheCookieIsGoneAndTheRestIsToBeTriedAgain() {
        try (TestRedis redis = TestRedis.own();
                TestInstance instance =
                        TestInstance.start(redis, "test:session:", "--token-key=" + Signer.keyFile(Signer.SECRET))) {
            String[] ana = Signer.of("s9").from(-60, 600).bearer();
            redis.stop();
            await().until(() -> instance.http().get("/readyz").status() == 503);
            Http.Answer answer = instance.http().delete("/session", ana);
            assertEquals(503, answer.status());
            assertEquals(List.of("parley"), cleared(answer));
            redis.startAgain();
            await().until(() -> instance.http().delete("/session", ana).status() == 204);
            await().until(() -> instance.http().get("/plaza", ana).status() == 401);
        }
    }

    private static Recorder listen(TestInstance instance, Signer token) {
        Recorder stream = Recorder.open(instance.port(), "/subscribe/plaza", token.bearer());
        stream.awaitEvent("welcome");
        return stream;
    }

    private static Http.Answer signIn(Signer token, String... headers) {
        return chat.one().postJson("session", "", with(token.bearer(), headers));
    }

    /** As a browser asks for one of our pages. */
    private static String[] page(String... more) {
        return with(new String[] {"Sec-Fetch-Site", "same-origin"}, more);
    }

    private static String[] own(Signer token) {
        return page("Cookie", "parley=" + token.token());
    }

    private static String[] with(String[] headers, String... more) {
        return Stream.of(headers, more).flatMap(Stream::of).toArray(String[]::new);
    }

    private static void assertRefused(Http.Answer answer) {
        assertEquals(403, answer.status(), answer.text());
        assertTrue(answer.header("Set-Cookie").isEmpty());
    }

    /** The cookies that it takes away. */
    private static List<String> cleared(Http.Answer answer) {
        return answer.response().headers().allValues("Set-Cookie").stream()
                .map(set -> HttpCookie.parse(set).get(0))
                .filter(cookie -> cookie.getValue().isEmpty() && cookie.getMaxAge() == 0)
                .map(HttpCookie::getName)
                .toList();
    }
}
