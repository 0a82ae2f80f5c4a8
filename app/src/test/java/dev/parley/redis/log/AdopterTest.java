package dev.parley.redis.log;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.channel.ChannelName;
import dev.parley.channel.EventId;
import dev.parley.channel.Injection;
import dev.parley.redis.link.Hear;
import dev.parley.redis.link.Interest;
import dev.parley.redis.link.Keys;
import dev.parley.redis.link.Redis;
import dev.parley.redis.link.RedisUrl;
import dev.parley.redis.shared.Directory;
import dev.parley.redis.shared.Families;
import dev.parley.redis.shared.SharedSecret;
import dev.parley.support.TestRedis;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.params.SetParams;
import redis.clients.jedis.resps.StreamEntry;

/** What one adopter does when it has missed what another did. */
class AdopterTest {
    private static final ChannelName ROOM = new ChannelName("room");
    private static final HistoryLimits LIMITS = new HistoryLimits(1_000, Duration.ofDays(1), Long.MAX_VALUE);

    private final Keys keys = new Keys("adopter:" + UUID.randomUUID() + ":");
    private Redis redis;
    private Jedis jedis;
    private Adopter one;
    private Adopter other;

    @BeforeEach
    void start() {
        redis = new Redis(RedisUrl.parse(TestRedis.shared().uri().toString()));
        redis.shards().forEach(shard -> shard.setUp(true));
        jedis = TestRedis.shared().connect();
        one = adopter("one");
        other = adopter("other");
    }

    @AfterEach
    void stop() {
        one.close();
        other.close();
        jedis.close();
        redis.close();
    }

    @Test
    void aRawMessageWhoseCopyWasMissedIsNotAdoptedAgain() {
        for (String text : List.of("first", "second", "third")) {
            hear(one, text);
        }
        List<StreamEntry> copies = awaitStream(3);
        for (String text : List.of("first", "second", "third")) {
            hear(other, text);
        }
        other.adopted(ROOM, digest("third"), id(copies.get(2))); // and of the copies it hears the last one only
        one.close(); // the lease is free
        hear(other, "marker");
        assertEquals("marker", text(awaitStream(4).get(3)));
    }

    @Test
    void anIdenticalRawMessageThatCameLaterIsAnotherOne() {
        hear(one, "again");
        EventId first = id(awaitStream(1).get(0));
        hear(one, "again"); // heard before the copy of the first came back
        one.adopted(ROOM, digest("again"), first);
        hear(one, "marker");
        assertEquals(
                List.of("again", "again", "marker"),
                awaitStream(3).stream().map(AdopterTest::text).toList());
    }

    @Test
    void whatIsHeldForLongIsAdoptedOnceThoughSomeoneElseKeepsTheLease() {
        jedis.set(keys.adopter(ROOM), "another", SetParams.setParams().px(60_000));
        long longAgo = System.nanoTime() - Duration.ofSeconds(6).toNanos();
        hear(one, "held", longAgo);
        hear(other, "held", longAgo);
        hear(one, "marker", longAgo);
        assertEquals(
                List.of("held", "marker"),
                awaitStream(2).stream().map(AdopterTest::text).toList());
        assertEquals("another", jedis.get(keys.adopter(ROOM)));
    }

    private Adopter adopter(String instance) {
        RedisMeters meters = new RedisMeters(new SimpleMeterRegistry(), redis, new Interest(redis, keys.prefix()));
        Families families = new Families(redis, keys.prefix(), Hear.ALL, LIMITS.ttl());
        Publisher publisher = new Publisher(
                redis,
                keys,
                Hear.ALL,
                new Heads(),
                new Signature(new SharedSecret(redis, keys)),
                LIMITS,
                new Storage(redis, keys, 1, instance),
                families,
                new Directory(redis, keys),
                meters,
                (channel, id, draft) -> {});
        Adopter adopter = new Adopter(redis, keys, Hear.ALL, publisher, families, LIMITS, instance, meters);
        adopter.start();
        return adopter;
    }

    private static void hear(Adopter adopter, String text) {
        hear(adopter, text, System.nanoTime());
    }

    private static void hear(Adopter adopter, String text, long at) {
        RawMessage raw = new RawMessage(
                Injection.read(bytes(text)).orElseThrow(), digest(text), EventId.BEGINNING, 0, at, at, false);
        adopter.adopt(ROOM, raw.draft().json().length(), () -> Optional.of(raw));
    }

    private List<StreamEntry> awaitStream(int length) {
        await().until(() -> jedis.xlen(keys.log(ROOM)) >= length);
        return jedis.xrange(keys.log(ROOM), "-", "+");
    }

    private static EventId id(StreamEntry entry) {
        return new EventId(entry.getID().getTime(), entry.getID().getSequence());
    }

    private static String text(StreamEntry entry) {
        return entry.getFields().get("event").replaceAll(".*\"message\":\"([^\"]*)\".*", "$1");
    }

    private static String digest(String text) {
        return RawMessage.digest(bytes(text));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
