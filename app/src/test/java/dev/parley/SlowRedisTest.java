package dev.parley;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.support.Http;
import dev.parley.support.Recorder;
import dev.parley.support.RedisLine;
import dev.parley.support.Signer;
import dev.parley.support.SlowClient;
import dev.parley.support.TestRedis;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** While more requests than there are threads wait for a Redis that is far away, the instance says that it lives. */
@Timeout(60)
class SlowRedisTest {
    private static final int MORE_THAN_THREADS = 150;
    private static final int ONE_AFTER_THE_OTHER = 32; // so they wait for longer than the test takes

    @Test
    void whoWaitsForRedisHoldsNobodyUp() {
        try (TestRedis redis = TestRedis.own();
                RedisLine line = new RedisLine(redis);
                TestInstance chat = TestInstance.start(line.uri(), "slow:" + UUID.randomUUID() + ":");
                Recorder listener = Recorder.open(chat.port(), "/subscribe/room")) {
            line.delay(Duration.ofMillis(1_100));
            List<SlowClient> sharing = ask(chat, get("/channels")); // one answer
            List<SlowClient> waiting = Stream.of(
                            post("/room", "sender=mason&message=hi"),
                            post("/room/typing", "sender=mason"),
                            get("/room/members"),
                            get("/room"))
                    .flatMap(request -> ask(chat, request).stream())
                    .toList();
            for (int i = 0; i < 5; i++) {
                assertEquals(200, chat.http().get("/healthz").status());
                assertEquals(200, chat.http().get("/metrics").status());
            }
            waiting.forEach(client -> assertTrue(answers(client) < ONE_AFTER_THE_OTHER, "it waits no longer"));
            await().until(() -> chat.http().say("room", "ana", "honest").status() == 201);
            listener.awaitText("honest");
            waiting.forEach(SlowClient::close);
            sharing.forEach(SlowClient::close);
            line.delay(Duration.ZERO);
        }
    }

    /** It is handled by the thread that all connections of a selector depend on. */
    @Test
    void noneOfAllThatCanBePostedHoldsAnybodyUp() {
        Map<String, String> bodies = Map.of(
                "/{channel}", "{\"message\":\"hi\"}",
                "/{channel}/typing", "{}",
                "/{channel}/push", "{\"endpoint\":\"https://web.push.apple.com/x\",\"level\":\"none\"}",
                "/tickets", "{}",
                "/session", "",
                "/session/read", "{\"read\":{\"room\":\"1-0\"}}",
                "/operator/moderation", "{\"do\":\"revoke\",\"user\":\"nobody\"}");
        try (TestRedis redis = TestRedis.own();
                RedisLine line = new RedisLine(redis);
                TestInstance chat = TestInstance.start(
                        line.uri(),
                        "slow:" + UUID.randomUUID() + ":",
                        "--token-key=" + Signer.keyFile(Signer.SECRET),
                        "--api-keys=" + Signer.keyFile(Signer.KEY_SETTING))) {
            assertEquals(
                    bodies.keySet().stream().map(path -> "POST " + path).collect(Collectors.toSet()),
                    chat.routes().stream()
                            .filter(route -> route.startsWith("POST "))
                            .collect(Collectors.toSet()));
            String user = Signer.of("u")
                    .may("{\"listen\":[\"*\"],\"publish\":[\"*\"]}")
                    .token();
            line.delay(Duration.ofMillis(1_100));
            Map<String, List<SlowClient>> waiting = new TreeMap<>();
            bodies.forEach((path, body) -> waiting.put(
                    path, ask(chat, postJson(path, body, path.startsWith("/operator") ? Signer.KEY : user))));
            for (int i = 0; i < 5; i++) {
                assertEquals(200, chat.http().get("/healthz").status());
            }
            waiting.get("/{channel}")
                    .forEach(client -> assertTrue(answers(client) < ONE_AFTER_THE_OTHER, "it waits no longer"));
            waiting.values().forEach(clients -> clients.forEach(SlowClient::close));
            line.delay(Duration.ZERO);
        }
    }

    /** However many one asks for. */
    @Test
    void aPageOfHistoryIsReadForWhoAsksForOne() {
        try (TestRedis redis = TestRedis.own();
                RedisLine line = new RedisLine(redis);
                TestInstance chat = TestInstance.start(
                        line.uri(),
                        "slow:" + UUID.randomUUID() + ":",
                        "--address-limits=on",
                        "--trusted-proxies=127.0.0.1")) {
            chat.http().say("room", "ana", "hi");
            line.delay(Duration.ofMillis(1_100));
            List<SlowClient> stranger = IntStream.range(0, 300)
                    .mapToObj(i -> new SlowClient(chat.port(), get("/room", "X-Forwarded-For: 192.0.2.66")))
                    .toList();
            await().until(() -> chat.http().get("/metrics").text().contains("{reason=\"read_rate\"}"));
            Http.Answer honest = chat.http().get("/room", "X-Forwarded-For", "192.0.2.1");
            assertEquals(200, honest.status(), honest.text());
            stranger.forEach(SlowClient::close);
            line.delay(Duration.ZERO);
        }
    }

    private static List<SlowClient> ask(TestInstance chat, String request) {
        return IntStream.range(0, MORE_THAN_THREADS)
                .mapToObj(i -> new SlowClient(chat.port(), request.repeat(ONE_AFTER_THE_OTHER)))
                .toList();
    }

    private static int answers(SlowClient client) {
        return new String(client.read(100_000), StandardCharsets.UTF_8).split("HTTP/1.1 ", -1).length - 1;
    }

    private static String get(String path, String... headers) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n"
                + Stream.of(headers).map(header -> header + "\r\n").collect(Collectors.joining()) + "\r\n";
    }

    private static String postJson(String path, String body, String token) {
        return "POST " + path.replace("{channel}", "room") + " HTTP/1.1\r\nHost: localhost\r\n"
                + "Content-Type: application/json\r\nAuthorization: Bearer " + token + "\r\n"
                + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static String post(String path, String form) {
        return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                + "Content-Length: " + form.length() + "\r\n\r\n" + form;
    }
}
