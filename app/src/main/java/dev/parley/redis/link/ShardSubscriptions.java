package dev.parley.redis.link;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.Protocol.ResponseKeyword;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisMovedDataException;
import redis.clients.jedis.util.SafeEncoder;

/**
 * What there is {@link Interest} in, topic by topic, and some patterns, on one connection. Shard channels (Redis 7.0, "Sharded
 * Pub/Sub") are a name space of their own: what is published to one is heard by no pattern, so the patterns bring only what others
 * publish.
 *
 * <p>Commands go out in the order in which they were put down, many at a time, and Redis answers in that order: an answer belongs to the
 * oldest command that has none. Each also tells how many topics the connection is subscribed to. So a subscription that Redis has lost
 * or ended is noticed by the next answer, and there is one every {@link #INTERVAL}, since the command that keeps the link alive
 * subscribes once more to a topic that is subscribed already. Then, and when an answer takes longer than {@link #PATIENCE}, the connection
 * is broken: the next one subscribes to everything, and what was published in between is read.
 *
 * <p>Bounded: at most {@link #MAX_UNANSWERED} commands are under way; each subject waits with one subscription and one end of it at most.
 *
 * <p>Threading: one thread reads and makes what follows from it; another one writes. The state is guarded by this object's monitor, which
 * is never held while a socket or a future is touched. A writer that is stuck in the socket is freed by breaking the connection, which the
 * reader does when nothing arrives. No wake-up is lost: a command is in {@link #unsent} before {@link #waking} is looked at.
 */
final class ShardSubscriptions implements Subscriptions {
    private static final Duration INTERVAL = Duration.ofMillis(800);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int MAX_UNANSWERED = 500;

    private final List<String> patterns;
    private final Interest interest;
    private final Shard shard;
    private final String nothing; // a topic of which nothing is heard

    private ShardCommand lastOfBegin; // confined to the listener's thread

    // Guarded by this.
    private final Queue<ShardCommand> unsent = new ArrayDeque<>();
    private final Queue<ShardCommand> sent = new ArrayDeque<>();
    private int subscribed; // topics, by what was answered
    private boolean hearsNothing; // whether it is subscribed to that topic, which in a cluster may be of another shard
    private Pipe connection; // null while there is none
    private ScheduledExecutorService writer; // of the connection
    private boolean waking; // a write is under way or to come
    private String flaw; // why the connection was broken on purpose; null when it was not

    ShardSubscriptions(List<String> patterns, Interest interest, Shard shard) {
        this.patterns = List.copyOf(patterns);
        this.interest = interest;
        this.shard = shard;
        this.nothing = interest.nothing();
    }

    @Override
    public void hear(Pipe opened, Runnable established, Ear ear, ScheduledExecutorService thread) {
        try {
            begin(opened, thread);
            while (true) {
                read(opened, established, ear);
            }
        } catch (RuntimeException e) {
            throw blamed(e);
        } finally {
            end();
            interest.lost(shard);
        }
    }

    /** Puts down a subscription. */
    synchronized void subscribe(Subject subject) {
        put(ShardCommand.subscribe(subject));
    }

    /** And its end, of which nobody needs to know. */
    synchronized void unsubscribe(Subject subject) {
        put(ShardCommand.unsubscribe(subject));
    }

    private void begin(Pipe opened, ScheduledExecutorService thread) {
        opened.setTimeoutInfinite(); // which is the time within which something must arrive
        lastOfBegin = ShardCommand.subscribe(nothing);
        synchronized (this) {
            connection = opened;
            writer = thread;
            subscribed = 0;
            hearsNothing = false;
            flaw = null;
            put(ShardCommand.subscribeToPatterns(patterns));
            put(ShardCommand.unsubscribe(nothing)); // so that it is known now if we may not
        }
        interest.linked(shard, this);
        synchronized (this) {
            put(lastOfBegin); // when it is answered, all before has been
        }
        tickLater(opened, thread);
    }

    private synchronized void end() {
        connection = null;
        unsent.clear();
        sent.clear();
    }

    private void put(ShardCommand command) {
        if (connection != null) {
            unsent.add(command);
            wake();
        }
    }

    private void wake() {
        if (!waking && sent.size() < MAX_UNANSWERED) {
            waking = true;
            writer.execute(this::write);
        }
    }

    private void write() {
        List<ShardCommand> batch = new ArrayList<>();
        Pipe to;
        synchronized (this) {
            waking = false;
            to = connection;
            while (sent.size() < MAX_UNANSWERED && !unsent.isEmpty()) {
                ShardCommand next = unsent.remove();
                next.sentAt = System.nanoTime();
                sent.add(next);
                batch.add(next);
            }
        }
        if (batch.isEmpty()) {
            return;
        }
        try {
            batch.forEach(each -> to.sendCommand(each.command, each.topics.toArray(String[]::new)));
            to.flush();
        } catch (RuntimeException broken) {
            to.breakOff(); // and the reader finds out
        }
    }

    private void read(Pipe from, Runnable established, Ear ear) {
        List<?> parts;
        try {
            parts = (List<?>) from.getUnflushedObject();
        } catch (JedisDataException refusal) {
            refused(refusal, established);
            return;
        }
        byte[] kind = (byte[]) parts.get(0);
        if (Arrays.equals(ResponseKeyword.SMESSAGE.getRaw(), kind)) {
            ear.heard((byte[]) parts.get(1), (byte[]) parts.get(2), false);
        } else if (Arrays.equals(ResponseKeyword.PMESSAGE.getRaw(), kind)) {
            ear.heard((byte[]) parts.get(2), (byte[]) parts.get(3), true);
        } else {
            answered(kind, (byte[]) parts.get(1), (Long) parts.get(2), established);
        }
    }

