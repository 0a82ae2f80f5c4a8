package dev.parley.redis.log;

import dev.parley.channel.ChannelName;
import dev.parley.channel.EventId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The newest id that this instance has seen of each channel, whether or not anyone listens to it here, so that a Redis that
 * has forgotten messages is found out. Bounded: the channels that were silent longest are forgotten first.
 */
public final class Heads {
    private static final int MAX_CHANNELS = 100_000;

    private volatile Consumer<Head> ended = nobody -> {};

    /** The newest id of a channel. */
    record Head(ChannelName channel, EventId id) {}

    // Guarded by this.
    private final Map<ChannelName, EventId> newest = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ChannelName, EventId> eldest) {
            return size() > MAX_CHANNELS;
        }
    };

    /** @param told the newest id of an epoch after which another one has begun; on the thread that has seen that */
    void onEpochEnd(Consumer<Head> told) {
        ended = told;
    }

    void note(ChannelName channel, EventId id) {
        EventId known;
        synchronized (this) {
            known = newest.get(channel);
            if (known == null || id.isAfter(known)) {
                newest.put(channel, id);
            }
        }
        if (known != null && id.epoch() > known.epoch()) {
            ended.accept(new Head(channel, known));
        }
    }

    /** A copy: those of the channels that were active last come first. */
    synchronized List<Head> newestFirst() {
        List<Head> heads = new ArrayList<>();
        newest.forEach((channel, id) -> heads.add(new Head(channel, id)));
        Collections.reverse(heads);
        return heads;
    }

    /** {@link EventId#BEGINNING} when nothing was seen. */
    synchronized EventId of(ChannelName channel) {
        return newest.getOrDefault(channel, EventId.BEGINNING);
    }
}
