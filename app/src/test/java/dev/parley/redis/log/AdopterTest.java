package dev.parley.redis.log;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.channel.ChannelName;
import dev.parley.channel.EventId;
import dev.parley.channel.Injection;
import dev.parley.redis.link.Hear;
import dev.parley.redis.link.Interest;
import dev.parley.redis.link.Keys;
import dev.parley.redis.link.Listener;
import dev.parley.redis.link.Redis;
import dev.parley.redis.link.RedisUrl;
import dev.parley.redis.link.Shard;
import dev.parley.redis.shared.Directory;
import dev.parley.redis.shared.Families;
import dev.parley.redis.shared.SharedSecret;
import dev.parley.support.ClusterNode;
import dev.parley.support.TestCluster;
import dev.parley.support.TestRedis;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Connection;
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

    /**
     * The shard that is taken for the channel's tells copy and raw message in any order: they come to it from two others. And for ten seconds
     * more, someone who learns of the move later may adopt before the channel's own shard has told.
     */
    @ParameterizedTest
    @ValueSource(ints = {0, 15})
    void aRawMessageThatIsHeardAfterItsCopyWhenItsChannelMovesIsNotAdoptedAgain(int secondsAfter) {
        stop();
        try (TestCluster cluster = TestCluster.start()) {
            redis = new Redis(RedisUrl.parse(cluster.uri().toString()));
            redis.start(new Deaf());
            await().until(() -> redis.shards().size() == cluster.masters().size() && redis.isUp());
            String log = keys.log(ROOM);
            ClusterNode home = cluster.masterOf(log);
            jedis = home.connect();
            one = adopter("one");
            other = adopter("other");
            hear(one, "said");
            EventId copy = id(awaitStream(1).get(0));
            other.adopted(ROOM, digest("said"), copy);
            long since = System.currentTimeMillis();
            long heardAt = System.nanoTime() + Duration.ofSeconds(secondsAfter).toNanos();
            hear(other, "said", heardAt, copy, since);
            ClusterNode target = cluster.anotherMaster(TestCluster.slot(log));
            cluster.moveSlot(TestCluster.slot(log), target);
            jedis.close();
            jedis = target.connect();
            one.close(); // the lease is free
            hear(other, "marker", heardAt, copy, since);
            assertEquals("marker", text(awaitStream(2).get(1)));
        }
    }

    /** Hears nothing; the test says what was heard. */
    private static final class Deaf implements Shard.Keeper {
        @Override
        public Listener listenTo(Shard shard) {
            return new Listener(shard, List.of("nothing"), new Listener.Callbacks() {
                @Override
                public void connecting(Connection connection) {}

                @Override
                public void connected() {
                    shard.setUp(true);
                }

                @Override
                public void heard(byte[] topic, byte[] payload, boolean byPattern) {}

                @Override
                public void lost() {
                    shard.setUp(false);
                }
            });
        }

        @Override
        public void moved(BitSet slots) {}

        @Override
        public void gone(Shard shard) {}
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
        hear(adopter, text, at, EventId.BEGINNING, 0);
    }

    /** @param since the time (ms) since when everything is heard */
    private static void hear(Adopter adopter, String text, long at, EventId known, long since) {
        RawMessage raw =
                new RawMessage(Injection.read(bytes(text)).orElseThrow(), digest(text), known, since, at, at, false);
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
