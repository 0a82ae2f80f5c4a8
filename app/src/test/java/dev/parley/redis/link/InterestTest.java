package dev.parley.redis.link;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.channel.ChannelName;
import dev.parley.support.RedisLine;
import dev.parley.support.TestRedis;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.args.ClientType;
import redis.clients.jedis.params.ClientKillParams;

/** What is of interest is subscribed, stays subscribed whatever Redis does, and is given up when nobody wants it any more. */
class InterestTest {
    private static final String PREFIX = "t:";
    private static final ChannelName ROOM = new ChannelName("room");

    private final TestRedis server = TestRedis.own();
    private final RedisLine line = new RedisLine(server);
    private final Redis redis = new Redis(RedisUrl.parse(line.uri().toString()));
    private final AtomicInteger established = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();
    private final Queue<String> heard = new ConcurrentLinkedQueue<>();
    private Interest interest = new Interest(redis, PREFIX);
    private Listener listener;

    @AfterEach
    void stop() {
        if (listener != null) {
            listener.close();
        }
        redis.close();
        line.close();
        server.close();
    }

    @Test
    void whatIsPublishedAfterTheWishIsGrantedIsHeardAndNothingElse() {
        listen();
        Interest.Wish wish = interest.in(ROOM);
        wish.heard().join();
        try (Jedis jedis = server.connect()) {
            assertEquals(0, spublish(jedis, "t:other", "no"));
            assertEquals(1, spublish(jedis, "t:room", "message"));
            assertEquals(1, spublish(jedis, "{t:room}:notices", "notice"));
            jedis.publish("t:other", "raw");
        }
        await().until(() -> heard.size() == 3);
        assertEquals(List.of("t:room message", "{t:room}:notices notice", "t:other raw"), List.copyOf(heard));
    }

    @Test
    void aWishIsRefusedAtOnceWhileThereIsNoLinkAndGrantedWhenThereIs() {
        Interest.Wish wish = interest.in(ROOM);
        assertAway(wish.heard());
        listen();
        wish.heard().join();
        wish.close();
        assertAway(wish.heard());
    }

    @Test
    void whatNobodyWishesAnyMoreLingersAndIsGivenUp() {
        interest = new Interest(redis, PREFIX, Duration.ofMillis(100));
        listen();
        Interest.Wish one = interest.in(ROOM);
        Interest.Wish other = interest.in(ROOM);
        other.heard().join();
        one.close();
        one.close(); // which counts once
        other.close();
        Interest.Wish again = interest.in(ROOM);
        again.heard().join();
        try (Jedis jedis = server.connect()) {
            long kept = server.calls("ssubscribe");
            await().until(() ->
                    server.calls("ssubscribe") >= kept + 2); // the link is kept alive, and lingering looked at
            assertEquals(1, subscribers(jedis, "t:room"), "wished for again in time");
            again.close();
            assertEquals(1, subscribers(jedis, "t:room"), "it lingers");
            await().until(() -> subscribers(jedis, "t:room") == 0);
            assertEquals(0, interest.size());
        }
    }

    @Test
    void soManyLingerAndNoMore() {
        listen();
        List<Interest.Wish> wishes = wishes(2_100);
        wishes.forEach(wish -> wish.heard().join());
        wishes.forEach(Interest.Wish::close);
        assertEquals(2_000, interest.size());
        try (Jedis jedis = server.connect()) {
            await().until(() -> subscribers(jedis, "t:c99") == 0);
            assertEquals(1, subscribers(jedis, "t:c100"));
        }
    }

    @Test
    void whenTheLinkIsMadeAgainEverythingIsSubscribedBeforeItCounts() {
        listen();
        List<Interest.Wish> wishes = wishes(3_000);
        wishes.forEach(wish -> wish.heard().join());
        try (Jedis jedis = server.connect()) {
            jedis.clientKill(ClientKillParams.clientKillParams().type(ClientType.PUBSUB));
            await().until(() -> established.get() == 2);
            assertTrue(wishes.stream()
                    .allMatch(wish -> wish.heard().isDone() && !wish.heard().isCompletedExceptionally()));
            for (int i : List.of(0, 1_499, 2_999)) {
                assertEquals(1, subscribers(jedis, "t:c" + i));
            }
        }
    }

    @Test
    void aSubscriptionThatRedisHasLostIsNoticedThoughNothingIsSaid() {
        line.rewrite(answer -> answer.replaceAll("\\*3\r\n\\$12\r\nsunsubscribe\r\n\\$6\r\nt:room\r\n:\\d+\r\n", ""));
        listen();
        Interest.Wish wish = interest.in(ROOM);
        wish.heard().join();
        line.say(InterestTest::isListener, "SUNSUBSCRIBE t:room");
        try (Jedis jedis = server.connect()) {
            await().atMost(Duration.ofSeconds(4)).until(() -> established.get() == 2);
            assertEquals(1, lost.get());
            assertEquals(1, subscribers(jedis, "t:room"));
        }
        wish.heard().join();
    }

