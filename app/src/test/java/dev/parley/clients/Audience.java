package dev.parley.clients;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.support.InstanceProcess;
import dev.parley.support.TestRedis;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionTimeoutException;

/** All libraries at once, listening to the same talk. */
final class Audience implements AutoCloseable {
    /** Some libraries wait for half a minute after several faults in a row. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final int BEFORE = 8; // messages, so a second
    private static final int AFTER = 24;

    private final List<Listener> listeners;
    private final Talk talk;
    private final int channels;
    private final Supplier<List<InstanceProcess>> instances;

    /** @param streams the address of each library's stream, channels last */
    Audience(
            Map<Library, String> streams,
            List<String> channels,
            String prefix,
            Supplier<List<InstanceProcess>> instances,
            TestRedis redis) {
        this.channels = channels.size();
        this.instances = instances;
        listeners = streams.entrySet().stream()
                .map(each -> new Listener(each.getKey(), each.getValue() + String.join(",", channels)))
                .toList();
        try {
            listeners.forEach(Listener::start);
            awaitStreams();
        } catch (RuntimeException | Error e) {
            listeners.forEach(Listener::close);
            throw e;
        }
        talk = new Talk(channels, prefix, instances, redis);
    }

    /** Puts them through something while messages go on. */
    Map<Library, Outcome> endure(Runnable fault) {
        listeners.stream().filter(Listener::hasGivenUp).forEach(Listener::start);
        awaitStreams();
        int from = talk.number();
        awaitSaid(from + BEFORE);
        fault.run();
        awaitSaid(talk.number() + AFTER);
        int to = talk.number();
        awaitHeard(to - 1);
        Map<Integer, JsonNode> truth = talk.truth();
        return listeners.stream()
                .collect(Collectors.toMap(
                        Listener::library,
                        listener -> Outcome.of(listener, talk, from, to, channels, truth),
                        (one, other) -> one,
                        LinkedHashMap::new));
    }

    void awaitSaid(int number) {
        await().atMost(PATIENCE).until(() -> talk.number() > number);
    }

    @Override
    public void close() {
        talk.close();
        listeners.forEach(Listener::close);
    }

    /** A library that never comes is found out by what it does not hear. */
    private void awaitStreams() {
        try {
            await().atMost(PATIENCE).until(() -> streams() >= listeners.size());
        } catch (ConditionTimeoutException someDidNotCome) {
            System.err.println("only " + streams() + " of " + listeners.size() + " libraries listen");
        }
    }

    private long streams() {
        return instances.get().stream()
                .map(instance -> instance.http().get("/metrics").text())
                .flatMap(String::lines)
                .filter(line -> line.startsWith("parley_streams "))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.indexOf(' '))))
                .sum();
    }

    private void awaitHeard(int number) {
        try {
            await().atMost(PATIENCE)
                    .until(() -> listeners.stream().allMatch(each -> each.hasGivenUp() || each.hasHeard(number)));
        } catch (ConditionTimeoutException someDidNot) {
            // which ones, the outcome tells
        }
    }
}
