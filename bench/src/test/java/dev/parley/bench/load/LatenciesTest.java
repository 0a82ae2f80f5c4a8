package dev.parley.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class LatenciesTest {
    @Test
    void percentilesAreInMilliseconds() {
        Histogram histogram = Latencies.histogram();
        for (int millis = 1; millis <= 1_000; millis++) {
            Latencies.record(histogram, millis * 1_000_000L);
        }
        Latencies latencies = Latencies.of(histogram);
        assertEquals(500, latencies.p50(), 1);
        assertEquals(990, latencies.p99(), 1);
        assertEquals(999, latencies.p999(), 1);
        assertEquals(1_000, latencies.max(), 1);
    }

    @Test
    void nothingHasNoLatency() {
        assertNull(Latencies.of(Latencies.histogram()));
    }
}
