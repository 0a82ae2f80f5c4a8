package dev.parley.redis.link;

import dev.parley.channel.ChannelName;
import dev.parley.channel.Family;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import redis.clients.jedis.exceptions.JedisMovedDataException;

/**
 * What this instance wants to hear: the channels that have listeners here, and the families. Each is subscribed with the first
 * wish, and again whenever the link to Redis stands anew; after the last wish it lingers, so that rooms that come and go cost Redis
 * nothing. In a cluster each is subscribed at the shard that has its slot, and moves with it.
 *
 * <p>Why nothing is lost: a message is stored and published by one script. Who reads after its subscription is confirmed finds
 * what was published before that, and hears what is published after it. So whoever wishes waits for {@link Wish#heard} before each
 * reading; and when the link stands anew, which it does once everything is subscribed, all is read again. What moves to another shard is
 * read again when it is subscribed there ({@link Audience#missed}).
 *
 * <p>Bounded: there are as many subjects as there are wishes, and {@link #MAX_LINGERING}; beyond, those that have lingered longest go.
 *
 * <p>Threading: wishes come from anyone and wait for nobody; the listeners' threads tell what was subscribed, those that write end
 * what has lingered. All state is guarded by this object's monitor, in which only that of a {@link ShardSubscriptions} is taken;
 * futures are completed, and the audience is told, outside. What is subscribed and unsubscribed is put down in one order, inside the monitor, and sent in that order:
 * so a wish that comes while its subject is unsubscribed is subscribed after that.
 */
public final class Interest {
    /** Who is told what becomes of wishes in a cluster, on threads that must not be held up. */
    public interface Audience {
        /** It is heard again; what was published in between may have been missed. */
        void missed(ChannelName channel);

        void missed(Family family);

        /** It can't be heard or read for now, or nothing can be said there. */
        void away(ChannelName channel);

        /** It can again, or can be heard and read at least; what was published and written down in between may have been missed, or lost. */
        void back(ChannelName channel);
    }

    private static final Duration LINGER = Duration.ofSeconds(30);
    private static final int MAX_LINGERING = 2_000;

    /** While a slot is handed over, each may say that the other has it; then it is asked for again a little later. */
    private static final int MAX_REDIRECTIONS = 3;

    private final Redis redis;
    private final Keys keys;
    private final Duration linger;
    private final Enquiries enquiries;
    private volatile Audience audience; // null while nobody is to be told

    // Guarded by this.
    private final Map<List<String>, Subject> subjects = new HashMap<>();
    private final Set<Subject> lingering = new LinkedHashSet<>(); // since longest first
    private final Whereabouts whereabouts;

    /** @param prefix of the channels */
    public Interest(Redis redis, String prefix) {
        this(redis, prefix, LINGER);
    }

    Interest(Redis redis, String prefix, Duration linger) {
        this.redis = redis;
        this.keys = new Keys(prefix, redis.topics(prefix));
        this.linger = linger;
        this.whereabouts = new Whereabouts(redis);
        this.enquiries =
                new Enquiries(key -> redis.ask(key, commands -> commands.exists(key)), this::isMissing, this::found);
    }

    /** That something be heard, until it is closed. */
    public final class Wish {
        private final Subject subject;
        private boolean closed; // guarded by the interest

        private Wish(Subject subject) {
            this.subject = subject;
        }

        /**
         * Done when all that is published from then on will be heard, on this connection to Redis. Fails with {@link RedisAway} when
         * there is none, when it breaks, and when Redis refuses; whoever asks again then asks Redis again.
         */
        public CompletableFuture<Void> heard() {
            synchronized (Interest.this) {
                return closed ? failed() : ask(subject);
            }
        }

        /** Whether it can't be heard or read for now, though other shards may be there. Never so where there is no cluster. */
        public boolean isAway() {
            if (!redis.isCluster()) {
                return false;
            }
            synchronized (Interest.this) {
                return whereabouts.isAway(subject);
            }
        }

