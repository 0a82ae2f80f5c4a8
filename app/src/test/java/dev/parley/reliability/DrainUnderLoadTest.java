package dev.parley.reliability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.support.TestRedis;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One of two instances holds every stream, and is told to end. */
@Timeout(240)
class DrainUnderLoadTest {
    private static final int STREAMS = Extent.count(1_000, 10_000);
    private static final Duration DRAIN = Extent.seconds(5, 10);
    private static final Duration MORE = Duration.ofSeconds(3);
    private static final int RATE = 2;
    private static final double ABOVE_EVEN = 1.5;

    @Test
    void everyStreamMovesToTheOtherInstanceEvenlyAndNothingIsLost() throws Exception {
        String channel = "drained-" + UUID.randomUUID();
        try (Cluster cluster = Cluster.startFirstOf(
                        2, new Nginx(), TestRedis.shared().uri(), "--drain=" + DRAIN.toSeconds() + "s");
                Fleet fleet = Fleet.listening(cluster.balancer().port(), "/subscribe/" + channel, STREAMS)) {
            cluster.startAgain(1);
            try (Publisher publisher = Publisher.start(cluster.balancer().port(), channel, RATE, 0)) {
                publisher.awaitMore(RATE);
                long start = System.nanoTime();
                int status = cluster.instance(0).terminate();
                Duration took = Duration.ofNanos(System.nanoTime() - start);
                fleet.awaitAllListen();
                publisher.awaitMore(RATE);
                publisher.stop();
                fleet.awaitHeard(publisher.acknowledged().keySet(), Duration.ofSeconds(20));

                Verdict verdict = Verdict.of(publisher, fleet);
                double rush = busiestSecond(fleet.requests(), start) / evenRate();
                Report.add(Fault.DRAIN, verdict, note(rush, took));
                verdict.assertNothingLostOrDoubled();
                assertEquals(0, status);
                assertTrue(took.compareTo(DRAIN.plus(MORE)) <= 0, "it took " + took);
                assertEquals(STREAMS, verdict.ends(), "each moves once");
                assertTrue(rush <= ABOVE_EVEN, rush + " times the even rate in one second");
            }
        }
    }

    private static String note(double rush, Duration took) {
        return String.format(
                "%,d streams drained over %d s: the process ended after %.1f s; the busiest second of the other instance"
                        + " had %.2f times the even rate of reconnects (%d messages/s)",
                STREAMS, DRAIN.toSeconds(), took.toMillis() / 1e3, rush, RATE);
    }

    private static double evenRate() {
        return (double) STREAMS / DRAIN.toSeconds();
    }

    /** Counted when clients ask: how fast they are welcomed depends on what else this machine does. */
    private static double busiestSecond(List<Long> times, long start) {
        return times.stream()
                .filter(at -> at > start)
                .collect(
                        Collectors.groupingBy(at -> Duration.ofNanos(at - start).toSeconds(), Collectors.counting()))
                .values()
                .stream()
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
    }
}
