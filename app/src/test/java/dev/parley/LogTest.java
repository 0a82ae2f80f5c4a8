package dev.parley;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.support.Http;
import dev.parley.support.InstanceProcess;
import dev.parley.support.Recorder;
import dev.parley.support.TestRedis;
import dev.parley.support.Wire;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.args.ClientType;
import redis.clients.jedis.params.ClientKillParams;

/** The log has one line for each event that matters to an operator, and nothing of what is said, where or by whom. */
class LogTest {
    private static final String SECRET = "zq7x"; // in all that must not be logged

    @Test
    void aBusyLifeFillsFewLinesAndTellsNoSecrets() {
        try (TestRedis redis = TestRedis.own();
                Jedis jedis = redis.connect()) {
            jedis.aclSetUser("operator-" + SECRET, "on", ">password-" + SECRET, "~*", "&*", "+@all");
            String url = "redis://operator-" + SECRET + ":password-" + SECRET + "@127.0.0.1:"
                    + redis.uri().getPort();
            try (InstanceProcess instance = InstanceProcess.launch(List.of(), url, "test:", "--drain=200ms")
                    .awaitReady()) {
                try (Recorder listener =
                        Recorder.open(instance.port(), "/subscribe/room-" + SECRET + "?name=" + SECRET)) {
                    talk(instance.http(), jedis, listener);
                    misbehave(instance, jedis);
                    loseTheLink(jedis, listener);
                    assertEquals(0, instance.terminate());
                }
                assertLines(
                        List.of(
                                "INFO Main - Parley \\S+ listens on 127.0.0.1:" + instance.port()
                                        + ", Redis is at redis://127.0.0.1:"
                                        + redis.uri().getPort()
                                        + "; a heap of \\d+ MB carries \\d+ channels with streams",
                                "WARN DropCounter - Dropped 1 raw message\\(s\\): .*",
                                "WARN Listener - Redis is away \\(.+\\); trying again",
                                "INFO Listener - Redis is back",
                                "INFO Relay - Sending 1 stream\\(s\\) away, spread over 200 ms",
                                "INFO Relay - All streams have ended; 0 took no farewell and were cut off",
                                "INFO Main - Parley has ended"),
                        instance.log());
            }
        }
    }

    private static void talk(Http http, Jedis jedis, Recorder listener) {
        for (int i = 0; i < 20; i++) {
            http.say("room-" + SECRET, SECRET, SECRET + i, "Idempotency-Key", SECRET + i);
        }
        http.postJson("room-" + SECRET, "{\"event\":\"" + SECRET + "\",\"data\":{}}");
        http.postJson("room-" + SECRET + "/typing", "{\"sender\":\"" + SECRET + "\"}");
        jedis.publish("test:room-" + SECRET, "raw " + SECRET);
        listener.awaitText("raw " + SECRET);
        http.get("/room-" + SECRET);
        http.get("/room-" + SECRET + "/members");
        http.get("/channels");
    }

    private static void misbehave(InstanceProcess instance, Jedis jedis) {
        Http http = instance.http();
        http.say("room-" + SECRET, "", SECRET);
        http.say("room-" + SECRET, SECRET, SECRET, "Origin", "https://" + SECRET + ".example");
        http.say("room-" + SECRET, SECRET, SECRET.repeat(20_000));
        http.get("/nothing/" + SECRET + "/here");
        for (String request : List.of(
                "nonsense-" + SECRET + "\r\n\r\n",
                "GET /%zz" + SECRET + " HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: " + SECRET + "\r\nHost: [::" + SECRET + "\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: [::" + SECRET + "\r\n\r\n")) {
            Wire.exchange(instance.port(), request.getBytes(StandardCharsets.UTF_8));
        }
        try (Recorder unknown = Recorder.resume(instance.port(), "room-" + SECRET, "1-1")) {
            unknown.awaitEvent("reset");
        }
        jedis.publish("test:_" + SECRET, SECRET);
        jedis.publish("test:_" + SECRET, SECRET);
    }

    private static void loseTheLink(Jedis jedis, Recorder listener) {
        jedis.clientKill(ClientKillParams.clientKillParams().type(ClientType.PUBSUB));
        await().until(() -> listener.events("status").size() == 2);
    }

    private static void assertLines(List<String> expected, List<String> log) {
        assertEquals(expected.size(), log.size(), log::toString);
        for (int i = 0; i < log.size(); i++) {
            String line = log.get(i);
            assertTrue(line.matches("\\d{4}-\\d\\d-\\d\\dT\\S+ " + expected.get(i)), line);
            assertTrue(!line.contains(SECRET), line);
        }
    }
}
