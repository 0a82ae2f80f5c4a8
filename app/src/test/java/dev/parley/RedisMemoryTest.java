package dev.parley;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.support.Http;
import dev.parley.support.TestRedis;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** However many channels people make, what Redis keeps of all of them is bounded. */
class RedisMemoryTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40); // they are weighed every 5 s
    private static final String LARGE =
            "{\"event\":\"large\",\"data\":{\"x\":\"" + "'".repeat(3_200) + "\"}}"; // 16 KB when escaped

    @Test
    void theChannelsThatWereSilentLongestGoFirst() {
        try (TestRedis redis = TestRedis.own();
                TwoInstances chat = new TwoInstances(redis, "--history-total=1m")) {
            for (int i = 0; i < 120; i++) {
                Http http = chat.both().get(i % 2).http();
                assertEquals(201, http.postJson("room-" + i, LARGE).status());
            }
            await().atMost(PATIENCE).until(() -> histories(redis, chat.prefix) <= 1024 * 1024);
            assertTrue(isKept(chat, "room-119"));
            assertFalse(isKept(chat, "room-0"));
            assertTrue(histories(redis, chat.prefix) > 512 * 1024, "no more than is needed");
            assertEquals(201, chat.http().say("room-0", "mason", "again").status());
        }
    }

    @Test
    void aRedisThatIsFullHasRoomAgainSoon() {
        try (TestRedis redis = TestRedis.own("appendonly no", "maxmemory 6mb", "maxmemory-policy noeviction");
                TwoInstances chat = new TwoInstances(redis)) {
            int said = 0;
            while (chat.http().postJson("room-" + said, LARGE).status() == 201) {
                said++;
                assertTrue(said < 2_000, "it never was full");
            }
            await().atMost(PATIENCE)
                    .until(() -> chat.http().postJson("room-new", LARGE).status() == 201);
        }
    }

    private static boolean isKept(TwoInstances chat, String channel) {
        return chat.http().get("/" + channel).json().path("messages").size() == 1;
    }

    private static long histories(TestRedis redis, String prefix) {
        try (Jedis jedis = redis.connect()) {
            Set<String> logs = jedis.keys("{" + prefix + "*}:log");
            return logs.stream()
                    .map(log -> jedis.memoryUsage(log, 0)) // none when it has just been given up
                    .filter(Objects::nonNull)
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }
}
