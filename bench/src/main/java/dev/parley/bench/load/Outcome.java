package dev.parley.bench.load;

/**
 * What came of a phase.
 *
 * @param accepted messages that the server answered with 2xx
 * @param refused POSTs that it answered otherwise, or not at all
 * @param unsent messages that were due, and that no free connection could send
 * @param expected accepted messages times their listeners
 * @param delivered of those
 * @param doubled deliveries of what a listener had already
 * @param latencies from when a message was due to when a listener had read it; null without deliveries
 * @param posts from when a message was due to its answer; null without answers
 * @param speaking seconds from the first POST to the last answer
 * @param delivering seconds from the first POST to the last delivery
 */
public record Outcome(
        long accepted,
        long refused,
        long unsent,
        long expected,
        long delivered,
        long doubled,
        Latencies latencies,
        Latencies posts,
        double speaking,
        double delivering) {

    /** What was not delivered in time: lost, or still on its way when the phase was ended. */
    public long lost() {
        return expected - delivered;
    }
}
