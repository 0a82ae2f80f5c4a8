package dev.parley.presence;

import dev.parley.channel.ChannelName;
import dev.parley.channel.Person;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Who has no stream any more, and is taken to be here for a while yet, so that a reload, or a hop to another instance, is no
 * leave and no join. Bounded: if too many linger, those who have done so for longest are gone earlier.
 *
 * <p>Threading: guarded by the monitor of {@link Presence}.
 */
final class Lingering {
    /** Somebody is back within 5 s, and another instance may take a little more than a second to say so. */
    static final Duration TIME = Duration.ofSeconds(7);

    private static final int MAX = 50_000;

    /** Someone's departure from a channel; see {@link LocalMembers#left}. */
    record Departure(ChannelName channel, Person person, int number, long over) {}

    private final Queue<Departure> departures = new ArrayDeque<>();

    void add(ChannelName channel, Person person, int number) {
        departures.add(new Departure(channel, person, number, System.nanoTime() + TIME.toNanos()));
    }

    /** The next whose time is over; null when there is none. */
    Departure poll(long now) {
        Departure oldest = departures.peek();
        boolean isOver = oldest != null && (oldest.over() - now <= 0 || departures.size() > MAX);
        return isOver ? departures.remove() : null;
    }

    boolean isEmpty() {
        return departures.isEmpty();
    }
}
