package dev.parley.redis;

import dev.parley.channel.ChannelName;
import dev.parley.channel.EventId;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The newest id that this instance has seen of each channel, whether or not anyone listens to it here, so that a Redis that
 * has forgotten messages is found out. Bounded: the channels that were silent longest are forgotten first.
 */
final class Heads {
    private static final int MAX_CHANNELS = 100_000;

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

    /** A copy. */
    synchronized Map<ChannelName, EventId> all() {
        return Map.copyOf(newest);
    }

    /** {@link EventId#BEGINNING} when nothing was seen. */
    synchronized EventId of(ChannelName channel) {
        return newest.getOrDefault(channel, EventId.BEGINNING);
    }
}
