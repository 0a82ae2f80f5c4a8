package dev.parley.presence;

import dev.parley.channel.ChannelName;
import dev.parley.channel.Person;
import dev.parley.relay.Relay;
import dev.parley.relay.State;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Who is typing, in the channels that this instance serves: a path of its own, which waits for nothing that is asked of Redis.
 *
 * <p>Threading: {@link #heard} is called by the listener, and only notes it; a thread looks, as long as someone types, what is to
 * be shown. All state is guarded by this object's monitor.
 */
public final class Typings implements AutoCloseable {
    private static final Duration TICK = Duration.ofMillis(25);

    private final Relay relay;
    private final PresenceThread thread = new PresenceThread("typing");

    // Guarded by this.
    private final Map<ChannelName, Typing> channels = new HashMap<>(); // those in which someone types
    private boolean ticking;

    public Typings(Relay relay) {
        this.relay = relay;
    }

    /** Someone is typing; dropped when nobody here listens to the channel. */
    public void heard(ChannelName channel, Person person) {
        if (relay.isServed(channel)) {
            note(channel, person);
        }
    }

    @Override
    public void close() {
        thread.close();
    }

    private synchronized void note(ChannelName channel, Person person) {
        channels.computeIfAbsent(channel, name -> new Typing()).heard(person, System.nanoTime());
        if (!ticking) {
            ticking = true;
            thread.execute(this::tick);
        }
    }

    private synchronized void tick() {
        long now = System.nanoTime();
        channels.entrySet().removeIf(entry -> {
            State state = entry.getValue().next(now);
            if (state != null) {
                relay.show(entry.getKey(), state);
            }
            return entry.getValue().isOver(now);
        });
        ticking = !channels.isEmpty();
        if (ticking) {
            thread.after(TICK, this::tick);
        }
    }
}
