package dev.parley.redis.link;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.Protocol.ResponseKeyword;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

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

    private ShardCommand lastOfBegin; // confined to the listener's thread

    // Guarded by this.
    private final Queue<ShardCommand> unsent = new ArrayDeque<>();
    private final Queue<ShardCommand> sent = new ArrayDeque<>();
    private int subscribed; // topics, by what was answered
    private Pipe connection; // null while there is none
    private ScheduledExecutorService writer; // of the connection
    private boolean waking; // a write is under way or to come
    private String flaw; // why the connection was broken on purpose; null when it was not

    ShardSubscriptions(List<String> patterns, Interest interest) {
        this.patterns = List.copyOf(patterns);
        this.interest = interest;
    }

    @Override
    public void hear(
            Pipe opened, Runnable established, BiConsumer<byte[], byte[]> heard, ScheduledExecutorService thread) {
        try {
            begin(opened, thread);
            while (true) {
                read(opened, established, heard);
            }
        } catch (RuntimeException e) {
            throw blamed(e);
        } finally {
            end();
            interest.lost();
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
        lastOfBegin = ShardCommand.subscribe(interest.nothing());
        synchronized (this) {
            connection = opened;
            writer = thread;
            subscribed = 0;
            flaw = null;
            put(ShardCommand.subscribeToPatterns(patterns));
            put(ShardCommand.idle(Command.SUNSUBSCRIBE, interest.nothing())); // so that it is known now if we may not
        }
        interest.linked(this);
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

    private void read(Pipe from, Runnable established, BiConsumer<byte[], byte[]> heard) {
        List<?> parts;
        try {
            parts = (List<?>) from.getUnflushedObject();
        } catch (JedisDataException refusal) {
            refused(refusal);
            return;
        }
        byte[] kind = (byte[]) parts.get(0);
        if (Arrays.equals(ResponseKeyword.SMESSAGE.getRaw(), kind)) {
            heard.accept((byte[]) parts.get(1), (byte[]) parts.get(2));
        } else if (Arrays.equals(ResponseKeyword.PMESSAGE.getRaw(), kind)) {
            heard.accept((byte[]) parts.get(2), (byte[]) parts.get(3));
        } else {
            answered(kind, (byte[]) parts.get(1), (Long) parts.get(2), established);
        }
    }

    private void answered(byte[] kind, byte[] topic, long subscriptions, Runnable established) {
        ShardCommand done = take(kind, topic, subscriptions);
        if (done == null) {
            return;
        }
        if (done.subject != null) {
            interest.heard(done.subject);
        } else if (done == lastOfBegin) {
            established.run();
        }
    }

    /** What was answered in whole; null when more is to come. */
    private synchronized ShardCommand take(byte[] kind, byte[] topic, long subscriptions) {
        ShardCommand oldest = sent.peek();
        if (oldest == null || !oldest.isAnsweredBy(kind, topic)) {
            throw new JedisConnectionException("it has ended a subscription, or says what nobody has asked");
        }
        subscribed += oldest.take();
        if (oldest.command != Command.PSUBSCRIBE && subscriptions != subscribed) {
            throw new JedisConnectionException("it has lost a subscription");
        }
        if (!oldest.isAnswered()) {
            return null;
        }
        sent.remove();
        if (!unsent.isEmpty() && sent.size() <= MAX_UNANSWERED / 2) {
            wake();
        }
        return oldest;
    }

    private void refused(JedisDataException refusal) {
        ShardCommand refused;
        synchronized (this) {
            refused = sent.poll();
        }
        if (refused == null || refused.subject == null) {
            throw refusal; // without that, there is no link
        }
        interest.refused(refused.subject, refusal);
    }

    private void tickLater(Pipe of, ScheduledExecutorService thread) {
        thread.schedule(() -> tick(of, thread), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** On the writer's thread, for as long as the connection is that one. */
    private void tick(Pipe of, ScheduledExecutorService thread) {
        if (isOverdue(of)) {
            of.breakOff();
        } else if (keepAlive(of)) {
            interest.endLingering();
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
            put(ShardCommand.idle(Command.SSUBSCRIBE, interest.nothing()));
        }
        return connection == of;
    }

    private synchronized RuntimeException blamed(RuntimeException e) {
        return flaw == null ? e : new JedisConnectionException(flaw);
    }
}
