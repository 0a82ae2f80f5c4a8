package dev.parley.presence;

import dev.parley.channel.ChannelName;
import dev.parley.channel.Person;
import dev.parley.redis.shared.Members;
import dev.parley.redis.shared.Roll;
import dev.parley.relay.Relay;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Who is here, for the channels that this instance serves.
 *
 * <p>Redis' share of the work does not grow with the number of people: changes of a channel are gathered for a second and
 * written in one go, whose answer says who is there; a notice makes each other instance that serves the channel read that once;
 * and one lease for each instance is renewed every few seconds, whatever it serves. An instance that dies stops renewing, and its
 * people leave. All questions of a moment go out together, a bounded number, and the next ones when these are answered: so a
 * slow Redis makes them fewer and larger, and there is no queue but the set of channels with something to do.
 *
 * <p>Threading: who comes and goes is counted by the threads that open and end streams; a thread of its own looks, as long as there
 * is something to do, what is due, and takes the answers; the lease's thread tells which leases hold. All state is guarded by
 * this object's monitor, which is held for short: nothing that blocks is done under it. Taken inside it are only the monitors of a
 * channel's slots and of {@link Renewals}, which take none.
 */
public final class Presence implements AutoCloseable {
    private static final Duration TICK = Duration.ofMillis(25);
    private static final Duration WRITE_ANEW = Duration.ofHours(1);

    /** After Redis was away: until all instances have had time to say again who is here. */
    private static final Duration SETTLING = Duration.ofSeconds(3);

    /** The same after Redis lost our lease without going away, which others find at their next renewal at the latest. */
    private static final Duration RECOVERY = Renewals.INTERVAL.plus(SETTLING);

    /** Of one round of questions: what Redis does in some 10 ms, so that others don't wait for long. */
    private static final int MAX_QUESTIONS = 256;

    private static final int MAX_PEOPLE = 2_000;
    private static final int MAX_PEOPLE_OF_A_QUESTION = 500;

    private final Members members;
    private final Relay relay;
    private final PresenceThread thread = new PresenceThread("presence");
    private final Renewals renewals;

    // Guarded by this.
    private final Map<ChannelName, ChannelPresence> channels = new HashMap<>();
    private final Set<ChannelPresence> due =
            new LinkedHashSet<>(); // those with something to do, those just asked for last
    private final Lingering lingering = new Lingering();
    private boolean ticking;
    private boolean asking;
    private String lease; // under which all is to be written; null until there is one

    public Presence(Members members, Relay relay) {
        this.members = members;
        this.relay = relay;
        renewals = new Renewals(members.lease(), this::renewed);
    }

    public void start() {
        renewals.start();
        thread.every(WRITE_ANEW, () -> writeAllAnew(Duration.ZERO)); // so that none runs out while its people are here
    }

    /**
     * A stream of a channel has opened.
     *
     * @param listener null for one who gave no name
     */
    public synchronized void came(ChannelName channel, Person listener) {
        ChannelPresence served = channels.computeIfAbsent(channel, name -> new ChannelPresence(name, relay));
        served.came(listener);
        look(served);
    }

    /** A stream has ended: once for each time that one has opened. */
    public synchronized void left(ChannelName channel, Person listener) {
        ChannelPresence served = channels.get(channel);
        int departure = served.left(listener);
        if (departure > 0) {
            lingering.add(channel, listener, departure);
        }
        look(served);
    }

    /**
     * Someone wrote who has come or left.
     *
     * @param writer the lease under which it was written
     */
    public synchronized void membersChanged(ChannelName channel, String writer) {
        ChannelPresence served = channels.get(channel);
        if (served != null && !writer.equals(lease)) { // what we have written ourselves was answered already
            served.changed();
            look(served);
        }
    }

    /** The link to Redis stands again: notices may have been missed, and leases, of others too, may have run out. */
    public void redisUp() {
        renewals.spareOthers();
        renewals.renewNow();
        writeAllAnew(SETTLING);
    }

    /** The same for one channel, whose part of Redis was away while others were not. */
    public synchronized void back(ChannelName channel) {
        ChannelPresence served = channels.get(channel);
        if (served != null) {
            served.writeAnew(SETTLING.toNanos());
            look(served);
        }
    }

    /** Notices about a channel may have been missed. */
    public synchronized void missed(ChannelName channel) {
        ChannelPresence served = channels.get(channel);
        if (served != null) {
            served.changed();
            look(served);
        }
    }

    /** Its people linger, like anyone whose stream has ended, and are then gone. */
    @Override
    public void close() {
        thread.close();
        renewals.close();
    }

    private synchronized void renewed(Set<String> holders) {
        channels.values().forEach(channel -> channel.holdersChanged(holders));
        lookAtAll();
    }

