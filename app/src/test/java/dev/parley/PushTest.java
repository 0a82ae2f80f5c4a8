package dev.parley;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.support.Http;
import dev.parley.support.PushService;
import dev.parley.support.Signer;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.Jedis;

/** Who has no page open is told through the push service of their browser: once, of what they asked for, and nobody else. */
@Timeout(90)
class PushTest {
    private static final String ORIGIN = "Origin";

    private PushService service;
    private TwoInstances chat;

    @BeforeEach
    void start() {
        service = new PushService();
        chat = TwoInstances.onSharedRedis("--push-services=" + service.origin());
    }

    @AfterEach
    void stop() {
        chat.close();
        service.close();
    }

    @Test
    void eachMessageIsToldOnceWhicheverInstanceHasPublishedIt() {
        PushService.Browser ana = service.browser("ana");
        ask(chat.http(), "room", ana.asking("all", ",\"name\":\"ana\",\"browser\":\"anas-own-browser-secret\""));
        String id = chat.other.http().say("room", "mason", "hi").id();
        await().until(() -> ana.pushes().size() == 1);
        PushService.Push push = ana.pushes().get(0);
        assertEquals("{\"channel\":\"room\",\"id\":\"" + id + "\"}", push.said().toString());
        assertEquals(service.origin(), push.claims().path("aud").textValue());
        assertEquals(own(chat.http()), push.claims().path("sub").textValue());
        assertEquals(key(chat.http()), push.key());
        assertEquals(key(chat.other.http()), push.key());
        assertEquals("normal", push.urgency());
        chat.inject("room", "@ana: deploying");
        await().until(() -> ana.pushes().size() == 2);
        assertEquals("high", ana.pushes().get(1).urgency());
        chat.http().say("room", "mason", "@ana again");
        await().until(() -> ana.pushes().size() == 3);
    }

    @Test
    void whoWantsToKnowWhenTheyAreMentionedIsToldOfThatOnly() {
        PushService.Browser ana = service.browser("ana");
        PushService.Browser ben = service.browser("ben");
        ask(chat.http(), "room", ana.asking("mentions", ",\"name\":\"Ana\""));
        ask(chat.http(), "room", ben.asking("mentions", ",\"name\":\"Ben\""));
        chat.http().say("room", "mason", "hello, @anabel");
        String first = chat.http().say("room", "mason", "where is @ana?").id();
        chat.http().postJson("room", "{\"event\":\"mentions\",\"data\":{\"text\":\"@ana\"}}");
        String last = chat.http().say("room", "mason", "@Ana!").id();
        await().until(() -> ana.pushes().size() == 2);
        assertEquals(
                Set.of(first, last), // they go out side by side
                ana.pushes().stream()
                        .map(push -> push.said().path("id").textValue())
                        .collect(Collectors.toSet()));
        assertEquals(List.of(), ben.pushes());
    }

    @Test
    void nobodyIsToldOfTheirOwnWordsNorOfEachMessageOfAFlood() {
        PushService.Browser ana = service.browser("ana");
        PushService.Browser ben = service.browser("ben");
        String secret = ",\"browser\":\"anas-own-browser-secret\"";
        ask(chat.http(), "room", ana.asking("all", secret));
        ask(chat.http(), "room", ben.asking("all", ""));
        for (int i = 0; i < 5; i++) {
            chat.http().postJson("room", "{\"sender\":\"ana\",\"message\":\"mine " + i + "\"" + secret + "}");
        }
        await().until(() -> ben.pushes().size() == 1);
        chat.http().say("room", "mason", "not mine");
        await().until(() -> ana.pushes().size() == 1);
        assertEquals(1, ben.pushes().size(), "told a moment ago");
    }

