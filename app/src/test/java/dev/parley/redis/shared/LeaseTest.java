package dev.parley.redis.shared;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.redis.link.Keys;
import dev.parley.redis.link.Redis;
import dev.parley.redis.link.RedisAway;
import dev.parley.redis.link.RedisUrl;
import dev.parley.support.RedisLine;
import dev.parley.support.TestRedis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** An instance's word that it lives is kept, whatever else it asks of Redis. */
class LeaseTest {
    private static final Duration LIFE = Duration.ofSeconds(15);

    private final TestRedis server = TestRedis.own();
    private final RedisLine line = new RedisLine(server);
    private final Redis redis = new Redis(RedisUrl.parse(line.uri().toString()));
    private final Keys keys = new Keys("t:");
    private final Lease lease = new Lease(redis, keys);

    @BeforeEach
    void start() {
        redis.shards().iterator().next().setUp(true);
    }

    @AfterEach
    void stop() {
        redis.close();
        line.close();
        server.close();
    }

    @Test
    void itIsRenewedThoughEverythingElseWaits() {
        Set<String> mine = lease.renew(LIFE, false);
        List<CompletableFuture<String>> waiting = new ArrayList<>();
        line.hold(sent -> !sent.contains(keys.leases()));
        for (int i = 0; i < 4_096; i++) { // as many as may
            waiting.add(redis.ask("k", commands -> commands.echo("waits")));
        }
        assertThrows(RedisAway.class, () -> Redis.await(redis.ask("k", commands -> commands.echo("too much"))));
        double before = score();
        await().until(() -> lease.renew(LIFE, false).equals(mine) && score() > before);
        assertTrue(waiting.stream().noneMatch(CompletableFuture::isDone));
        assertEquals(mine, Set.of(lease.held().orElseThrow()));
        line.release();
        waiting.forEach(Redis::await);
    }

    /** When it ends, by Redis' clock. */
    private double score() {
        try (Jedis jedis = server.connect()) {
            return jedis.zrangeWithScores(keys.leases(), 0, -1).get(0).getScore();
        }
    }
}
