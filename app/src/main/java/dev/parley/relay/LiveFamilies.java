package dev.parley.relay;

import dev.parley.channel.ChannelName;
import dev.parley.channel.EventId;
import dev.parley.channel.Family;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/**
 * The families that have streams on this instance; there are no more than streams, times 32.
 *
 * <p>Threading: a family is made and dropped inside {@link ConcurrentMap#compute} of its name, which also guards its count of
 * users, so nobody ever joins one that is being dropped.
 */
final class LiveFamilies {
    private final ConcurrentMap<Family, LiveFamily> families = new ConcurrentHashMap<>();
    private final Function<Family, LiveFamily> maker;

    LiveFamilies(Function<Family, LiveFamily> maker) {
        this.maker = maker;
    }

    LiveFamily acquire(Family name) {
        return families.compute(name, (key, current) -> {
            LiveFamily family = current != null ? current : maker.apply(name);
            family.users++;
            return family;
        });
    }

    void release(LiveFamily family) {
        families.computeIfPresent(family.name(), (name, current) -> {
            if (--current.users > 0) {
                return current;
            }
            current.close();
            return null;
        });
    }

    /** Something was said in a channel. Never blocks. */
    void heard(ChannelName channel, EventId id) {
        if (families.isEmpty()) {
            return;
        }
        for (Family name : Family.of(channel)) {
            LiveFamily family = families.get(name);
            if (family != null) {
                family.heard(channel, id);
            }
        }
    }

    /**
     * A channel is known of which was not before. Never blocks.
     *
     * @param id of a message after which that was noticed; {@link EventId#BEGINNING} when it has none yet
     */
    void grew(Family name, ChannelName channel, EventId id) {
        LiveFamily family = families.get(name);
        if (family == null) {
            return;
        }
        if (id.equals(EventId.BEGINNING)) {
            family.grew(channel);
        } else {
            family.heard(channel, id);
        }
    }

    /** Something may have been missed. Never blocks. */
    void changed(Family name) {
        LiveFamily family = families.get(name);
        if (family != null) {
            family.read(PastPages.NOBODY);
        }
    }

    /** Reads all of them anew. */
    List<CompletableFuture<LiveFamily.Known>> read() {
        return families.values().stream()
                .map(family -> family.read(PastPages.NOBODY))
                .toList();
    }
}