        /** The same; or nothing can be said there. */
        public boolean isInTrouble() {
            if (isAway()) {
                return true;
            }
            Shard home = redis.isCluster() ? redis.shardOf(subject.topic()) : null;
            return home != null && home.health().isReachable() && home.trouble().isPresent();
        }

        public void close() {
            synchronized (Interest.this) {
                if (!closed) {
                    closed = true;
                    release(subject);
                }
            }
        }
    }

    /** To be called once, before anything is wished. */
    public void tell(Audience told) {
        audience = told;
    }

    /** What is said in a channel, and all notices about it. */
    public Wish in(ChannelName channel) {
        return in(new Subject(topicsOf(channel), channel, null));
    }

    /** Which channels begin in a family. */
    public Wish in(Family family) {
        return in(new Subject(topicsOf(family), null, family));
    }

    /** How many channels and families are subscribed, or are to be. */
    public synchronized int size() {
        return subjects.size();
    }

    /** The channels whose slots a shard has. */
    public synchronized List<ChannelName> channelsOf(Shard shard) {
        return subjects.values().stream()
                .filter(subject -> subject.channel != null && redis.shardOf(subject.topic()) == shard)
                .map(subject -> subject.channel)
                .toList();
    }

    /** And the families. */
    public synchronized List<Family> familiesOf(Shard shard) {
        return subjects.values().stream()
                .filter(subject -> subject.family != null && redis.shardOf(subject.topic()) == shard)
                .map(subject -> subject.family)
                .toList();
    }

    /** Slots have other owners now: what is of them moves there. */
    public synchronized void moved(BitSet slots) {
        for (Subject subject : subjects.values()) {
            if (slots.get(Topology.slot(subject.topic()))) {
                whereabouts.move(subject);
            }
        }
    }

    /** A topic of which nothing is heard. */
    String nothing() {
        return keys.notices("");
    }

    /** Whether subscriptions may be ended by Redis, because their slot has moved. */
    boolean mayMove() {
        return redis.isCluster();
    }

    /** A connection stands, on which nothing is subscribed yet: puts down all that is to be. On the listener's thread. */
    synchronized void linked(Shard shard, ShardSubscriptions to) {
        whereabouts.linked(shard, to, subjects.values());
    }

    /** It has broken. */
    void lost(Shard shard) {
        List<CompletableFuture<Void>> unanswered;
        synchronized (this) {
            List<Subject> gone =
                    lingering.stream().filter(subject -> subject.home == shard).toList();
            gone.forEach(this::remove);
            unanswered = whereabouts.lost(shard, subjects.values());
        }
        unanswered.forEach(Interest::fail);
    }

    /** It was subscribed there. */
    void heard(Subject subject, Shard shard) {
        CompletableFuture<Void> heard;
        boolean isAgain;
        boolean isBack;
        synchronized (this) {
            if (subject.home != shard) {
                return; // it has moved on
            }
            heard = subject.heard;
            isBack = subject.wasAway;
            // before the link counts, all that the shard has is told when it does
            isAgain = (subject.isAgain || isBack) && shard.health().isLinked();
            subject.isAgain = false;
            subject.wasAway = false;
            subject.isToldLate = false;
            subject.redirections = 0;
            whereabouts.settled(subject);
        }
        if (heard != null) {
            heard.complete(null);
        }
        if (isAgain) {
            tellAgain(subject, isBack);
        }
    }

    void refused(Subject subject, Shard shard, RuntimeException refusal) {
        RedisAway why = shard.away(refusal);
        CompletableFuture<Void> heard;
        synchronized (this) {
            heard = subject.heard;
            subject.heard = null;
        }
        if (heard != null) {
            heard.completeExceptionally(why);
        }
    }

    /** A shard has ended a subscription by itself: most likely its slot has moved. */
    void ended(String topic, Shard shard) {
        Subject subject;
        synchronized (this) {
            subject = subjectOf(topic);
            if (subject == null || subject.home != shard || !subject.isHeard()) {
                return;
            }
            whereabouts.lose(subject);
        }
        enquiries.ask(subject, topic, shard);
    }

