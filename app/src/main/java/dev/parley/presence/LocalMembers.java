package dev.parley.presence;

import dev.parley.channel.Person;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The people that this instance serves in one channel, and what Redis has still to be told of them.
 *
 * <p>Threading: guarded by the monitor of {@link Presence}, but for {@link #isAmong}, which may be called by anyone.
 */
final class LocalMembers {
    private static final class Stay {
        int streams;
        int departures; // how often their last stream has ended, to tell the newest time from others

        /** The number of the write that brought them to Redis; 0 until then. */
        volatile int writtenBy;
    }

    private final Map<Person, Stay> here = new ConcurrentHashMap<>();
    private final Set<Person> came = new LinkedHashSet<>(); // who is to be written, all of them here
    private final Set<Person> left = new LinkedHashSet<>(); // who is to be removed, none of them here
    private int writes;

    /** Who has come and left, to be written together. */
    record Change(List<Person> came, List<Person> left) {
        int size() {
            return came.size() + left.size();
        }
    }

    /** They have one stream more; returns whether that changes who is here. */
    boolean came(Person person) {
        boolean isNew = !here.containsKey(person);
        if (isNew) {
            here.put(person, new Stay());
            left.remove(person);
            came.add(person);
        }
        here.get(person).streams++;
        return isNew;
    }

    /**
     * They have one stream less.
     *
     * @return 0 when they have others; else what {@link #endLingering} asks for, since they linger from now on
     */
    int left(Person person) {
        Stay stay = here.get(person);
        stay.streams--;
        return stay.streams > 0 ? 0 : ++stay.departures;
    }

    /** Returns whether they are gone now, because they have not been back since that departure. */
    boolean endLingering(Person person, int departure) {
        Stay stay = here.get(person);
        if (stay == null || stay.streams > 0 || stay.departures != departure) {
            return false;
        }
        here.remove(person);
        came.remove(person);
        left.add(person);
        return true;
    }

    boolean isEmpty() {
        return here.isEmpty() && left.isEmpty();
    }

    boolean isWritten() {
        return came.isEmpty() && left.isEmpty();
    }

    /** What Redis has of us may be lost; or it stands under a lease that does not count any more. */
    void writeAnew() {
        came.addAll(here.keySet());
    }

    /** What is to be written, of at most so many people; it counts as written unless {@link #failed} says otherwise. */
    Change take(int limit) {
        return new Change(take(came, limit), take(left, limit));
    }

    /** Redis has it. */
    void succeeded(Change change) {
        writes++;
        for (Person person : change.came()) {
            Stay stay = here.get(person);
            if (stay != null && stay.writtenBy == 0) {
                stay.writtenBy = writes;
            }
        }
    }

    /** It is not known whether Redis has it. */
    void failed(Change change) {
        change.came().forEach(this::writeAgain);
        change.left().forEach(this::writeAgain);
    }

    /** How often something has been written. */
    int writes() {
        return writes;
    }

    /** Whether they were among those who had been brought to Redis after so many writes. */
    boolean isAmong(Person person, int writes) {
        Stay stay = here.get(person);
        return stay != null && stay.writtenBy > 0 && stay.writtenBy <= writes;
    }

    private void writeAgain(Person person) {
        (here.containsKey(person) ? came : left).add(person);
    }

    private static List<Person> take(Collection<Person> from, int limit) {
        List<Person> taken = from.stream().limit(limit).toList();
        taken.forEach(from::remove);
        return taken;
    }
}
