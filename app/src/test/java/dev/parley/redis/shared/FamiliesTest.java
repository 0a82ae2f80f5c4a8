package dev.parley.redis.shared;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.channel.ChannelName;
import dev.parley.channel.EventId;
import dev.parley.channel.Family;
import dev.parley.redis.link.Hear;
import dev.parley.redis.link.Redis;
import dev.parley.redis.link.RedisUrl;
import dev.parley.support.TestRedis;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A family's channels are known for as long as their histories, each with a mark that grows with every beginning. */
class FamiliesTest {
    private static final Family FAMILY = new Family("user-42:*");
    private static final Duration TTL = Duration.ofDays(7);
    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final long SLACK = Duration.ofHours(1).toMillis();

    private final String prefix = "test:" + UUID.randomUUID() + ":";
    private final String key = "{" + prefix + "user-42:*}:channels";
    private final TestRedis server = TestRedis.shared();

    @AutoClose
    private final Redis redis = new Redis(RedisUrl.parse(server.uri().toString()));

    private final Families families = new Families(redis, prefix, Hear.ALL, TTL);

    @BeforeEach
    void connect() {
        redis.shards().forEach(shard -> {
            shard.prepare();
            shard.setUp(true);
        });
    }

    @Test
    void whatBeginsLaterHasAGreaterMarkThoughTheClockGoesBack() {
        begin("user-42:a");
        long first = read().newest();
        assertTrue(Math.abs(first - System.currentTimeMillis()) < DAY, "it is the time");
        long future = first + DAY;
        set("", Long.toString(future)); // as before the clock was set back
        begin("user-42:b");
        begin("user-42:c");
        assertEquals(future + 2, read().newest());
        assertEquals(Set.of(future + 2, future + 1, first), Set.copyOf(marks())); // two of one moment come in any order
    }

    @Test
    void aChannelThatBeginsAnewHasANewMark() {
        begin("user-42:a");
        long first = read().newest();
        begin("user-42:a");
        assertEquals(1, read().members().size());
        assertTrue(read().newest() > first);
        assertEquals(List.of(read().newest()), marks());
    }

    @Test
    void aChannelIsKnownForAsLongAsItsHistoryAndThenForgotten() {
        begin("user-42:a");
        assertKnownFor("user-42:a", DAY);
        note("user-42:a", 3);
        assertKnownFor("user-42:a", DAY);
        note("user-42:a", 4);
        await().untilAsserted(() -> assertKnownFor("user-42:a", TTL.toMillis()));
        set("user-42:over", "5 " + (System.currentTimeMillis() - 10_000) + " 7");
        assertEquals(List.of("user-42:a"), names());
        begin("user-42:b");
        try (var jedis = server.connect()) {
            assertEquals(null, jedis.hget(key, "user-42:over"));
            assertTrue(jedis.pttl(key) > TTL.toMillis(), "it goes with the last of them");
        }
    }

    @Test
    void whatIsNotKnownThoughItLivesIsWrittenDownWithoutAMark() {
        note("user-42:a", 7);
        await().until(() -> names().equals(List.of("user-42:a")));
        assertEquals(List.of(0L), marks());
        assertEquals(0, read().newest());
    }

    @Test
    void ofManyTheOnesThatWereActiveLastAreKnown() {
        IntStream.range(0, 200)
                .forEach(i -> set("user-42:" + i, "5 " + (System.currentTimeMillis() + TTL.toMillis()) + " " + i));
        begin("user-42:new");
        List<String> names = names();
        assertEquals(200, names.size());
        assertEquals(List.of("user-42:new", "user-42:199"), names.subList(0, 2));
        assertEquals("user-42:1", names.get(199));
    }

    @Test
    void aChannelStandsInAllItsFamiliesAndOneWithoutColonsInNone() {
        begin("user-42:work:urgent");
        begin("everyone");
        note("everyone", 9);
        assertEquals(List.of("user-42:work:urgent"), names());
        assertEquals(
                names(),
                families.read(new Family("user-42:work:*")).join().members().stream()
                        .map(member -> member.channel().value())
                        .toList());
        try (var jedis = server.connect()) {
            assertEquals(
                    2,
                    jedis.keys(prefix.replace("[", "") + "*").size()
                            + jedis.keys("{" + prefix + "*").size());
        }
    }

    @Test
    void whatIsNoneOfOursIsLeftOut() {
        begin("user-42:a");
        set("no channel!", "5 " + Long.MAX_VALUE + " 7");
        set("user-42:odd", "odd");
        assertEquals(List.of("user-42:a"), names());
    }

    private void assertKnownFor(String channel, long millis) {
        try (var jedis = server.connect()) {
            long until = Long.parseLong(jedis.hget(key, channel).split(" ", -1)[1]);
            long left = until - System.currentTimeMillis();
            assertTrue(left > millis && left <= millis + 2 * SLACK, "known for " + left + " ms");
        }
    }

    private void begin(String channel) {
        families.begin(new ChannelName(channel)).join();
    }

    private void note(String channel, long n) {
        families.note(new ChannelName(channel), new EventId(1, n));
    }

    private Families.Roster read() {
        return families.read(FAMILY).join();
    }

    private List<String> names() {
        return read().members().stream().map(member -> member.channel().value()).toList();
    }

    private List<Long> marks() {
        return read().members().stream().map(Families.Member::began).toList();
    }

    private void set(String field, String value) {
        try (var jedis = server.connect()) {
            jedis.hset(key, field, value);
        }
    }
}
