package dev.parley.redis.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.HostAndPort;

/** Where Redis is can be written in three ways, and is shown without its password. */
class RedisUrlTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "redis://a                       | redis://a:6379  | -h a",
                "redis://localhost               | redis://localhost:6379 | ''",
                "redis://localhost:7000/2        | redis://localhost:7000 | -p 7000",
                "redis://:secret@a:7000          | redis://a:7000  | -h a -p 7000",
                "rediss://user:secret@a/3        | rediss://a:6379 | -h a",
                "redis://[::1]:7000              | redis://[::1]:7000 | -h [::1] -p 7000",
                "redis-cluster://a              | redis-cluster://a:6379 | -h a",
                "rediss-cluster://user:secret@a:7000,b/0 | rediss-cluster://a:7000,b:6379 | -h a -p 7000",
                "redis-sentinel://a/m            | redis-sentinel://a:26379/m | -h <the master's host>",
                "redis-sentinel://user:secret@a:1,b,c:3/my-master.1 | redis-sentinel://a:1,b:26379,c:3/my-master.1 | -h <the master's host>"
            })
    void isShownWithoutUserAndPassword(String text, String shown, String flags) {
        RedisUrl url = RedisUrl.parse(text.strip());
        assertEquals(shown.strip(), url.shown());
        assertEquals(flags, url.cliFlags().strip());
        assertFalse((url.shown() + url.cliFlags()).contains("secret"));
    }

    @Test
    void aSingleRedisHasAUserAPasswordAndADatabase() {
        RedisUrl url = RedisUrl.parse("rediss://user:p%40ss@a:7000/3");
        assertEquals("user", url.user());
        assertEquals("p@ss", url.password());
        assertEquals(3, url.database());
        assertEquals(List.of(new HostAndPort("a", 7000)), url.hosts());
        assertTrue(url.isTls());
        assertFalse(url.hasSentinels());
        assertNull(url.master());
    }

    @Test
    void whatIsNotSaidIsAsRedisHasIt() {
        RedisUrl url = RedisUrl.parse("redis://a");
        assertNull(url.user());
        assertNull(url.password());
        assertEquals(0, url.database());
        assertFalse(url.isTls());
    }

    @Test
    void sentinelsAreManyAndTheUserIsThatOfTheirMaster() {
        RedisUrl url = RedisUrl.parse("redis-sentinel://user:secret@a:1,b,[::1]:3/my-master");
        assertTrue(url.hasSentinels());
        assertEquals("my-master", url.master());
        assertEquals(
                List.of(new HostAndPort("a", 1), new HostAndPort("b", 26_379), new HostAndPort("[::1]", 3)),
                url.hosts());
        assertEquals("user", url.user());
        assertEquals("secret", url.password());
        assertEquals(0, url.database());
        assertFalse(url.isTls());
    }

    @Test
    void aClusterIsFoundByAnyOfItsNodesAndHasOneDatabase() {
        RedisUrl url = RedisUrl.parse("rediss-cluster://user:secret@a:1,b,[::1]:3");
        assertTrue(url.isCluster());
        assertTrue(url.isTls());
        assertEquals("user", url.user());
        assertEquals("secret", url.password());
        assertEquals(
                List.of(new HostAndPort("a", 1), new HostAndPort("b", 6379), new HostAndPort("[::1]", 3)), url.hosts());
        assertFalse(RedisUrl.parse("redis-cluster://a").isTls());
        assertEquals(
                RedisUrl.ONE_DATABASE,
                assertThrows(IllegalArgumentException.class, () -> RedisUrl.parse("redis-cluster://:secret@a/1"))
                        .getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis-cluster://",
                "redis-cluster://a,",
                "redis-cluster://a/m",
                "redis-cluster://secret@a",
                "redis-sentinel://a",
                "redis-sentinel://a/",
                "redis-sentinel:///m",
                "redis-sentinel://a,/m",
                "redis-sentinel://,a/m",
                "redis-sentinel://a,,b/m",
                "redis-sentinel://a:0/m",
                "redis-sentinel://a:/m",
                "redis-sentinel://a:99999/m",
                "redis-sentinel://a:b/m",
                "redis-sentinel://a/m m",
                "redis-sentinel://a/m/n",
                "redis-sentinel://a/m?x=1",
                "redis-sentinel://secret@a/m",
                "redis-sentinels://a/m",
                "redis://a,b",
                "rediss://a,b/0",
                "redis://a/m",
                "redis://a b",
                "a:6379",
                ""
            })
    void anythingElseIsRefusedWithoutBeingRepeated(String text) {
        String why = assertThrows(IllegalArgumentException.class, () -> RedisUrl.parse(text))
                .getMessage();
        assertFalse(why.contains("secret"), why);
    }
}
