package dev.parley;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.support.BareClient;
import dev.parley.support.Live;
import dev.parley.support.Recorder;
import dev.parley.support.TestRedis;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.Jedis;

/** Streams that wait for Redis hold no thread, and nothing when they are given up; who talks on a stream does not either. */
@Timeout(60)
class WaitingStreamsTest {
    /** More than there are threads for requests. */
    private static final int STREAMS = 300;

    private TestRedis redis;
    private TestInstance instance;

    @BeforeEach
    void start() {
        redis = TestRedis.own();
        instance = TestInstance.start(redis, "test:" + UUID.randomUUID() + ":");
    }

    @AfterEach
    void stop() {
        instance.close();
        redis.close();
    }

    @Test
    void whileStreamsWaitForASlowRedisOthersAreAnsweredAtOnce() {
        pause(1_500);
        List<Recorder> waiting = IntStream.range(0, STREAMS)
                .mapToObj(i -> Recorder.request(instance.port(), "/subscribe/cold-" + i))
                .toList();
        assertEquals(200, instance.http().get("/healthz").status());
        assertTrue(waiting.stream().allMatch(stream -> stream.statusLine().isEmpty()), "too slow a machine to see it");
        waiting.forEach(stream -> stream.awaitEvent("welcome"));
        waiting.forEach(Recorder::close);
    }

    @Test
    void whoWaitsTooLongIsToldToComeBackAndLeavesNothing() {
        int logs = Live.objects("dev.parley.relay.ChannelLog");
        try (Recorder known = Recorder.open(instance.port(), "/subscribe/known")) {
            pause(4_000);
            List<Recorder> waiting = IntStream.range(0, 20)
                    .mapToObj(i -> Recorder.request(instance.port(), "/subscribe/known,cold-" + i))
                    .toList();
            for (Recorder stream : waiting) {
                stream.awaitEnd();
                assertEquals(
                        "redis",
                        stream.events("bye").get(0).json().path("reason").textValue());
            }
            await().until(() -> Live.objects("dev.parley.relay.ChannelLog") <= logs + 1);
            assertEquals(1, openStreams());
            assertTrue(!known.hasEnded());
        }
    }

    @Test
    void whoGoesAwayWhileTheyWaitLeavesNothing() {
        pause(1_000);
        for (int i = 0; i < 20; i++) {
            BareClient.request(instance.port(), "/subscribe/cold-" + i).leaveWithRst();
        }
        Recorder.open(instance.port(), "/subscribe/cold-0").close();
        await().until(() -> openStreams() == 0);
        await().until(() -> value("parley_channels") == 0);
    }

    /** Whoever does not read the answers before it: the head of the stream waits in no thread, and is given up. */
    @Test
    void aStreamBehindAnswersThatNobodyReadsHoldsNothingWhenItIsGivenUp() {
        for (int i = 0; i < 200; i++) {
            instance.http().say("large", "mason", "x".repeat(4_000));
        }
        for (int i = 0; i < 20; i++) {
            try (BareClient deaf = BareClient.requestWithTinyWindow(instance.port(), "/large?limit=100")) {
                deaf.say("GET /large?limit=100 HTTP/1.1\r\nHost: localhost\r\n\r\n");
                deaf.say("GET /subscribe/room HTTP/1.1\r\nHost: localhost\r\n\r\n");
                deaf.leaveWithRst();
            }
        }
        await().until(() -> openStreams() == 0);
        try (Recorder other = Recorder.open(instance.port(), "/subscribe/room")) {
            assertEquals(1, openStreams());
            assertTrue(!other.hasEnded());
        }
    }

    @Test
    void aStreamWhoseClientTalksIsEnded() {
        try (Recorder quiet = Recorder.open(instance.port(), "/subscribe/room");
                BareClient chatty = BareClient.request(instance.port(), "/subscribe/room")) {
            chatty.readHead();
            chatty.say("x".repeat(1_000)); // such as a request that was pipelined
            instance.http().say("room", "mason", "still here?");
            chatty.readThrough("still here?");
            await().until(() -> {
                chatty.say("x".repeat(1_000));
                return openStreams() == 1;
            });
            assertTrue(!quiet.hasEnded());
        }
    }

    private void pause(int millis) {
        try (Jedis jedis = redis.connect()) {
            jedis.clientPause(millis);
        }
    }

    private int openStreams() {
        return value("parley_streams");
    }

    private int value(String series) {
        return instance.http()
                .get("/metrics")
                .text()
                .lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToInt(line -> (int) Double.parseDouble(line.substring(series.length() + 1)))
                .sum();
    }
}
