package dev.parley.presence;

import dev.parley.channel.Json;
import dev.parley.channel.Person;
import dev.parley.relay.State;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Who is typing in a channel: those who said so in the last seconds. Never stored.
 *
 * <p>Threading: confined to the presence thread.
 */
final class Typing {
    private static final Duration LAPSE = Duration.ofSeconds(5);
    private static final int MAX_SHOWN = 5;

    /** Many more than are shown; bounds what a flood of made-up names can take. */
    private static final int MAX_NAMES = 1_000;

    private final PresenceThread thread;
    private final Pace showing;
    private final Map<Person, Long> lapses = new LinkedHashMap<>(); // in the order in which they began
    private boolean checking;

    /** @param show tells the channel's streams */
    Typing(PresenceThread thread, Consumer<State> show) {
        this.thread = thread;
        this.showing = new Pace(thread, () -> show.accept(state()));
    }

    void heard(Person person) {
        if (lapses.size() < MAX_NAMES || lapses.containsKey(person)) {
            lapses.put(person, System.nanoTime() + LAPSE.toNanos());
            showing.request();
            checkLater();
        }
    }

    private void checkLater() {
        if (checking || lapses.isEmpty()) {
            return;
        }
        checking = true;
        long first = lapses.values().stream().mapToLong(Long::longValue).min().getAsLong();
        thread.after(first - System.nanoTime(), this::endLapsed);
    }

    private void endLapsed() {
        checking = false;
        long now = System.nanoTime();
        if (lapses.values().removeIf(lapse -> lapse - now <= 0)) {
            showing.request();
        }
        checkLater();
    }

    private State state() {
        var json = Json.NODES.objectNode();
        var names = json.putArray("names");
        lapses.keySet().stream().limit(MAX_SHOWN).map(Person::html).forEach(names::add);
        return lapses.isEmpty() ? State.usual("typing", json.toString()) : State.of("typing", json.toString());
    }
}
