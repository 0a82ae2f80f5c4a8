package dev.parley.relay;

import dev.parley.channel.ChannelName;
import dev.parley.channel.Channels;
import dev.parley.channel.EventId;
import dev.parley.channel.Family;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which members of its families a stream carries: at most {@link #MAX_MEMBERS} of each, and no more than its ids have room for. Those
 * that come first are taken.
 */
final class Choice {
    static final int MAX_MEMBERS = 31;

    private final List<Family> families;
    private final Set<ChannelName> carried;
    private final Set<ChannelName> joining = new LinkedHashSet<>();
    private final Map<ChannelName, EventId> positions = new HashMap<>();
    private final Map<Family, List<ChannelName>> omitted = new LinkedHashMap<>();

    /** @param carried the channels that the stream has in any case */
    Choice(List<Family> families, Collection<ChannelName> carried) {
        this.families = families;
        this.carried = new HashSet<>(carried);
    }

    /**
     * Takes a member on that lives, or notes that it is omitted.
     *
     * @param from its position; null as for a client without one
     */
    void offer(Family family, ChannelName member, EventId from) {
        if (!take(family, member, from)) {
            omitted.computeIfAbsent(family, name -> new ArrayList<>()).add(member);
        }
    }

    /** Takes a member on if there is room; returns whether the stream has it now. */
    boolean take(Family family, ChannelName member, EventId from) {
        if (carried.contains(member)) {
            return true;
        }
        if (carried.stream().filter(family::has).count() >= MAX_MEMBERS) {
            return false;
        }
        carried.add(member);
        if (!Channels.fitAnId(carried, families)) {
            carried.remove(member);
            return false;
        }
        joining.add(member);
        if (from != null) {
            positions.put(member, from);
        }
        return true;
    }

    /** Those that were taken, in the order in which they were. */
    Set<ChannelName> joining() {
        return joining;
    }

    /** Where they begin; one without a position as for a client that has none. */
    Map<ChannelName, EventId> positions() {
        return positions;
    }

    /** Those for which there was no room. */
    Map<Family, List<ChannelName>> omitted() {
        return omitted;
    }
}
