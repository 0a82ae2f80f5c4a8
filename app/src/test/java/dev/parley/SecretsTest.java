package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.support.Http;
import dev.parley.support.InstanceProcess;
import dev.parley.support.Recorder;
import dev.parley.support.Signer;
import dev.parley.support.TestRedis;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** What lets people in is nowhere to be read: not in a log, an answer, a figure, nor in Redis. */
class SecretsTest {
    private final List<String> secrets = new ArrayList<>(List.of(Signer.SECRET, "k".repeat(43)));
    private final List<String> said = new ArrayList<>();

    @Test
    void noTokenKeyCookieOrTicketIsEverWrittenAnywhere() {
        String prefix = "test:secrets:";
        try (TestRedis redis = TestRedis.own();
                InstanceProcess instance = InstanceProcess.launch(
                                List.of("-Dorg.slf4j.simpleLogger.log.dev.parley=debug"),
                                redis.uri().toString(),
                                prefix,
                                "--drain=0s",
                                "--token-key=" + Signer.keyFile(Signer.SECRET),
                                "--api-keys=" + Signer.keyFile(Signer.KEY_SETTING),
                                "--anyone-may=listen:* publish:*")
                        .awaitReady()) {
            leadALife(instance);
            tellABrowser(instance);
            said.addAll(instance.log());
            try (Jedis jedis = redis.connect()) {
                assertNotSaid(jedis.get(prefix + "secret"), said); // which is in Redis, and nowhere else
                jedis.keys("*")
                        .forEach(key -> said.add(key + new String(jedis.dump(key), StandardCharsets.ISO_8859_1)));
            }
        }
        assertTrue(said.stream().anyMatch(text -> text.contains("ticket:")), "nothing was looked at");
        assertTrue(secrets.size() > 10, secrets.toString());
        secrets.forEach(secret -> assertNotSaid(secret, said));
    }

    private static void assertNotSaid(String secret, List<String> said) {
        assertFalse(
                said.stream().anyMatch(text -> text.contains(secret)),
                () -> secret + " is in "
                        + said.stream().filter(text -> text.contains(secret)).toList());
    }

    private void tellABrowser(InstanceProcess instance) {
        String browser = "browser-that-keeps-this";
        secrets.add(browser);
        String json = "{\"sender\":\"ana\",\"message\":\"hi\",\"key\":\"k\",\"browser\":\"" + browser + "\"}";
        hear(instance.http().postJson("plaza", json));
        hear(instance.http().postJson("plaza/typing", json));
        hear(instance.http().postJson("plaza", json.replace("keeps", "?")));
        hear(instance.http().get("/subscribe/plaza?browser=" + browser + "?"));
        Recorder.open(instance.port(), "/subscribe/plaza?name=ana&browser=" + browser)
                .awaitEvent("presence");
        hear(instance.http().get("/plaza"));
        hear(instance.http().get("/plaza/members"));
    }

    private void leadALife(InstanceProcess instance) {
        Http http = instance.http();
        List<String> tokens = List.of(
                Signer.of("42").token(),
                Signer.of("42").from(-600, -60).token(),
                Signer.of("42").signed(Signer.OTHER_SECRET.getBytes(StandardCharsets.UTF_8)),
                Signer.of("42").header("alg", "\"none\"").unsigned() + "not-signed-at-all",
                Signer.of("42").with("parley", "{\"typo\":[]}").token(),
                "rails." + "x".repeat(43),
                "nonsense-that-is-long-enough");
        for (String token : tokens) {
            secrets.add(token.substring(token.lastIndexOf('.') + 1));
            hear(http.get("/plaza", Signer.bearer(token)));
            hear(http.get("/plaza", "Cookie", "__Host-parley=" + token));
            hear(http.get("/subscribe/plaza?access_token=" + token));
            hear(http.get("/subscribe/plaza?ticket=" + token));
            hear(http.postJson("plaza", "{\"message\":\"hi\"}", Signer.bearer(token)));
            hear(http.postJson("operator/moderation", "{\"do\":\"" + "x" + "\"}", Signer.bearer(token)));
        }
        for (int i = 0; i < 2; i++) { // one is used, one is left in Redis
            Http.Answer made = http.postJson("tickets", "{}", Signer.bearer(tokens.get(0)));
            assertEquals(201, made.status());
            String ticket = made.json().path("ticket").textValue();
            secrets.add(ticket);
            if (i == 0) {
                Recorder.open(instance.port(), "/subscribe/plaza?ticket=" + ticket)
                        .awaitEvent("welcome");
            }
        }
        http.postJson("operator/moderation", "{\"do\":\"revoke\",\"user\":\"42\"}", Signer.bearer(Signer.KEY));
        hear(http.get("/plaza", Signer.bearer(tokens.get(0))));
        hear(http.get("/metrics", Signer.bearer(Signer.KEY)));
    }

    private void hear(Http.Answer answer) {
        said.add(answer.status() + " " + answer.response().headers() + " " + answer.text());
    }
}
