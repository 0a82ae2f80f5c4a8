package dev.parley.redis.link;

import dev.parley.channel.ChannelName;
import dev.parley.channel.Family;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * What this instance wants to hear: the channels that have listeners here, and the families. Each is subscribed with the first
 * wish, and again whenever the link to Redis stands anew; after the last wish it lingers, so that rooms that come and go cost Redis
 * nothing.
 *
 * <p>Why nothing is lost: a message is stored and published by one script. Who reads after its subscription is confirmed finds
 * what was published before that, and hears what is published after it. So whoever wishes waits for {@link Wish#heard} before each
 * reading; and when the link stands anew, which it does once everything is subscribed, all is read again.
 *
 * <p>Bounded: there are as many subjects as there are wishes, and {@link #MAX_LINGERING}; beyond, those that have lingered longest go.
 *
 * <p>Threading: wishes come from anyone and wait for nobody; the listener's thread tells what was subscribed, the one that writes ends
 * what has lingered. All state is guarded by this object's monitor, in which only that of the {@link ShardSubscriptions} is taken;
 * futures are completed outside. What is subscribed and unsubscribed is put down in one order, inside the monitor, and sent in that order:
 * so a wish that comes while its subject is unsubscribed is subscribed after that.
 */
public final class Interest {
    private static final Duration LINGER = Duration.ofSeconds(30);
    private static final int MAX_LINGERING = 2_000;

    private final Redis redis;
    private final Keys keys;
    private final Duration linger;

    // Guarded by this.
    private final Map<List<String>, Subject> subjects = new HashMap<>();
    private final Set<Subject> lingering = new LinkedHashSet<>(); // since longest first
    private ShardSubscriptions link; // null while there is none

    /** @param prefix of the channels */
    public Interest(Redis redis, String prefix) {
        this(redis, prefix, LINGER);
    }

    Interest(Redis redis, String prefix, Duration linger) {
        this.redis = redis;
        this.keys = new Keys(prefix, redis.topics(prefix));
        this.linger = linger;
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

        public void close() {
            synchronized (Interest.this) {
                if (!closed) {
                    closed = true;
                    release(subject);
                }
            }
        }
    }

    /** What is said in a channel, and all notices about it. */
    public Wish in(ChannelName channel) {
        return in(List.of(keys.topic(channel), keys.notices(channel.value())));
    }

    /** Which channels begin in a family. */
    public Wish in(Family family) {
        return in(List.of(keys.notices(family.value())));
    }

    /** How many channels and families are subscribed, or are to be. */
    public synchronized int size() {
        return subjects.size();
    }

    /** A topic of which nothing is heard. */
    String nothing() {
        return keys.notices("");
    }

    /** A connection stands, on which nothing is subscribed yet: puts down all that is to be. On the listener's thread. */
    synchronized void linked(ShardSubscriptions to) {
        link = to;
        for (Subject subject : subjects.values()) {
            subject.heard = new CompletableFuture<>();
            to.subscribe(subject);
        }
    }

    /** It has broken. */
    void lost() {
        List<CompletableFuture<Void>> unanswered = new ArrayList<>();
        synchronized (this) {
            link = null;
            lingering.forEach(subject -> subjects.remove(subject.topics));
            lingering.clear();
            for (Subject subject : subjects.values()) {
                if (subject.heard != null) {
                    unanswered.add(subject.heard);
                    subject.heard = null;
                }
            }
        }
        unanswered.forEach(heard -> heard.completeExceptionally(new RedisAway(RedisAway.USUAL)));
    }

    void heard(Subject subject) {
        CompletableFuture<Void> heard;
        synchronized (this) {
            heard = subject.heard;
        }
        if (heard != null) {
            heard.complete(null);
        }
    }

    void refused(Subject subject, RuntimeException refusal) {
        RedisAway why = redis.away(refusal);
        CompletableFuture<Void> heard;
        synchronized (this) {
            heard = subject.heard;
            subject.heard = null;
        }
        if (heard != null) {
            heard.completeExceptionally(why);
        }
    }

    /** Unsubscribes what nobody has wished for a while. */
    synchronized void endLingering() {
        long now = System.nanoTime();
        while (!lingering.isEmpty() && longest().lingersUntil - now <= 0) {
            forget(longest());
        }
    }

    private Wish in(List<String> topics) {
        synchronized (this) {
            Subject subject = subjects.computeIfAbsent(topics, Subject::new);
            subject.wishes++;
            lingering.remove(subject);
            ask(subject);
            return new Wish(subject);
        }
    }

    private CompletableFuture<Void> ask(Subject subject) {
        if (link == null) {
            return failed();
        }
        if (subject.heard == null) {
            subject.heard = new CompletableFuture<>();
            link.subscribe(subject);
        }
        return subject.heard;
    }

    private void release(Subject subject) {
        subject.wishes--;
        if (subject.wishes > 0) {
            return;
        }
        if (subject.heard == null) {
            subjects.remove(subject.topics); // it is not subscribed
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
        lingering.remove(subject);
        subjects.remove(subject.topics);
        if (subject.heard != null) {
            link.unsubscribe(subject);
        }
    }

    private static CompletableFuture<Void> failed() {
        return CompletableFuture.failedFuture(new RedisAway(RedisAway.USUAL));
    }
}