    private synchronized void writeAllAnew(Duration settling) {
        channels.values().forEach(channel -> channel.writeAnew(settling.toNanos()));
        lookAtAll();
    }

    private void look(ChannelPresence channel) {
        due.add(channel);
        if (!ticking) {
            ticking = true;
            thread.after(TICK, this::tick);
        }
    }

    private void lookAtAll() {
        channels.values().forEach(this::look);
    }

    private void tick() {
        try {
            ask(look(System.nanoTime()));
        } finally {
            tickAgain();
        }
    }

    /** Does what is due; returns what is to be asked. */
    private synchronized List<ChannelPresence.Question> look(long now) {
        endLingering(now);
        boolean mayAsk = checkLease() && !asking;
        due.forEach(channel -> channel.tellWhatIsDue(now));
        return mayAsk ? gather(now) : List.of();
    }

    private synchronized void tickAgain() {
        forgetIdle();
        ticking = !due.isEmpty() || !lingering.isEmpty();
        if (ticking) {
            thread.after(TICK, this::tick);
        }
    }

    private void endLingering(long now) {
        for (Lingering.Departure gone = lingering.poll(now); gone != null; gone = lingering.poll(now)) {
            ChannelPresence channel = channels.get(gone.channel());
            if (channel != null && channel.endLingering(gone.person(), gone.number())) {
                due.add(channel);
            }
        }
    }

    /**
     * Found here, and not told by whoever renews it: so a new one is never missed, whatever answer got lost.
     *
     * @return whether there is one to write under
     */
    private boolean checkLease() {
        Optional<String> held = members.lease().held();
        held.filter(now -> !now.equals(lease)).ifPresent(now -> {
            if (lease != null) {
                renewals.spareOthers(); // what they have written may be lost too
                channels.values().forEach(channel -> channel.writeAnew(RECOVERY.toNanos()));
                due.addAll(channels.values());
            }
            lease = now;
        });
        return held.isPresent();
    }

    private List<ChannelPresence.Question> gather(long now) {
        List<ChannelPresence.Question> questions = new ArrayList<>();
        int people = 0;
        for (ChannelPresence channel : due) {
            if (questions.size() == MAX_QUESTIONS || people >= MAX_PEOPLE) {
                break; // the others are next
            }
            ChannelPresence.Question question = channel.next(now, MAX_PEOPLE_OF_A_QUESTION);
            if (question != null) {
                questions.add(question);
                people += question.size();
            }
        }
        questions.forEach(question -> due.remove(question.asker()));
        questions.forEach(question -> due.add(question.asker())); // behind the others
        return questions;
    }

    private void forgetIdle() {
        due.removeIf(channel -> {
            if (channel.isOver()) {
                channels.remove(channel.name(), channel);
            }
            return channel.isIdle();
        });
    }

    private void ask(List<ChannelPresence.Question> questions) {
        if (questions.isEmpty()) {
            return;
        }
        String under;
        synchronized (this) {
            asking = true;
            under = lease;
        }
        List<CompletableFuture<Roll>> answers =
                questions.stream().map(question -> question.ask(members, under)).toList();
        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .handle((done, failure) -> null)
                .thenCompose(done -> members.lease().holders()) // afterwards: see Members
                .exceptionally(failure -> Set.of())
                .thenAccept(holders ->
                        thread.execute(() -> answered(questions, answers, holders.contains(under), holders)));
    }

    /** @param isCertain whether our own lease still holds: if not, what others have written may be lost, too */
    private void answered(
            List<ChannelPresence.Question> questions,
            List<CompletableFuture<Roll>> answers,
            boolean isCertain,
            Set<String> holders) {
        if (!isCertain) {
            renewals.renewNow();
        }
        try {
            for (int i = 0; i < questions.size(); i++) {
                boolean failed = answers.get(i).isCompletedExceptionally();
                answered(questions.get(i), failed ? null : answers.get(i).join(), isCertain ? holders : null);
            }
        } finally {
            synchronized (this) {
                asking = false;
            }
        }
    }

    /**
     * One of them.
     *
     * @param roll null when there was no answer
     * @param holders null when they are in doubt
     */
    private void answered(ChannelPresence.Question question, Roll roll, Set<String> holders) {
        Told told = roll == null || holders == null ? null : Told.of(roll); // outside: it takes time
        ChannelPresence asker = question.asker();
        long now = System.nanoTime();
        synchronized (this) {
            if (roll == null) {
                asker.failed(question, now);
            } else if (holders == null) {
                asker.answeredInDoubt(question, now);
            } else {
                asker.answered(question, roll.leases(), told, holders, now);
            }
            look(asker);
        }
    }
}
