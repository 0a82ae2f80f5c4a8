package dev.parley;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.support.BareClient;
import dev.parley.support.Crowd;
import dev.parley.support.Http;
import dev.parley.support.TestRedis;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One who does not read costs nobody anything. */
@Timeout(120)
class SlowReaderTest {
    private static final int HISTORY = 1_000;
    private static final int READERS = 100;
    private static final int POSTERS = 4;

    /** Fewer than the history, so that a reader who reads can't fall off however busy the machine is. */
    private static final int ROUND = 500;

    private static final int ROUNDS = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String TEXT = "x".repeat(1_600);

    /** The log of 1,000 messages is 2 MB, and the 5,000 that are said are 10 MB. */
    private static final long BOUND = 6L * 1024 * 1024;

    @Test
    void aReaderThatNeverReadsIsResetAndTheOthersNoticeNothing() throws Exception {
        try (TestInstance instance = TestInstance.start(
                        TestRedis.shared(),
                        "test:" + UUID.randomUUID() + ":",
                        "--history",
                        Integer.toString(HISTORY),
                        "--heartbeat",
                        "300ms");
                BareClient slow = BareClient.requestWithTinyWindow(instance.port(), "/subscribe/flood");
                Crowd crowd = Crowd.listening(instance.port(), "/subscribe/flood", READERS)) {
            await().atMost(PATIENCE).until(() -> crowd.welcomed() == READERS);
            say(instance.http(), ROUND, 0); // warms up every buffer there is
            await().atMost(PATIENCE).until(() -> crowd.heardByAll() == ROUND);
            long directBefore = directMemory();
            long heapBefore = heap();

            for (int round = 1; round < ROUNDS; round++) {
                say(instance.http(), ROUND, round);
                int said = (round + 1) * ROUND;
                await().atMost(PATIENCE).until(() -> crowd.heardByAll() == said);
                crowd.assertDense();
            }
            assertEquals(1, crowd.differentContents());
            await().atMost(PATIENCE).untilAsserted(() -> assertTrue(heap() - heapBefore < BOUND, "heap"));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertTrue(directMemory() - directBefore < BOUND, "direct memory"));

            assertResetAndGoesOn(slow, crowd.head());
        }
    }

    private static void assertResetAndGoesOn(BareClient slow, String head) throws Exception {
        slow.readHead();
        List<Block> blocks = new ArrayList<>();
        do {
            blocks.add(Block.of(slow.readBlock()));
        } while (!(blocks.get(blocks.size() - 1).isMessage()
                && blocks.get(blocks.size() - 1).id().equals(head)));

        List<Block> resets =
                blocks.stream().filter(block -> block.event().equals("reset")).toList();
        assertEquals(1, resets.size(), "resets");
        JsonNode reset = new ObjectMapper().readTree(resets.get(0).data());
        assertEquals("lagging", reset.path("reason").asText());
        assertEquals(head, reset.path("head").asText());

        int at = blocks.indexOf(resets.get(0));
        Block next = blocks.get(at + 1);
        assertEquals(reset.path("oldest").asText(), next.id(), "the oldest is the next one");
        assertEquals(resets.get(0).n() + 1, next.n(), "the reset's id is the position before it");
        List<Block> before =
                blocks.subList(0, at).stream().filter(Block::isMessage).toList();
        List<Block> after = blocks.subList(at + 1, blocks.size());
        assertDense(before);
        assertDense(after); // so it is never told of anything else while it is behind
        assertEquals(HISTORY, after.size(), "all that is retained");
        long lastBefore = before.get(before.size() - 1).n();
        assertTrue(next.n() > lastBefore + 1, "something was lost: " + lastBefore + " to " + next.n());
    }

    private static void assertDense(List<Block> messages) {
        for (int i = 0; i < messages.size(); i++) {
            Block message = messages.get(i);
            assertTrue(message.isMessage(), message::event);
            assertTrue(message.data().contains(TEXT) && message.data().endsWith("}"), "torn: " + message);
            if (i > 0) {
                assertEquals(messages.get(i - 1).n() + 1, message.n());
            }
        }
    }

    private static void say(Http http, int count, int round) throws Exception {
        ExecutorService posters = Executors.newFixedThreadPool(POSTERS);
        try {
            Callable<Integer> post =
                    () -> http.say("flood", "mason", round + " " + TEXT).status();
            for (Future<Integer> status : posters.invokeAll(java.util.Collections.nCopies(count, post))) {
                assertEquals(201, status.get());
            }
        } finally {
            posters.shutdown();
        }
    }

    /** Segments of the log that nobody reads any more are freed by the collector. */
    private static long directMemory() {
        System.gc();
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private record Block(String id, String event, String data) {
        static Block of(String block) {
            return new Block(field(block, "id: "), field(block, "event: "), field(block, "data: "));
        }

        boolean isMessage() {
            return event.isEmpty() && !data.isEmpty();
        }

        long n() {
            return Long.parseLong(id.substring(id.indexOf('-') + 1));
        }

        private static String field(String block, String name) {
            return block.lines()
                    .filter(line -> line.startsWith(name))
                    .map(line -> line.substring(name.length()))
                    .findFirst()
                    .orElse("");
        }
    }
}