    @Test
    void aSubscriptionThatRedisEndsByItselfIsMadeAgain() {
        listen();
        interest.in(ROOM).heard().join();
        line.say(
                InterestTest::isListener,
                "SUNSUBSCRIBE t:room"); // a push that nobody has asked for, as when a slot moves
        await().until(() -> established.get() == 2);
        try (Jedis jedis = server.connect()) {
            assertEquals(1, subscribers(jedis, "t:room"));
        }
    }

    @Test
    void whatIsNotConfirmedInTimeBreaksTheLinkThoughMuchElseIsHeard() {
        listen();
        line.rewrite(answer -> answer.replaceAll("\\*3\r\n\\$10\r\nssubscribe\r\n\\$\\d+\r\n[^\r]+\r\n:\\d+\r\n", ""));
        Interest.Wish wish = interest.in(ROOM);
        CompletableFuture<Void> granted = wish.heard();
        try (Jedis jedis = server.connect()) {
            await().atMost(Duration.ofSeconds(5)).until(() -> {
                jedis.publish("t:other", "raw");
                return granted.isDone();
            });
        }
        assertAway(granted);
        await().until(() -> lost.get() == 1);
        line.rewrite(answer -> answer);
        await().until(() -> established.get() == 2);
        wish.heard().join();
    }

    @Test
    void whatIsRefusedFailsAndTheOthersDoNotNotice() {
        try (Jedis jedis = server.connect()) {
            String[] rules = {
                "on", ">secret", "~*", "+@all", "resetchannels", "&t:*", "&{t:}:notices", "&{t:good}:notices"
            };
            jedis.aclSetUser("parley", rules);
            Redis limited = new Redis(RedisUrl.parse(
                    "redis://parley:secret@127.0.0.1:" + server.uri().getPort()));
            interest = new Interest(limited, PREFIX);
            listen(limited);
            Interest.Wish refused = interest.in(ROOM);
            Interest.Wish good = interest.in(new ChannelName("good"));
            assertAway(refused.heard());
            good.heard().join();
            jedis.aclSetUser("parley", "&{t:*}:notices");
            assertFalse(refused.heard().isCompletedExceptionally(), "asked again");
            refused.heard().join();
            assertEquals(0, lost.get());
            listener.close();
            limited.close();
        }
    }

    @Test
    void whoMayNotSubscribeOneByOneIsNotLinked() {
        try (Jedis jedis = server.connect()) {
            jedis.aclSetUser("parley", "on", ">secret", "~*", "+@all", "-sunsubscribe", "allchannels");
            Redis limited = new Redis(RedisUrl.parse(
                    "redis://parley:secret@127.0.0.1:" + server.uri().getPort()));
            interest = new Interest(limited, PREFIX);
            listener = new Listener(shard(limited), List.of("t:*"), interest, new Told());
            listener.start();
            await().until(() -> lost.get() == 1);
            assertEquals(0, established.get());
            jedis.aclSetUser("parley", "+sunsubscribe");
            await().until(() -> established.get() == 1);
            listener.close();
            limited.close();
        }
    }

    private void listen() {
        listen(redis);
    }

    private void listen(Redis over) {
        listener = new Listener(shard(over), List.of("t:*"), interest, new Told());
        listener.start();
        await().until(() -> established.get() == 1);
    }

    private static Shard shard(Redis over) {
        return over.shards().iterator().next();
    }

    private List<Interest.Wish> wishes(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> interest.in(new ChannelName("c" + i)))
                .toList();
    }

    private static boolean isListener(String sent) {
        return sent.contains("PSUBSCRIBE");
    }

    private static void assertAway(CompletableFuture<Void> granted) {
        assertTrue(assertThrows(CompletionException.class, granted::join).getCause() instanceof RedisAway);
    }

    private static long spublish(Jedis jedis, String topic, String payload) {
        return (Long) jedis.sendCommand(Command.SPUBLISH, topic, payload);
    }

    private static long subscribers(Jedis jedis, String topic) {
        return jedis.pubsubShardNumSub(topic).get(topic);
    }

    private final class Told implements Listener.Callbacks {
        @Override
        public void connecting(Connection connection) {}

        @Override
        public void connected() {
            established.incrementAndGet();
        }

        @Override
        public void heard(byte[] topic, byte[] payload, boolean byPattern) {
            heard.add(new String(topic, StandardCharsets.UTF_8) + " " + new String(payload, StandardCharsets.UTF_8));
        }

        @Override
        public void lost() {
            lost.incrementAndGet();
        }
    }
}
