package dev.parley.reliability;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.support.InstanceProcess;
import dev.parley.support.Latencies;
import dev.parley.support.TestRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A tenth of the readers stops reading; the others notice nothing, and it costs bounded memory. */
@Timeout(500)
class StalledReadersTest {
    private static final int STALLED = Extent.count(20, 100);
    private static final int OTHERS = Extent.count(180, 900);
    private static final int RATE = Extent.count(50, 20);
    private static final int PADDING = 1_000;
    private static final Duration STALL = Extent.seconds(4, 60);
    private static final Duration WINDOW = Extent.seconds(1, 5);
    private static final int WINDOWS_WITH = (int) STALL.dividedBy(WINDOW);
    private static final int WINDOWS_WITHOUT = Extent.count(2, 4);

    /** What other programs do to this machine must not be taken for the readers' doing: that would be so each time. */
    private static final int TRIES = Extent.count(4, 3);

    /** So little that most of what is not read waits in the instance. */
    private static final int RECEIVE_BUFFER = 4 * 1024;

    private static final double SLOWER = 1.2;

    /** A p99 of a few ms moves by as much between two runs of the same. */
    private static final Duration NOISE = Duration.ofMillis(2);

    /** The log is at most 8 MiB, twice that while it is replaced, and a stalled connection holds no message of its own. */
    private static final long GROWTH = 24L * 1024 * 1024;

    private final AtomicReference<Latencies> latencies = new AtomicReference<>(new Latencies());

    @Test
    void theOthersNoticeNothingOfReadersThatStall() throws Exception {
        String channel = "stalled-" + UUID.randomUUID();
        String path = "/subscribe/" + channel;
        try (InstanceProcess instance = InstanceProcess.start(TestRedis.shared(), "test:" + UUID.randomUUID() + ":");
                Fleet others = Fleet.listening(instance.port(), path, OTHERS, 0, this::heard);
                Fleet stalled = Fleet.listening(instance.port(), path, STALLED, RECEIVE_BUFFER, (text, now) -> {});
                Publisher publisher = Publisher.start(instance.port(), channel, RATE, PADDING)) {
            publisher.awaitMore(2 * RATE);
            Comparison comparison = compare(instance, stalled);
            for (int i = 1; i < TRIES && comparison.isSlower(); i++) {
                comparison = compare(instance, stalled);
            }
            publisher.stop();
            others.awaitHeard(publisher.acknowledged().keySet(), Duration.ofSeconds(20));
            Verdict verdict = Verdict.of(publisher, others);
            Report.add(Fault.READERS_STALLED, verdict, comparison.toString());
            verdict.assertNothingLostOrDoubled();
            assertEquals(0, others.ends());
            assertTrue(comparison.growth < GROWTH, comparison::toString);
            assertFalse(comparison.isSlower(), comparison::toString);
        }
    }

    private void heard(String text, long now) {
        latencies.get().add(now - Long.parseLong(text.substring(text.lastIndexOf(' ') + 1)));
    }

    private Comparison compare(InstanceProcess instance, Fleet stalled) throws IOException {
        List<Duration> without = new ArrayList<>(p99OfEach(WINDOWS_WITHOUT));
        long before = residentBytes(instance.pid());
        stalled.setReading(false);
        List<Duration> with = p99OfEach(WINDOWS_WITH);
        long growth = residentBytes(instance.pid()) - before;
        stalled.setReading(true);
        stalled.awaitAllListen();
        without.addAll(p99OfEach(WINDOWS_WITHOUT));
        return new Comparison(median(without), median(with), growth);
    }

    private List<Duration> p99OfEach(int windows) {
        List<Duration> all = new ArrayList<>();
        for (int i = 0; i < windows; i++) {
            Latencies fresh = new Latencies();
            latencies.set(fresh);
            long until = System.nanoTime() + WINDOW.toNanos();
            await().atMost(WINDOW.multipliedBy(3)).until(() -> System.nanoTime() > until);
            all.add(fresh.percentile(99));
        }
        return all;
    }

    private static Duration median(List<Duration> times) {
        return times.stream().sorted().skip(times.size() / 2).findFirst().orElseThrow();
    }

    /** Of the p99 of the readers who read; medians over windows, before and after the stall together. */
    private record Comparison(Duration without, Duration with, long growth) {
        boolean isSlower() {
            return with.compareTo(without.plus(NOISE)) > 0 && with.toNanos() > without.toNanos() * SLOWER;
        }

        @Override
        public String toString() {
            return String.format(
                    "%d of %,d readers stalled for %d s, at %d messages/s of %,d characters (1,000 readers at 200 messages/s are more"
                            + " than two cores can give to both sides): the others' p99 was %.1f ms with them and %.1f ms without"
                            + " (medians over windows of %d s); the instance's resident memory grew by %.1f MiB",
                    STALLED,
                    STALLED + OTHERS,
                    STALL.toSeconds(),
                    RATE,
                    PADDING,
                    with.toNanos() / 1e6,
                    without.toNanos() / 1e6,
                    WINDOW.toSeconds(),
                    growth / 1024.0 / 1024);
        }
    }

    private static long residentBytes(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElseThrow();
    }
}