    @Test
    void whoWantsNoMoreOrIsGoneIsForgotten() {
        PushService.Browser ana = service.browser("ana");
        PushService.Browser gone = service.browser("gone");
        ask(chat.http(), "room", ana.asking("all", ""));
        ask(chat.http(), "room", gone.asking("all", ""));
        gone.answer(410);
        chat.http().say("room", "mason", "one");
        await().until(() -> gone.pushes().size() == 1 && targets("room") == 1);
        ask(chat.other.http(), "room", ana.asking("none", ""));
        assertEquals(0, targets("room"));
    }

    @Test
    void whatIsNoSubscriptionIsRefused() {
        PushService.Browser ana = service.browser("ana");
        String good = ana.asking("all", "");
        for (String bad : List.of(
                good.replace(service.origin(), "http://127.0.0.1:1"),
                good.replace(service.origin(), "https://169.254.169.254"),
                good.replace("\"all\"", "\"some\""),
                good.replaceFirst("p256dh\":\"..", "p256dh\":\"AA"),
                good.replaceFirst("auth\":\"[^\"]*", "auth\":\"AAAA"),
                "{}")) {
            Http.Answer answer = chat.http().postJson("room/push", bad, ORIGIN, own(chat.http()));
            assertEquals(400, answer.status(), bad + answer.text());
        }
        assertEquals(0, targets("room"));
    }

    @Test
    void whereNothingMayBeSentNobodyCanAsk() {
        try (TwoInstances silent = TwoInstances.onSharedRedis("--push-services=off")) {
            assertEquals(404, silent.http().get("/room/push").status());
            assertEquals(
                    404,
                    silent.http()
                            .postJson("room/push", service.browser("ana").asking("all", ""), ORIGIN, own(silent.http()))
                            .status());
        }
    }

    @Test
    void whoseTokensAreRevokedIsToldNothingMore() {
        try (ClosedChat closed = new ClosedChat("--push-services=" + service.origin())) {
            PushService.Browser ana = service.browser("ana");
            PushService.Browser ben = service.browser("ben");
            String origin = own(closed.one());
            for (PushService.Browser browser : List.of(ana, ben)) {
                Signer user = Signer.of(browser == ana ? "p1" : "p2").may("{\"listen\":[\"*\"]}");
                assertEquals(200, closed.one().get("/room/push", user.bearer()).status());
                Http.Answer answer = closed.one()
                        .postJson("room/push", browser.asking("all", ""), with(user.bearer(), ORIGIN, origin));
                assertEquals(204, answer.status(), answer.text());
            }
            assertEquals(
                    204, closed.moderate("{\"do\":\"revoke\",\"user\":\"p1\"}").status());
            await().until(() -> closed.one()
                            .get("/room", Signer.of("p1").from(-60, 60).bearer())
                            .status()
                    == 401);
            await().until(() -> {
                closed.one().say("room", "rails", "hi", Signer.bearer(Signer.KEY));
                return !ben.pushes().isEmpty();
            });
            assertEquals(List.of(), ana.pushes());
        }
    }

    private static String[] with(String[] headers, String... more) {
        String[] all = Arrays.copyOf(headers, headers.length + more.length);
        System.arraycopy(more, 0, all, headers.length, more.length);
        return all;
    }

    private static void ask(Http http, String channel, String json) {
        key(http); // as a browser does first
        Http.Answer answer = http.postJson(channel + "/push", json, ORIGIN, own(http));
        assertEquals(204, answer.status(), answer.text());
    }

    private static String key(Http http) {
        Http.Answer answer = http.get("/room/push");
        assertEquals(200, answer.status(), answer.text());
        return answer.json().path("key").textValue();
    }

    private static String own(Http http) {
        return "http://127.0.0.1:" + http.port();
    }

    private int targets(String channel) {
        try (Jedis jedis = chat.redis.connectFor(chat.prefix + channel)) {
            String key = "{" + chat.prefix + channel + "}:push";
            assertTrue(jedis.pttl(key) != -1, "it is forgotten some day");
            return jedis.hgetAll(key).size();
        }
    }
}
