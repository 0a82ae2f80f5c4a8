package dev.parley.presence;

import dev.parley.channel.ChannelName;
import dev.parley.channel.Json;
import dev.parley.channel.Person;
import dev.parley.redis.Members;
import dev.parley.redis.RedisAway;
import dev.parley.relay.Relay;
import dev.parley.relay.State;
import java.time.Duration;
import java.util.Set;

/**
 * What this instance does about presence in one channel that it serves: writes its own people, shows all.
 *
 * <p>Threading: confined to the presence thread.
 */
final class ChannelPresence {
    private final ChannelName channel;
    private final Members members;
    private final Relay relay;
    private final PresenceThread thread;
    private final Runnable leaseLost;
    private final LocalMembers local = new LocalMembers();
    private final Pace writing;
    private final Pace showing;
    private Typing typing; // null until someone types
    private int streams;

    /** @param leaseLost called when that is found: who is here must be written anew before it can be shown */
    ChannelPresence(ChannelName channel, Members members, Relay relay, PresenceThread thread, Runnable leaseLost) {
        this.channel = channel;
        this.members = members;
        this.relay = relay;
        this.thread = thread;
        this.leaseLost = leaseLost;
        writing = new Pace(thread, this::write);
        showing = new Pace(thread, this::show);
    }

    /** @param person null for one who gave no name */
    void came(Person person) {
        streams++;
        if (person != null && local.came(person)) {
            writing.request(); // leads to a showing; one before that would lack them, and take its turn
        } else if (streams == 1) {
            showing.request();
        }
    }

    void left(Person person) {
        streams--;
        if (person != null && local.left(person)) {
            thread.after(LocalMembers.LINGER.toNanos() + 1, () -> endLingering(person));
        }
    }

    void typing(Person person) {
        if (streams > 0) {
            if (typing == null) {
                typing = new Typing(thread, state -> relay.show(channel, state));
            }
            typing.heard(person);
        }
    }

    void changed() {
        if (streams > 0) {
            showing.request();
        }
    }

    /** Everyone may be writing their people anew: what is there is shown when that is done. */
    void changedAfter(Duration time) {
        if (streams > 0) {
            showing.requestAfter(time);
        }
    }

    void writeAnew() {
        local.forgetWritten();
        writing.request();
    }

    /** Whether nobody is served here and nothing is left to be done. */
    boolean isOver() {
        return streams == 0 && local.isEmpty() && writing.isIdle() && showing.isIdle();
    }

    private void endLingering(Person person) {
        if (local.endLingering(person)) {
            writing.request();
        }
    }

    /** What is written is shown when its notice is heard, here as on all instances. */
    private void write() {
        try {
            boolean isAnnounced = local.writeTo((came, left) -> members.write(channel, came, left));
            if (!isAnnounced) {
                showing.request(); // there will be no notice, and someone may wait for it
            }
        } catch (RedisAway e) {
            writing.request();
        }
    }

    private void show() {
        if (streams == 0) {
            return;
        }
        try {
            members.readIfKnown(channel).ifPresentOrElse(this::show, () -> {
                showing.request();
                leaseLost.run();
            });
        } catch (RedisAway e) {
            showing.request();
        }
    }

    private void show(Set<Person> people) {
        relay.show(channel, State.about(people, "presence", json(people)));
    }

    private static String json(Set<Person> people) {
        var json = Json.NODES.objectNode().put("count", people.size());
        var names = json.putArray("members");
        Presence.shown(people).map(Person::html).forEach(names::add);
        return json.toString();
    }
}
