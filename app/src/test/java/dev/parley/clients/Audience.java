package dev.parley.clients;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.reliability.Cluster;
import dev.parley.support.TestRedis;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionTimeoutException;

/** All libraries at once, listening to the same talk. */
final class Audience implements AutoCloseable {
    /** Some libraries wait for half a minute after several faults in a row, and many programs start at once. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final int BEFORE = 8; // messages, so a second
    private static final int AFTER = 24;

    private final List<Listener> listeners;
    private final Talk talk;
    private final List<String> channels;

    /** Started; they may not listen yet. Closes itself when that fails. */
    Audience(
            List<Library> libraries,
            ToIntFunction<Library> port,
            List<String> channels,
            Cluster cluster,
            TestRedis redis) {
        this.channels = channels;
        listeners = libraries.stream()
                .map(library -> new Listener(library, address(port.applyAsInt(library))))
                .toList();
        talk = new Talk(channels, cluster, redis);
        try {
            listeners.forEach(Listener::start);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** Puts them through something while messages go on. */
    Map<Library, Outcome> endure(Runnable fault) {
        listeners.stream().filter(Listener::hasGivenUp).forEach(Listener::start);
        int now = talk.number();
        awaitAll("listen", each -> each.hasGivenUp() || each.hasHeardSince(now));
        int from = talk.number();
        awaitMore(BEFORE);
        fault.run();
        awaitMore(AFTER);
        int to = talk.number();
        awaitAll("heard the last message", each -> each.hasGivenUp() || each.hasHeardSince(to - 1));
        Map<Integer, JsonNode> truth = talk.truth();
        return listeners.stream()
                .collect(Collectors.toMap(
                        Listener::library,
                        listener -> Outcome.of(listener, talk, from, to, channels.size(), truth),
                        (one, other) -> one,
                        LinkedHashMap::new));
    }

    /** Until so many more messages were said. */
    void awaitMore(int count) {
        int number = talk.number() + count;
        await().atMost(PATIENCE).until(() -> talk.number() > number);
    }

    @Override
    public void close() {
        talk.close();
        listeners.forEach(Listener::close);
    }

    /** Or for a while: a library that never does is found out by what it does not hear. */
    private void awaitAll(String what, Predicate<Listener> condition) {
        try {
            await().atMost(PATIENCE).until(() -> listeners.stream().allMatch(condition));
        } catch (ConditionTimeoutException someDoNot) {
            listeners.stream()
                    .filter(condition.negate())
                    .forEach(
                            each -> System.err.println("not within " + PATIENCE + ": " + each.library() + ", " + what));
        }
    }

    private String address(int port) {
        return "http://127.0.0.1:" + port + "/subscribe/" + String.join(",", channels);
    }
}
