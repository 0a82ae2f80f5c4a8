package dev.parley.presence;

import dev.parley.channel.Json;
import dev.parley.channel.Person;
import dev.parley.relay.State;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Who is typing in a channel: those who said so in the last seconds. Never stored.
 *
 * <p>Times are as System.nanoTime. Threading: guarded by the monitor of {@link Typings}.
 */
final class Typing {
    private static final Duration LAPSE = Duration.ofSeconds(5);
    private static final Duration INTERVAL = Duration.ofMillis(1_100);
    private static final int MAX_SHOWN = 5;

    /** Many more than are shown; bounds what a flood of made-up names can take. */
    private static final int MAX_NAMES = 100;

    private final Map<Person, Long> lapses = new LinkedHashMap<>(); // in the order in which they began
    private boolean isNews;
    private long showFrom = System.nanoTime();

    void heard(Person person, long now) {
        if (lapses.size() < MAX_NAMES || lapses.containsKey(person)) {
            isNews |= lapses.put(person, now + LAPSE.toNanos()) == null;
        }
    }

    /** What is to be shown now; null when there is nothing new, or it was shown something only just. */
    State next(long now) {
        isNews |= lapses.values().removeIf(lapse -> lapse - now <= 0);
        if (!isNews || showFrom - now > 0) {
            return null;
        }
        isNews = false;
        showFrom = now + INTERVAL.toNanos();
        return state();
    }

    /** Whether nobody is typing, and everyone knows. */
    boolean isOver(long now) {
        return lapses.isEmpty() && !isNews && showFrom - now <= 0;
    }

    private State state() {
        var json = Json.NODES.objectNode();
        Listed.put(json, "names", lapses.keySet().stream().limit(MAX_SHOWN).toList());
        return lapses.isEmpty() ? State.usual("typing", json.toString()) : State.of("typing", json.toString());
    }
}
