package dev.parley.relay;

import dev.parley.channel.ChannelName;
import dev.parley.channel.EventId;
import dev.parley.channel.Family;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A family that has streams on this instance: which channels belong to it.
 *
 * <p>They are read from {@link Past} when a stream opens, when something is heard in a channel that is not known here, when a notice says
 * that one begins, and when the link to Redis stands anew. A channel stands there before its first message is published, so a read that began when that was heard
 * finds it; one that is not there nevertheless is known from then on, with the place where it was first heard.
 *
 * <p>Bounded: so many are known as {@link Past} tells, and {@link #MAX_UNTOLD} that it does not; beyond, one that it does not
 * tell is forgotten for another, and found again when it is heard again.
 *
 * <p>Threading: {@link #heard} is called by the Redis listener and blocks for nothing; {@link #read} by anyone. One read is under
 * way at a time, and one more waits for all who asked since it began, so however many streams open at once, Redis is asked twice. All
 * state is guarded by this object's monitor; nothing is asked and nobody is told while holding it.
 */
final class LiveFamily {
    private static final Logger LOG = LoggerFactory.getLogger(LiveFamily.class);
    private static final int MAX_UNTOLD = 200;
    private static final int RETRY_MILLIS = 500;

    /** Beyond, clients wait with the others. */
    private static final int MAX_WAITING_FOR = 100;

    /**
     * A channel of the family.
     *
     * @param began the mark of its beginning; 0 when that is not known
     * @param heardAfter what came before the first message that was heard while it was not known; null when there was none
     */
    record Member(ChannelName channel, long began, EventId heardAfter) {}

    /**
     * What is known of the family.
     *
     * @param members those that were active last first
     * @param newest the greatest mark
     * @param readAt when the read began, as System.nanoTime
     * @param version grows with every change of the members
     */
    record Known(Map<ChannelName, Member> members, long newest, long readAt, int version) {}

    private final Family name;
    private final Hearing.Ear ear;
    private final List<Share> shares;
    private final PastPages past;

    // Guarded by the map that it is in.
    int users; // streams

    // Guarded by this.
    private final Map<ChannelName, EventId> heard = new LinkedHashMap<>(); // unknown ones, and what came before
    private Set<ChannelName> sought = Set.of(); // those that had been heard when the read began
    private Known known = new Known(Map.of(), 0, System.nanoTime(), 0);
    private CompletableFuture<Known> waiting; // for a read that is to begin; null when nobody does
    private final Set<String> waitingFor = new HashSet<>(); // clients
    private Turns.Start underWay; // the read that has begun, or waits for its turn; null at first
    private boolean reading;
    private boolean closed;

    LiveFamily(Family name, Hearing.Ear ear, List<Share> shares, PastPages past) {
        this.name = name;
        this.ear = ear;
        this.shares = shares;
        this.past = past;
    }

    Family name() {
        return name;
    }

    Share share(int worker) {
        return shares.get(worker);
    }

    synchronized Known known() {
        return known;
    }

    /** A channel begins: it stands in {@link Past} already. */
    void grew(ChannelName channel) {
        if (!known().members().containsKey(channel)) {
            read(PastPages.NOBODY);
        }
    }

    /** Something was said in a channel of the family. */
    void heard(ChannelName channel, EventId id) {
        synchronized (this) {
            if (known.members().containsKey(channel)) {
                return;
            }
            if (heard.size() >= MAX_UNTOLD) {
                heard.remove(heard.keySet().iterator().next());
            }
            heard.putIfAbsent(channel, id.predecessor());
        }
        read(PastPages.NOBODY);
    }

    /**
     * Reads which channels there are. A client waits for it in their own turn, whoever else does.
     *
     * @return what a read found that began after this call; completed when Redis is there, never when nobody listens any more
     */
    CompletableFuture<Known> read(String client) {
        CompletableFuture<Known> answer;
        Turns.Start before;
        synchronized (this) {
            if (waiting == null) {
                waiting = new CompletableFuture<>();
            }
            answer = waiting;
            boolean isNew = waitingFor.size() < MAX_WAITING_FOR && waitingFor.add(client);
            before = isNew && reading ? underWay : null;
            if (!reading) {
                reading = true;
                past.execute(this::ask);
            }
        }
        if (before != null) {
            past.enter(client, before);
        }
        return answer;
    }

    /** Whether it can't be read for now, though other channels may be. */
    boolean isAway() {
        return ear.isAway();
    }

    /** Nobody listens any more. */
    void close() {
        synchronized (this) {
            closed = true;
        }
        ear.close();
    }

    private void ask() {
        CompletableFuture<Known> asked;
        Set<String> clients;
        synchronized (this) {
            asked = waiting;
            waiting = null;
            clients = Set.copyOf(waitingFor);
            waitingFor.clear();
            sought = Set.copyOf(heard.keySet());
        }
        ask(asked, clients);
    }

    private void ask(CompletableFuture<Known> asked, Set<String> clients) {
        past.whenHeard(ear, failure -> {
            if (failure == null) {
                askPast(asked, clients);
            } else {
                askLater(asked, clients, failure);
            }
        });
    }

    private void askPast(CompletableFuture<Known> asked, Set<String> clients) {
        long now = System.nanoTime();
        Turns.Start read = past.members(name, this::isOpen, (roster, failure) -> {
            if (failure == null) {
                take(roster, now, asked);
            } else {
                askLater(asked, clients, failure);
            }
        });
        Set<String> all = new HashSet<>(clients);
        synchronized (this) {
            underWay = read;
            all.addAll(waitingFor); // who came since then waits for the next, and so for this one
        }
        all.forEach(client -> past.enter(client, read));
    }

    private synchronized boolean isOpen() {
        return !closed;
    }

    private void askLater(CompletableFuture<Known> asked, Set<String> clients, Throwable cause) {
        LOG.debug("The channels of a family could not be read yet", cause);
        synchronized (this) {
            if (closed) {
                return;
            }
        }
        past.executeLater(
                () -> ask(asked, clients),
                RETRY_MILLIS + ThreadLocalRandom.current().nextInt(RETRY_MILLIS));
    }

    private void take(Past.Roster roster, long readAt, CompletableFuture<Known> asked) {
        Known found;
        boolean isNews;
        boolean again;
        synchronized (this) {
            Map<ChannelName, Member> members = merged(roster);
            isNews = !members.equals(known.members());
            found = new Known(members, roster.newest(), readAt, known.version() + (isNews ? 1 : 0));
            known = found;
            again = waiting != null;
            reading = again;
        }
        asked.complete(found);
        if (isNews) { // else each stream that opens would wake all others
            tell(seat -> seat.subscription.following().update());
        }
        if (again) {
            past.execute(this::ask);
        }
    }

    /** In the order of what was read; behind that what was sought and not found. What was heard since, the next read will find. */
    private Map<ChannelName, Member> merged(Past.Roster roster) {
        Map<ChannelName, Member> members = new LinkedHashMap<>();
        for (Past.Member member : roster.members()) {
            if (name.has(member.channel())) {
                EventId after = heard.remove(member.channel());
                members.put(member.channel(), new Member(member.channel(), member.began(), after));
            }
        }
        for (ChannelName channel : sought) {
            EventId after = heard.get(channel);
            if (after != null) {
                members.put(channel, new Member(channel, 0, after));
            }
        }
        return members;
    }

    private void tell(Consumer<Seat> action) {
        shares.forEach(share -> share.later(() -> share.forEach(action)));
    }
}
