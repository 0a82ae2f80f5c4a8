package dev.parley.presence;

import dev.parley.channel.Person;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The people that this instance serves in one channel, and which of them Redis knows of. Whoever has no stream any more
 * lingers for a while, so that a reload, or a hop to another instance, is no leave and no join.
 *
 * <p>Threading: confined to the presence thread.
 */
final class LocalMembers {
    /** Somebody is back within 5 s, and another instance may take a little more than a second to say so. */
    static final Duration LINGER = Duration.ofSeconds(7);

    private static final class Stay {
        int streams;
        long leftAt;
    }

    private final Map<Person, Stay> here = new HashMap<>();
    private final Set<Person> written = new HashSet<>();
    private boolean writeAnew;

    /** They have one stream more; returns whether that changes who is here. */
    boolean came(Person person) {
        boolean isNew = !here.containsKey(person);
        here.computeIfAbsent(person, name -> new Stay()).streams++;
        return isNew;
    }

    /** They have one stream less; returns whether they linger now, since that was their last one here. */
    boolean left(Person person) {
        Stay stay = here.get(person);
        stay.streams--;
        stay.leftAt = System.nanoTime();
        return stay.streams == 0;
    }

    /** Returns whether they have lingered for long enough, and are gone now. */
    boolean endLingering(Person person) {
        Stay stay = here.get(person);
        if (stay == null || stay.streams > 0 || System.nanoTime() - stay.leftAt < LINGER.toNanos()) {
            return false;
        }
        here.remove(person);
        return true;
    }

    boolean isEmpty() {
        return here.isEmpty() && written.isEmpty();
    }

    /** What Redis has of us may be lost. */
    void forgetWritten() {
        writeAnew = true;
    }

    /**
     * Hands over who has come and who has left since the last time that the writer did not throw; returns false, without
     * calling it, when that is nobody.
     */
    boolean writeTo(BiConsumer<Set<Person>, Set<Person>> writer) {
        Set<Person> came = new HashSet<>(here.keySet());
        if (!writeAnew) {
            came.removeAll(written);
        }
        Set<Person> left = new HashSet<>(written);
        left.removeAll(here.keySet());
        boolean isNeeded = !came.isEmpty() || !left.isEmpty();
        if (isNeeded) {
            writer.accept(came, left);
        }
        written.addAll(came);
        written.removeAll(left);
        writeAnew = false;
        return isNeeded;
    }
}