    /** Whether nobody has said yet where it has gone. */
    private synchronized boolean isMissing(Subject subject) {
        return subject.heard == null && subjects.get(subject.topics) == subject;
    }

    private synchronized void found(Subject subject) {
        if (isMissing(subject)) { // else it has moved by what that answer has told
            whereabouts.move(subject);
        }
    }

    /** A shard that was asked for it says who has it. */
    void redirected(Subject subject, Shard shard, JedisMovedDataException moved) {
        redis.moved(moved, shard);
        CompletableFuture<Void> notNow = null;
        synchronized (this) {
            if (subject.home != shard || subject.isHeard()) {
                return; // it has moved already
            }
            subject.redirections++;
            if (subject.redirections > MAX_REDIRECTIONS) {
                notNow = whereabouts.postpone(subject);
            } else {
                subject.home = null;
                whereabouts.move(subject);
            }
        }
        fail(notNow);
    }

    /** Nobody has it just now: it is asked for again a little later. */
    void notNow(Subject subject, Shard shard) {
        CompletableFuture<Void> notNow;
        synchronized (this) {
            boolean isOurs = subject.home == shard && !subject.isHeard();
            notNow = isOurs ? whereabouts.postpone(subject) : null;
        }
        fail(notNow);
    }

    /** Every now and then: unsubscribes what nobody has wished for a while, and asks again for what has not been heard. */
    void look() {
        List<Subject> late;
        synchronized (this) {
            long now = System.nanoTime();
            while (!lingering.isEmpty() && longest().lingersUntil - now <= 0) {
                forget(longest());
            }
            late = whereabouts.look();
        }
        late.stream().filter(subject -> subject.channel != null).forEach(subject -> audience.away(subject.channel));
    }

    private Wish in(Subject wanted) {
        synchronized (this) {
            Subject known = subjects.putIfAbsent(wanted.topics, wanted);
            Subject subject = known == null ? wanted : known;
            subject.wishes++;
            lingering.remove(subject);
            ask(subject);
            return new Wish(subject);
        }
    }

    private CompletableFuture<Void> ask(Subject subject) {
        CompletableFuture<Void> asked = whereabouts.ask(subject);
        return asked == null ? failed() : asked;
    }

    private void tellAgain(Subject subject, boolean isBack) {
        Audience told = audience;
        if (told == null) {
            return;
        }
        if (subject.channel == null) {
            told.missed(subject.family);
        } else if (isBack) {
            told.back(subject.channel);
        } else {
            told.missed(subject.channel);
        }
    }

    /** By its topic of notices, which each has; null for another one. */
    private Subject subjectOf(String topic) {
        return keys.noticed(topic)
                .map(name -> Family.isMeant(name) ? topicsOf(new Family(name)) : topicsOf(new ChannelName(name)))
                .map(subjects::get)
                .orElse(null);
    }

    private List<String> topicsOf(ChannelName channel) {
        return List.of(keys.topic(channel), keys.notices(channel.value()));
    }

    private List<String> topicsOf(Family family) {
        return List.of(keys.notices(family.value()));
    }

    private void release(Subject subject) {
        subject.wishes--;
        if (subject.wishes > 0) {
            return;
        }
        if (subject.heard == null) {
            forget(subject); // it is not subscribed
        } else {
            subject.lingersUntil = System.nanoTime() + linger.toNanos();
            lingering.add(subject);
            if (lingering.size() > MAX_LINGERING) {
                forget(longest());
            }
        }
    }

    private Subject longest() {
        return lingering.iterator().next();
    }

    private void forget(Subject subject) {
        remove(subject);
        whereabouts.end(subject);
    }

    private void remove(Subject subject) {
        lingering.remove(subject);
        whereabouts.settled(subject);
        subjects.remove(subject.topics);
    }

    /** @param heard null when nobody waits for it */
    private static void fail(CompletableFuture<Void> heard) {
        if (heard != null) {
            heard.completeExceptionally(new RedisAway(RedisAway.USUAL));
        }
    }

    private static CompletableFuture<Void> failed() {
        return CompletableFuture.failedFuture(new RedisAway(RedisAway.USUAL));
    }
}
