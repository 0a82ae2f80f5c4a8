package dev.parley.bench.load;

import org.HdrHistogram.Histogram;

/**
 * What the listeners have heard of one phase. Threading: written by the stream loop; {@link #distinct} may be read by
 * any thread, the rest when the phase is over.
 */
final class Arrivals {
    final int phase;
    final Histogram latencies = Latencies.histogram();
    private volatile long distinct; // the loop publishes it once a read
    private long distinctSoFar;
    long doubled;
    long lastAt;

    Arrivals(int phase) {
        this.phase = phase;
    }

    void heard(EventStream stream, int inPhase, int number, long due, long at) {
        if (inPhase != phase || number >= Ledger.MOST_NUMBERS) {
            return; // what was late for an earlier phase
        }
        if (stream.heard.add(phase, number)) {
            distinctSoFar++;
            lastAt = at;
            Latencies.record(latencies, at - due);
        } else {
            doubled++;
        }
    }

    void readIsOver() {
        distinct = distinctSoFar;
    }

    /** Deliveries without the doubled. */
    long distinct() {
        return distinct;
    }
}
