package dev.parley;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.support.AppendOnlyFile;
import dev.parley.support.Heard;
import dev.parley.support.InstanceProcess;
import dev.parley.support.Recorder;
import dev.parley.support.TestRedis;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Redis comes back without its newest messages, and answers LOADING for a while: no id is used again all the same. */
class LostTailTest {
    private static final int SHORT_RUNS = 2;
    private static final int LONG_RUNS = 20;
    private static final int MESSAGES = 12;

    /** In µs for each command; Redis looks for clients after each 1,024. */
    private static final String SLOW_LOADING = "key-load-delay 400";

    private static final int OTHER_COMMANDS = 5_000;

    /** Cuts into the last commands, so that at least one message is gone. */
    private static final int LOST_BYTES = 600;

    static IntStream runs() {
        return IntStream.range(0, Boolean.getBoolean("parley.long") ? LONG_RUNS : SHORT_RUNS);
    }

    @ParameterizedTest
    @MethodSource("runs")
    void noIdIsUsedAgainThoughRedisWasLoadingWhenTheLinkWasMade(int run, @TempDir Path data) throws IOException {
        try (TestRedis redis = TestRedis.own("appendonly yes", "appendfsync always", "dir " + data, SLOW_LOADING);
                TestInstance witness = TestInstance.start(redis, "tail:");
                Recorder listener = Recorder.open(witness.port(), "/subscribe/room")) {
            fill(redis);
            for (int i = 0; i < MESSAGES; i++) {
                assertEquals(
                        201, witness.http().say("room", "mason", "message " + i).status());
            }
            List<Heard> before = listener.awaitMessages(MESSAGES);
            InstanceProcess.signal("KILL", redis.pid());
            redis.stop();
            AppendOnlyFile.cutOff(data, LOST_BYTES);
            redis.startAgain();
            assertTrue(errors(redis).contains("errorstat_LOADING"), "someone came while it was loading");
            try (TestInstance newcomer = TestInstance.start(redis, "tail:")) {
                await().atMost(Duration.ofSeconds(10)).until(() -> epochIsClosedOrNothingLost(redis, before));
                assertEquals(201, newcomer.http().say("room", "ana", "instead").status());
                Heard instead = listener.awaitText("instead");
                assertTrue(
                        before.stream().noneMatch(heard -> heard.id().equals(instead.id())),
                        () -> "used again: " + instead.id());
                assertTrue(instead.epoch() > before.get(0).epoch(), "something was lost");
                assertTrue(listener.events("reset").isEmpty());
            }
        }
    }

    private static boolean epochIsClosedOrNothingLost(TestRedis redis, List<Heard> before) {
        try (var jedis = redis.connect()) {
            String last =
                    jedis.xinfoStream("{tail:room}:log").getLastGeneratedId().toString();
            return last.endsWith("-18446744073709551615")
                    || last.equals(before.get(before.size() - 1).id());
        } catch (NumberFormatException closed) {
            return true; // Jedis can't read an id so large
        }
    }

    private static void fill(TestRedis redis) {
        try (var jedis = redis.connect();
                var pipeline = jedis.pipelined()) {
            for (int i = 0; i < OTHER_COMMANDS; i++) {
                pipeline.set("other", Integer.toString(i));
            }
        }
    }

    private static String errors(TestRedis redis) {
        try (var jedis = redis.connect()) {
            return jedis.info("errorstats");
        }
    }
}
