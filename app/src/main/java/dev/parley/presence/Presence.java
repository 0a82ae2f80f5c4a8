package dev.parley.presence;

import dev.parley.channel.ChannelName;
import dev.parley.channel.Person;
import dev.parley.redis.Lease;
import dev.parley.redis.Members;
import dev.parley.redis.RedisAway;
import dev.parley.relay.Relay;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is here and who is typing, for the channels that this instance serves.
 *
 * <p>Redis' share of the work does not grow with the number of people: changes of a channel are gathered for a second and
 * written in one go, a notice makes each instance that serves the channel read it once, and one lease for each instance is
 * renewed every few seconds, whatever it serves. An instance that dies stops renewing, and its people leave.
 *
 * <p>Threading: everything happens on one thread, which may block on Redis; the public methods only hand over to it.
 */
public final class Presence implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Presence.class);
    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final Duration RENEWAL = Duration.ofSeconds(5);
    private static final Duration WRITE_ANEW = Duration.ofHours(1);

    /** After Redis was away: until all instances have had time to say again who is here. */
    private static final Duration SETTLING = Duration.ofSeconds(3);

    /** The same after Redis lost our lease without going away, which others find at their next renewal at the latest. */
    private static final Duration RECOVERY = RENEWAL.plus(SETTLING);

    private static final int MAX_SHOWN = 100;

    private final Members members;
    private final Relay relay;
    private final PresenceThread thread = new PresenceThread();

    // Confined to the thread.
    private final Map<ChannelName, ChannelPresence> channels = new HashMap<>();
    private Set<String> holders = Set.of(); // leases that held at the last renewal

    /** Until then (as System.nanoTime), a lease that ran out may only be late, since Redis was away. */
    private long othersLiveUntil = System.nanoTime() + LEASE.toNanos();

    public Presence(Members members, Relay relay) {
        this.members = members;
        this.relay = relay;
    }

    public void start() {
        thread.every(RENEWAL, this::renew);
        thread.every(WRITE_ANEW, this::writeAllAnew); // so that no set runs out while its people are here
    }

    /**
     * A stream of a channel has opened.
     *
     * @param listener null for one who gave no name
     */
    public void came(ChannelName channel, Person listener) {
        thread.execute(() -> channels.computeIfAbsent(channel, this::newChannel).came(listener));
    }

    /** A stream has ended: once for each time that one has opened. */
    public void left(ChannelName channel, Person listener) {
        thread.execute(() -> channels.get(channel).left(listener));
    }

    public void membersChanged(ChannelName channel) {
        thread.execute(() -> ifServed(channel, ChannelPresence::changed));
    }

    public void typing(ChannelName channel, Person person) {
        thread.execute(() -> ifServed(channel, served -> served.typing(person)));
    }

    /** The link to Redis stands again: notices may have been missed, and leases, of others too, may have run out. */
    public void redisUp() {
        thread.execute(() -> {
            renewFor(LEASE, SETTLING);
            writeAllAnewAndSettle(SETTLING);
        });
    }

    /** Its people linger, like anyone whose stream has ended, and are then gone. */
    @Override
    public void close() {
        thread.execute(() -> renewFor(LocalMembers.LINGER, SETTLING));
        thread.close();
    }

    /** Those of many people that are listed by name. */
    public static Stream<Person> shown(Collection<Person> people) {
        return people.stream().sorted().limit(MAX_SHOWN);
    }

    private ChannelPresence newChannel(ChannelName channel) {
        return new ChannelPresence(channel, members, relay, thread, this::renew);
    }

    private void ifServed(ChannelName channel, Consumer<ChannelPresence> action) {
        ChannelPresence served = channels.get(channel);
        if (served != null) {
            action.accept(served);
        }
    }

    private void renew() {
        channels.values().removeIf(ChannelPresence::isOver);
        renewFor(LEASE, RECOVERY);
    }

    /** @param recovery how long others may take to find that leases were lost, if ours was */
    private void renewFor(Duration life, Duration recovery) {
        try {
            boolean endOthers = System.nanoTime() - othersLiveUntil >= 0;
            Lease.Renewal renewal = members.lease().renew(life, endOthers);
            if (renewal.isNew()) {
                writeAllAnewAndSettle(recovery);
            } else if (!renewal.holders().containsAll(holders)) {
                channels.values().forEach(ChannelPresence::changed); // an instance has died
            }
            holders = renewal.holders();
        } catch (RedisAway e) {
            LOG.debug("The lease will be renewed later", e);
        }
    }

    /** What others have written may be lost too: they get time to do the same before anyone is thought to have left. */
    private void writeAllAnewAndSettle(Duration time) {
        othersLiveUntil = System.nanoTime() + LEASE.toNanos();
        writeAllAnew();
        channels.values().forEach(channel -> channel.changedAfter(time));
    }

    private void writeAllAnew() {
        channels.values().forEach(ChannelPresence::writeAnew);
    }
}
