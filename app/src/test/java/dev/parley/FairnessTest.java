package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.support.BareClient;
import dev.parley.support.Recorder;
import dev.parley.support.TestRedis;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A flooded channel does not starve a quiet one on the same stream. */
@Timeout(60)
class FairnessTest {
    private static final int MESSAGES = 800;
    private static final String TEXT = "x".repeat(3_990);

    /** What the kernel keeps for both sides (64 KiB asked for, which Linux doubles, and a tiny window), and two pieces. */
    private static final int UNDER_WAY = 2 * 64 * 1024 + 32 * 1024 + 2 * 16 * 1024;

    @Test
    void whoHasFallenMegabytesBehindInOneChannelHearsTheOtherAmongTheFirst() {
        try (TestInstance instance = TestInstance.start(TestRedis.shared(), "test:" + UUID.randomUUID() + ":");
                BareClient slow = BareClient.requestWithTinyWindow(instance.port(), "/subscribe/flood,quiet");
                Recorder quick = Recorder.open(instance.port(), "/subscribe/flood,quiet")) {
            slow.readHead();
            slow.readThrough("event: welcome");
            for (int i = 0; i < MESSAGES; i++) {
                assertEquals(
                        201,
                        instance.http().say("flood", "mason", i + " " + TEXT).status());
            }
            instance.http().say("quiet", "mason", "found");
            quick.awaitText("found");

            String before = new String(slow.readThrough("\"found\""), StandardCharsets.UTF_8);
            assertTrue(before.length() < UNDER_WAY, before.length() + " bytes came first");
            int next = before.split("\"message\":\"\\d+ x", -1).length - 1;
            for (; next < MESSAGES; next++) {
                String message = slow.readThrough("\"message\":\"" + next + " x").length + "";
                assertTrue(Integer.parseInt(message) > TEXT.length());
            }
        }
    }
}
