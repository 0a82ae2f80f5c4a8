package dev.parley.presence;

import dev.parley.channel.ChannelName;
import dev.parley.channel.Person;
import dev.parley.redis.shared.Members;
import dev.parley.redis.shared.Roll;
import dev.parley.relay.Relay;
import dev.parley.relay.State;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * What this instance does about presence in one channel that it serves: writes its own people, and shows all. One question
 * to Redis at a time; what happens meanwhile is gathered for the next.
 *
 * <p>Times are as System.nanoTime. Threading: guarded by the monitor of {@link Presence}.
 */
final class ChannelPresence {
    /** As for telling: people come and go more slowly than that, or in crowds. */
    private static final long WRITE_INTERVAL = Duration.ofMillis(1_100).toNanos();

    private final ChannelName channel;
    private final Relay relay;
    private final LocalMembers local = new LocalMembers();
    private int streams;

    private boolean isAsked; // a question is under way
    private boolean unread; // what is known here may be out of date
    private Set<String> ended = Set.of(); // leases that don't hold, under which something stands there
    private Set<String> leases = Set.of(); // under which something stood there, when it was last read
    private long writeFrom = System.nanoTime();
    private long readFrom = writeFrom;
    private long settledFrom = writeFrom; // until then, others may be writing anew, and what was told stays

    private Told told; // what streams were told last; null when they know nothing
    private Told news; // what is to be told when it is time; null when there is none
    private long tellFrom = writeFrom;

    ChannelPresence(ChannelName channel, Relay relay) {
        this.channel = channel;
        this.relay = relay;
    }

    /**
     * Something to be asked of Redis, and what becomes of the answer.
     *
     * @param change what is to be written; null when it is only read
     * @param ended leases of which what was written is cleared away before
     * @param nobodyWas whether nobody was there when it was last read
     */
    record Question(ChannelPresence asker, LocalMembers.Change change, Collection<String> ended, boolean nobodyWas) {
        CompletableFuture<Roll> ask(Members members, String lease) {
            if (change != null) {
                return members.write(asker.channel, lease, change.came(), change.left());
            }
            return nobodyWas ? members.readWhereNobodyWas(asker.channel) : members.read(asker.channel, ended);
        }

        int size() {
            return change == null ? 0 : change.size();
        }

        boolean hasNewcomers() {
            return change != null && !change.came().isEmpty();
        }
    }

    ChannelName name() {
        return channel;
    }

    /** @param person null for one who gave no name */
    void came(Person person) {
        streams++;
        if (streams == 1) { // whoever was told something has gone
            told = null;
            tellFrom = Math.min(tellFrom, System.nanoTime());
        }
        boolean isNew = person != null && local.came(person);
        if (streams == 1 && !isNew) { // a new one is written, and that reads too
            unread = true;
            readFrom = Math.min(readFrom, System.nanoTime());
        }
    }

    /** Returns what {@link LocalMembers#left} does; 0 also for one who gave no name. */
    int left(Person person) {
        streams--;
        if (streams == 0) {
            unread = false;
            news = null;
        }
        return person == null ? 0 : local.left(person);
    }

    /** Returns whether there is something to be done now. */
    boolean endLingering(Person person, int departure) {
        return local.endLingering(person, departure);
    }

    /** Someone else has written. */
    void changed() {
        unread = streams > 0;
    }

    /** Some leases have ended. */
    void holdersChanged(Set<String> holders) {
        if (!holders.containsAll(leases)) {
            changed();
        }
    }

    /**
     * What was written may be lost, also what others have written.
     *
     * @param settling ns in which all have time to write it anew
     */
    void writeAnew(long settling) {
        local.writeAnew();
        writeFrom = Math.min(writeFrom, System.nanoTime());
        settledFrom = Math.max(settledFrom, System.nanoTime() + settling);
        unread = streams > 0;
        news = null;
    }

    /** What to ask Redis now; null when there is nothing. */
    Question next(long now, int maxPeople) {
        if (isAsked) {
            return null;
        }
        if (!local.isWritten() && writeFrom - now <= 0) {
            isAsked = true;
            Question question = new Question(this, local.take(maxPeople), Set.of(), false);
            writeFrom = local.isWritten() ? now + WRITE_INTERVAL : now;
            return question;
        }
        if (unread && mayRead(now)) {
            isAsked = true;
            unread = false;
            return new Question(this, null, ended, leases.isEmpty() && told != null && told.count() == 0);
        }
        return null;
    }

    /** Not before it could be told; but what stands there under leases that have ended is cleared away at once. */
    private boolean mayRead(long now) {
        return readFrom - now <= 0 && settledFrom - now <= 0 && (tellFrom - now <= 0 || !ended.isEmpty());
    }

    /** Tells what could not be told earlier. */
    void tellWhatIsDue(long now) {
        if (news != null && tellFrom - now <= 0) {
            tell(news, now);
        }
    }

    /**
     * An answer.
     *
     * @param leases under which something stands there
     * @param roll what is to be told of it
     * @param holders the leases that held afterwards
     */
    void answered(Question question, Set<String> leases, Told roll, Set<String> holders, long now) {
        succeeded(question);
        this.leases = leases;
        ended = new HashSet<>(leases);
        ended.removeAll(holders);
        if (!ended.isEmpty() || settledFrom - now > 0) {
            changed();
        } else if (streams > 0) {
            take(roll, question.hasNewcomers(), now);
        }
    }

    /** It was written, if there was something to write; but what was read may not be all, since our own lease is gone. */
    void answeredInDoubt(Question question, long now) {
        succeeded(question);
        readLater(now);
    }

    void failed(Question question, long now) {
        isAsked = false;
        if (question.change() == null) {
            readLater(now);
        } else { // Redis may take no writes, and still say who is there
            local.failed(question.change());
            writeFrom = now + WRITE_INTERVAL;
            changed();
        }
    }

    /** Whether nothing is left to be done for now. */
    boolean isIdle() {
        return !isAsked && !unread && news == null && local.isWritten();
    }

    /** Whether nobody is served here any more, and Redis knows. */
    boolean isOver() {
        return streams == 0 && !isAsked && local.isEmpty();
    }

    private void succeeded(Question question) {
        isAsked = false;
        if (question.change() != null) {
            local.succeeded(question.change());
        }
    }

    private void readLater(long now) {
        unread = streams > 0;
        readFrom = now + WRITE_INTERVAL;
    }

    private void take(Told now, boolean hasNewcomers, long time) {
        if (told == null || (tellFrom - time <= 0 && !now.data().equals(told.data()))) {
            tell(now, time);
        } else {
            news = now.data().equals(told.data()) ? null : now;
            if (hasNewcomers) {
                relay.showNewcomers(channel, state(now));
            }
        }
    }

    private void tell(Told now, long time) {
        told = now;
        news = null;
        tellFrom = time + now.interval();
        relay.show(channel, state(now));
    }

    /** Whoever has given a name is told when they are among those of whom it tells. */
    private State state(Told now) {
        int writes = local.writes();
        return State.about(
                person -> now.named().contains(person) || local.isAmong(person, writes), "presence", now.data());
    }
}
