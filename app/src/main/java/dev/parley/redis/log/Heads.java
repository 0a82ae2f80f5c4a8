package dev.parley.redis.log;

import dev.parley.channel.ChannelName;
import dev.parley.channel.EventId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The newest id that this instance has seen of each channel, whether or not anyone listens to it here, so that a Redis that
 * has forgotten messages is found out. Bounded: the channels that were silent longest are forgotten first.
 */
public final class Heads {
    private static final int MAX_CHANNELS = 100_000;

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

    synchronized void note(ChannelName channel, EventId id) {
        newest.merge(channel, id, (known, seen) -> seen.isAfter(known) ? seen : known);
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
