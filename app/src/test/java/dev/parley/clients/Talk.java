package dev.parley.clients;

import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.reliability.Cluster;
import dev.parley.support.Http;
import dev.parley.support.InstanceProcess;
import dev.parley.support.TestRedis;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Messages that are said in a channel, eight a second, through whichever instance takes them.
 *
 * <p>Threading: a thread of its own says them; tests ask for the numbers.
 */
final class Talk implements AutoCloseable {
    private static final int PERIOD_MILLIS = 125;

    private final List<String> channels;
    private final Cluster cluster;
    private final TestRedis redis;
    private final AtomicInteger next = new AtomicInteger();
    private final Map<Integer, Long> saidAt = new ConcurrentHashMap<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final Future<?> talking;

    Talk(List<String> channels, Cluster cluster, TestRedis redis) {
        this.channels = channels;
        this.cluster = cluster;
        this.redis = redis;
        talking = clock.scheduleWithFixedDelay(this::sayNext, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Of the next message; fails when one was refused. */
    int number() {
        assertFalse(talking.isDone(), "a message was refused, or could not be said");
        return next.get();
    }

    /** When it was answered, as System.nanoTime. */
    long saidAt(int number) {
        return saidAt.getOrDefault(number, 0L);
    }

    /** What Parley has of all this, by number, each channel in its order. */
    Map<Integer, JsonNode> truth() {
        Map<Integer, JsonNode> all = new LinkedHashMap<>();
        for (String channel : channels) {
            String after = "0-0";
            for (JsonNode page = page(channel, after); !page.isEmpty(); page = page(channel, after)) {
                for (JsonNode message : page) {
                    after = message.path("id").asText();
                    all.put(Post.number(content(message)), content(message));
                }
            }
        }
        return all;
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }

    private JsonNode page(String channel, String after) {
        Http instance = cluster.instance(0).http();
        return instance.get("/" + channel + "?limit=200&after=" + after).json().path("messages");
    }

    /** As a listener is given it. */
    private static JsonNode content(JsonNode message) {
        if (message.has("data")) {
            return message.path("data");
        }
        return ((ObjectNode) message).without("id");
    }

    /** Again and again with the same key, until it is taken. */
    private void sayNext() {
        int number = next.get();
        for (InstanceProcess instance : List.of(cluster.instance(0), cluster.instance(1))) {
            try {
                if (Post.say(
                        instance.http(), redis, cluster.prefix(), channels.get(number % channels.size()), number)) {
                    saidAt.put(number, System.nanoTime());
                    next.incrementAndGet();
                    return;
                }
            } catch (UncheckedIOException | JedisException away) {
                // another one then
            }
        }
    }
}
