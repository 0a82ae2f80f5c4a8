package dev.parley.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;

/** What looks for secrets finds them. */
class SecretsFoundTest {
    private static final String TOKEN = Signer.of("42").token();
    private static final String TICKET =
            Secrets.note("tickettickettickettickettickettickettickettic"); // as one of a server

    @Test
    void everyPartOfATokenIsFoundWhereverItIsWritten(@TempDir Path directory) throws IOException {
        Set<String> words =
                Secrets.words(TOKEN + " " + Signer.KEY + " " + TICKET).collect(Collectors.toSet());
        String[] parts = TOKEN.split("\\.", -1);
        List<String> bad = List.of(
                "12:00:00 INFO App - GET /subscribe/plaza?ticket=" + TICKET,
                "Authorization: Bearer " + TOKEN,
                "payload=" + parts[1] + ";",
                "(" + parts[2] + ")",
                "key " + Signer.KEY);
        Path log = directory.resolve("log");
        for (String line : bad) {
            Files.write(log, List.of("a line", line));
            assertEquals(List.of(log + ":2: " + line), Secrets.found(List.of(log), words));
        }
        Files.writeString(log, "nothing of " + "f".repeat(64) + " and " + TICKET.substring(0, 30) + "\n");
        assertEquals(List.of(), Secrets.found(List.of(log), words));
    }

    @Test
    void anAnswerWithOneFailsATest() {
        Secrets.assertNoneIn("an answer", "{\"user\":\"42\"}");
        for (String secret : List.of(TOKEN, Signer.KEY, Signer.SECRET, TICKET)) {
            assertThrows(AssertionError.class, () -> Secrets.assertNoneIn("an answer", "{\"x\":\"" + secret + "\"}"));
        }
    }

    @Test
    void oneInRedisFailsATest() {
        String prefix = "secrets[found]*:";
        try (Jedis redis = TestRedis.shared().connect()) {
            redis.set(prefix + "harmless", "x");
            redis.set("other:" + TICKET, "x");
            Secrets.assertNoneIn(redis, prefix);
            Map<String, Runnable> writes = new HashMap<>();
            writes.put(prefix + TICKET, () -> redis.set(prefix + TICKET, "x"));
            writes.put(prefix + "text", () -> redis.set(prefix + "text", TOKEN));
            writes.put(prefix + "hash", () -> redis.hset(prefix + "hash", TOKEN, "x"));
            writes.put(prefix + "set", () -> redis.zadd(prefix + "set", 1, TOKEN));
            writes.put(prefix + "log", () -> redis.xadd(prefix + "log", (StreamEntryID) null, Map.of("event", TOKEN)));
            writes.forEach((key, write) -> {
                write.run();
                assertThrows(AssertionError.class, () -> Secrets.assertNoneIn(redis, prefix), key);
                redis.del(key);
            });
            redis.del(prefix + "harmless", "other:" + TICKET);
        }
    }
}