    private void answered(byte[] kind, byte[] topic, long subscriptions, Runnable established) {
        if (interest.mayMove() && isPush(kind, topic)) {
            ended(SafeEncoder.encode(topic), subscriptions);
            return;
        }
        ShardCommand done = take(kind, topic, subscriptions);
        if (done != null && done.subject != null) {
            interest.heard(done.subject, shard);
        } else if (done == lastOfBegin && done != null) {
            established.run();
        }
    }

    /** Whether Redis says it by itself. */
    private synchronized boolean isPush(byte[] kind, byte[] topic) {
        ShardCommand oldest = sent.peek();
        return Arrays.equals(ResponseKeyword.SUNSUBSCRIBE.getRaw(), kind)
                && (oldest == null || !oldest.isAnsweredBy(kind, topic));
    }

    private void ended(String topic, long subscriptions) {
        synchronized (this) {
            end(subscriptions);
            hearsNothing &= !topic.equals(nothing);
        }
        if (!topic.equals(nothing)) {
            interest.ended(topic, shard);
        }
    }

    /** Of a subscription; or it had ended already, when both sides ended it at once. */
    private void end(long subscriptions) {
        if (subscriptions == subscribed - 1) {
            subscribed--;
        }
        requireSame(subscriptions);
    }

    private void requireSame(long subscriptions) {
        if (subscriptions != subscribed) {
            throw new JedisConnectionException("it has lost a subscription");
        }
    }

    /** What was answered in whole; null when more is to come. */
    private synchronized ShardCommand take(byte[] kind, byte[] topic, long subscriptions) {
        ShardCommand oldest = sent.peek();
        if (oldest == null || !oldest.isAnsweredBy(kind, topic)) {
            throw new JedisConnectionException("it has ended a subscription, or says what nobody has asked");
        }
        int change = oldest.take(hearsNothing);
        if (oldest.command == Command.SUNSUBSCRIBE && interest.mayMove()) {
            end(subscriptions);
        } else if (oldest.command != Command.PSUBSCRIBE) {
            subscribed += change;
            requireSame(subscriptions);
        }
        hearsNothing |= oldest.isOfNothing();
        if (!oldest.isAnswered()) {
            return null;
        }
        finishOldest();
        return oldest;
    }

    private ShardCommand finishOldest() {
        ShardCommand oldest = sent.poll();
        if (!unsent.isEmpty() && sent.size() <= MAX_UNANSWERED / 2) {
            wake();
        }
        return oldest;
    }

    private void refused(JedisDataException refusal, Runnable established) {
        boolean isOfSlot =
                interest.mayMove() && (refusal instanceof JedisMovedDataException || Refused.isPassing(refusal));
        ShardCommand refused;
        synchronized (this) {
            if (isOfSlot && !isOfOldest(refusal)) {
                return; // a subscription was ended by both sides at once, and the other one was quicker
            }
            refused = finishOldest();
        }
        if (refused == null || (refused.subject == null && !isOfSlot)) {
            throw refusal; // without that, there is no link
        }
        if (refused.subject != null) {
            refused(refused.subject, refusal);
        } else if (refused == lastOfBegin) {
            established.run(); // nothing is of another shard
        }
    }

    private void refused(Subject subject, JedisDataException refusal) {
        if (interest.mayMove() && refusal instanceof JedisMovedDataException moved) {
            interest.redirected(subject, shard, moved);
        } else if (interest.mayMove() && Refused.isPassing(refusal)) {
            interest.notNow(subject, shard);
        } else {
            interest.refused(subject, shard, refusal);
        }
    }

    private boolean isOfOldest(JedisDataException refusal) {
        ShardCommand oldest = sent.peek();
        return oldest != null
                && oldest.command != Command.PSUBSCRIBE
                && (!(refusal instanceof JedisMovedDataException moved)
                        || moved.getSlot() == Topology.slot(oldest.topics.get(0)));
    }

    private void tickLater(Pipe of, ScheduledExecutorService thread) {
        thread.schedule(() -> tick(of, thread), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** On the writer's thread, for as long as the connection is that one. */
    private void tick(Pipe of, ScheduledExecutorService thread) {
        if (isOverdue(of)) {
            of.breakOff();
        } else if (keepAlive(of)) {
            interest.look();
            tickLater(of, thread);
        }
    }

    private synchronized boolean isOverdue(Pipe of) {
        ShardCommand oldest = sent.peek();
        boolean overdue = connection == of && oldest != null && System.nanoTime() - oldest.sentAt > PATIENCE.toNanos();
        if (overdue) {
            flaw = "it does not confirm a subscription in time";
        }
        return overdue;
    }

    /** Returns false when it is over. */
    private synchronized boolean keepAlive(Pipe of) {
        if (connection == of && sent.isEmpty()) { // otherwise something will be answered anyway
            put(ShardCommand.subscribe(nothing)); // most often once more, which changes nothing
        }
        return connection == of;
    }

    private synchronized RuntimeException blamed(RuntimeException e) {
        return flaw == null ? e : new JedisConnectionException(flaw);
    }
}
