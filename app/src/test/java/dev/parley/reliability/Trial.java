package dev.parley.reliability;

import java.time.Duration;
import java.util.UUID;

/** Fifty clients and 200 messages/s, a fault in the middle, and what came of it. */
final class Trial implements AutoCloseable {
    private static final int CLIENTS = 50;
    private static final int RATE = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Fleet fleet;
    private final Publisher publisher;

    private Trial(int port) {
        String channel = "trial-" + UUID.randomUUID();
        fleet = Fleet.listening(port, "/subscribe/" + channel, CLIENTS);
        publisher = Publisher.start(port, channel, RATE, 0);
    }

    /** Something that breaks, and is mended by whoever broke it, or not. */
    interface Chaos {
        void strike(Trial trial) throws Exception;
    }

    /**
     * Runs one, and reports it.
     *
     * @param port of the balancer, or of what is in front of it
     */
    static Verdict run(Fault fault, int port, Chaos chaos) throws Exception {
        try (Trial trial = new Trial(port)) {
            trial.publisher.awaitMore(RATE);
            chaos.strike(trial);
            trial.fleet.awaitAllListen();
            trial.publisher.awaitMore(RATE * Extent.count(1, 3));
            trial.publisher.stop();
            trial.fleet.awaitHeard(trial.publisher.acknowledged().keySet(), PATIENCE);
            Verdict verdict = Verdict.of(trial.publisher, trial.fleet);
            Report.add(fault, verdict);
            return verdict;
        }
    }

    Fleet fleet() {
        return fleet;
    }

    /** Lets a second or so of traffic pass. */
    void goOn() {
        publisher.awaitMore(RATE);
    }

    @Override
    public void close() {
        publisher.close();
        fleet.close();
    }
}
