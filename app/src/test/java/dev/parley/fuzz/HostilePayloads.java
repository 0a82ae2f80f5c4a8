package dev.parley.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.XAddParams;

/**
 * Rubbish in Redis: published where instances listen, and, under the channels called garbage-…, in the keys that they keep.
 * Threading: confined to one thread.
 */
final class HostilePayloads {
    private static final String[] LOOKALIKES = {
        "{\"id\":\"1-1\",\"sig\":\"0123456789abcdef\",\"sender\":\"a\",\"message\":\"b\",\"at\":1}",
        "{\"id\":\"1795226995253-41\",\"sig\":\"0123456789abcdef\",\"sender\":\"a\",\"message\":\"b\",\"at\":1}",
        "{\"id\":\"999999999999999999-999999999999999999\",\"sig\":\"0123456789abcdef\",\"event\":\"e\",\"data\":{},\"at\":1}",
        "{\"id\":\"1-1\",\"sig\":\"0123456789abcdef\",\"raw\":\"0123456789abcdef\",\"sender\":\"a\",\"message\":\"b\",\"at\":1}",
        "{\"id\":\"1-1\",\"sig\":\"0123456789abcdef\",",
        "{\"id\":\"1-1\",\"sig\":\"\",\"message\":\"x\"}",
        "{\"id\":\"1-1\"}",
        "{\"id\":\"-1\",\"sig\":\"0123456789abcdef\",}",
        "{\"id\":\"1-1\",\"sig\":\"0123456789abcdef\",\"event\":\"",
        "{\"message\":\"m\",\"id\":1}"
    };
    private static final String[] TOPICS = {
        "",
        "_x",
        " ",
        "a b",
        "channels",
        "leases",
        "secret",
        "a/b",
        "..",
        "%2F",
        "hostile-1}:members",
        "\u00E9",
        "e\u0301",
        "\uD83D\uDE00"
    };
    private static final String[] EVENTS = {
        "",
        "{}",
        "x",
        "{\"event\":\"",
        "{\"event\":\"e\",\"data\":",
        "{\"event\":\"e\",\"data\":{},\"at\":}",
        "{\"sender\":\"a\",\"message\":\"b\"}",
        "{\"sender\":\"a\",\"message\":\"b\",\"at\":99999999999999999999}",
        "{\"a\":1,\"at\":x}",
        "a\nid: 1-1\n\n",
        ",\"at\":1}",
        "{\"at\":1}",
        "{\"sender\":\"a\",\"message\":\"b\",\"at\":1}\n\n"
    };
    private static final String[] IDS = {
        "*",
        "*",
        "*",
        "5-*",
        "1795226995253-*",
        "1795226995253-9000000000000000000",
        "1795226995253-18446744073709551614"
    };

    private final Jedis jedis;
    private final String prefix;
    private final String canary;
    private final Random random;
    private final Dictionary dictionary;

    /** @param canary a channel that gets small raw messages only, and in whose keys nothing is done */
    HostilePayloads(Jedis jedis, String prefix, String canary, Random random) {
        this.jedis = jedis;
        this.prefix = prefix;
        this.canary = canary;
        this.random = random;
        this.dictionary = new Dictionary(random);
    }

    void send() {
        String garbage = "garbage-" + random.nextInt(4);
        switch (random.nextInt(10)) {
            case 0 -> publish("{" + prefix + topic() + "}:members", payload());
            case 1 -> publish("{" + prefix + topic() + "}:typing", payload());
            case 2 -> publish(prefix + canary, dictionary.pick(LOOKALIKES).getBytes(StandardCharsets.UTF_8));
            case 3 ->
                publish(
                        dictionary.pick(
                                "{", "{" + prefix, "}:members", "{" + prefix + "}:typing", "{" + prefix + "x}:log"),
                        payload());
            case 4 -> addToStream("{" + prefix + garbage + "}:log");
            case 5 ->
                jedis.sadd(
                        "{" + prefix + garbage + "}:members",
                        dictionary.text(),
                        "nobody",
                        " ",
                        "lease name of someone");
            case 6 -> addToSortedSets();
            default -> publish(prefix + topic(), payload());
        }
    }

    private void publish(String topic, byte[] payload) {
        jedis.publish(topic.getBytes(StandardCharsets.UTF_8), payload);
    }

    private String topic() {
        return random.nextInt(5) == 0 ? dictionary.pick(TOPICS) : dictionary.channel();
    }

    private byte[] payload() {
        return switch (random.nextInt(10)) {
            case 0 -> dictionary.bytes(500);
            case 1 -> dictionary.bytes(20_000);
            case 2 -> dictionary.json().getBytes(StandardCharsets.UTF_16);
            case 3 -> new byte[random.nextInt(2)];
            case 4, 5 -> dictionary.pick(LOOKALIKES).getBytes(StandardCharsets.UTF_8);
            case 6 -> dictionary.json().getBytes(StandardCharsets.UTF_8);
            default -> dictionary.text().getBytes(StandardCharsets.UTF_8);
        };
    }

    private void addToStream(String key) {
        if (random.nextInt(8) == 0) {
            jedis.del(key);
        }
        Map<String, String> fields =
                Map.of(dictionary.pick("event", "event", "event", "raw", "x"), dictionary.pick(EVENTS));
        try {
            jedis.xadd(key, XAddParams.xAddParams().id(dictionary.pick(IDS)).maxLen(200), fields);
        } catch (JedisDataException | NumberFormatException tooSmallOrTooLarge) {
            // for Redis, or for Jedis, which has added it
        }
    }

    private void addToSortedSets() {
        double score = dictionary.pick("a", "b").equals("a") ? Double.POSITIVE_INFINITY : random.nextGaussian() * 1e13;
        jedis.zadd(prefix + "channels", score, dictionary.pick(TOPICS));
        jedis.zadd(prefix + "leases", score, dictionary.pick("nobody", "", " ", "lease"));
    }
}
