package dev.parley.redis.log;

import dev.parley.channel.ChannelName;
import dev.parley.redis.link.Keys;
import dev.parley.redis.link.Redis;
import dev.parley.redis.link.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds how much of Redis the histories of all channels take: each instance weighs now and then those it has published to, and
 * writes that down; when all together are too heavy, one instance at a time gives up those that would expire first. Never on
 * the way of a message.
 *
 * <p>Bounded: channels beyond {@link #MAX_CHANNELS} between two looks are weighed when something is said in them again.
 *
 * <p>Threading: {@link #note} may be called by anyone and does not block; all else happens on a thread of its own.
 */
public final class Storage implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Storage.class);
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final Duration KEEPER_TIME = Duration.ofSeconds(30);
    private static final int MAX_CHANNELS = 100_000;
    private static final int AT_ONCE = 200;

    private final Redis redis;
    private final Keys keys;
    private final long maxBytes;
    private final String instance;
    private final Script weigh = new Script(Storage.class, "weigh.lua");
    private final Script account = new Script(Storage.class, "account.lua");
    private final Script forget = new Script(Storage.class, "forget.lua");
    private final Set<ChannelName> noted = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread worker = new Thread(task, "storage");
        worker.setDaemon(true);
        return worker;
    });

    /** @param maxBytes that all histories may take; also never more than 3/4 of what Redis itself may */
    public Storage(Redis redis, Keys keys, long maxBytes, String instance) {
        this.redis = redis;
        this.keys = keys;
        this.maxBytes = maxBytes;
        this.instance = instance;
    }

    /** What a history takes; nothing when it is gone. */
    private record Weight(long expires, long bytes) {}

    public void start() {
        thread.scheduleWithFixedDelay(this::look, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The channel's history has grown, or is about to. */
    void note(ChannelName channel) {
        if (noted.size() < MAX_CHANNELS) {
            noted.add(channel);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private void look() {
        try {
            List<ChannelName> changed = List.copyOf(noted);
            List<?> tooMuch = List.of();
            for (int i = 0; i < Math.max(1, changed.size()); i += AT_ONCE) {
                List<ChannelName> some = changed.subList(i, Math.min(changed.size(), i + AT_ONCE));
                some.forEach(noted::remove); // before it is weighed: whoever adds to it now notes it again
                tooMuch = writeDown(weigh(some));
            }
            while (!tooMuch.isEmpty() && !Thread.currentThread().isInterrupted()) {
                tooMuch = writeDown(giveUp(tooMuch));
            }
        } catch (RuntimeException e) { // the next look will do it
            LOG.debug("The histories could not be weighed", e);
        }
    }

    private Map<ChannelName, Weight> weigh(List<ChannelName> channels) {
        Map<ChannelName, CompletableFuture<List<?>>> asked = new HashMap<>();
        channels.forEach(channel -> asked.put(channel, weigh.askAside(redis, List.of(keys.log(channel)), List.of())));
        Map<ChannelName, Weight> weights = new HashMap<>();
        asked.forEach((channel, answer) -> {
            List<?> weight = Redis.await(answer);
            weights.put(channel, new Weight((Long) weight.get(0), (Long) weight.get(1)));
        });
        return weights;
    }

    /** Returns what is to be given up. */
    private List<?> writeDown(Map<ChannelName, Weight> weights) {
        List<String> args =
                new ArrayList<>(List.of(Long.toString(maxBytes), instance, Long.toString(KEEPER_TIME.toMillis())));
        weights.forEach((channel, weight) ->
                args.addAll(List.of(channel.value(), Long.toString(weight.expires()), Long.toString(weight.bytes()))));
        return Redis.await(account.askAside(redis, keys.storage(), args));
    }

    /** Returns what they weigh then: those in which something was said meanwhile stay. */
    private Map<ChannelName, Weight> giveUp(List<?> channelsAndTimes) {
        List<ChannelName> channels = new ArrayList<>();
        List<CompletableFuture<List<?>>> answers = new ArrayList<>();
        for (int i = 0; i < channelsAndTimes.size(); i += 2) {
            ChannelName channel = new ChannelName((String) channelsAndTimes.get(i));
            channels.add(channel);
            answers.add(
                    forget.askAside(redis, List.of(keys.log(channel)), List.of((String) channelsAndTimes.get(i + 1))));
        }
        answers.forEach(Redis::await);
        return weigh(channels);
    }
}
