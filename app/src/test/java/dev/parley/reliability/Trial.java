package dev.parley.reliability;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.support.Http;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** Fifty clients and 200 messages/s, a fault in the middle, and what came of it. */
final class Trial implements AutoCloseable {
    private static final int CLIENTS = 50;
    private static final int RATE = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Http server;
    private final String channel = "trial-" + UUID.randomUUID();
    private final Fleet fleet;
    private final Publisher publisher;

    private Trial(int port) {
        server = new Http(port);
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
        return run(fault, port, chaos, trial -> "");
    }

    /**
     * The same.
     *
     * @param note what else the report says about it
     */
    static Verdict run(Fault fault, int port, Chaos chaos, Function<Trial, String> note) throws Exception {
        try (Trial trial = new Trial(port)) {
            trial.publisher.awaitMore(RATE);
            chaos.strike(trial);
            trial.fleet.awaitAllListen();
            trial.publisher.awaitMore(RATE * Extent.count(1, 3));
            trial.publisher.stop();
            trial.fleet.awaitHeard(trial.publisher.acknowledged().keySet(), PATIENCE);
            Verdict verdict = Verdict.of(trial.publisher, trial.fleet);
            Report.add(fault, verdict, note.apply(trial));
            return verdict;
        }
    }

    Fleet fleet() {
        return fleet;
    }

    String channel() {
        return channel;
    }

    /** Lets a second or so of traffic pass. */
    void goOn() {
        publisher.awaitMore(RATE);
    }

    /** How many acknowledged messages the channel's history lacks. */
    int forgotten() {
        Set<String> missing = new HashSet<>(publisher.acknowledged().keySet());
        String after = "0-0";
        for (JsonNode page = page(after); !page.isEmpty(); page = page(after)) {
            for (JsonNode message : page) {
                after = message.path("id").textValue();
                missing.remove(after);
            }
        }
        return missing.size();
    }

    @Override
    public void close() {
        publisher.close();
        fleet.close();
    }

    private JsonNode page(String after) {
        return server.get("/" + channel + "?limit=200&after=" + after).json().path("messages");
    }
}
