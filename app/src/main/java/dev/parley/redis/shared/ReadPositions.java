package dev.parley.redis.shared;

import dev.parley.channel.ChannelName;
import dev.parley.channel.EventId;
import dev.parley.channel.InvalidInput;
import dev.parley.identity.Digest;
import dev.parley.redis.link.Keys;
import dev.parley.redis.link.Redis;
import dev.parley.redis.link.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * How far each user has read in which channels, the same on all their devices. It only goes on: of two devices, the one that has read
 * further is right.
 *
 * <p>Bounded: of each user {@value #MAX_CHANNELS} channels, those that were read last; forgotten 30 days after they read something.
 */
public final class ReadPositions {
    public static final int MAX_CHANNELS = 100;

    private static final Duration LIFE = Duration.ofDays(30);

    private final Redis redis;
    private final Keys keys;
    private final Script script = new Script(ReadPositions.class, Script.IDS, "read.lua");

    public ReadPositions(Redis redis, Keys keys) {
        this.redis = redis;
        this.keys = keys;
    }

    /**
     * Notes how far they have read.
     *
     * @param positions none to note nothing
     * @return all that is noted then, by channel; fails with {@link dev.parley.redis.link.RedisAway}
     */
    public CompletableFuture<Map<String, EventId>> note(String user, Map<ChannelName, EventId> positions) {
        List<String> args = new ArrayList<>(List.of(Long.toString(LIFE.toMillis()), Integer.toString(MAX_CHANNELS)));
        positions.forEach((channel, id) -> {
            args.add(channel.value());
            args.add(id.toString());
        });
        return script.askAside(redis, List.of(keys.read(Digest.of(user))), args).thenApply(ReadPositions::positions);
    }

    private static Map<String, EventId> positions(List<?> answer) {
        Map<String, EventId> positions = new TreeMap<>();
        for (int i = 0; i < answer.size(); i += 2) {
            add(positions, (String) answer.get(i), (String) answer.get(i + 1));
        }
        return positions;
    }

    /** Unless someone else has written something else there. */
    private static void add(Map<String, EventId> positions, String channel, String id) {
        try {
            positions.put(new ChannelName(channel).value(), EventId.parse(id));
        } catch (InvalidInput notOurs) {
            positions.remove(channel);
        }
    }
}
