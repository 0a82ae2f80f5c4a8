package dev.parley.redis.link;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * A connection for commands that everybody shares: they go out one behind the other without waiting for each other's
 * answers, which Redis gives in the same order. So a Redis that is far away makes answers late, and nothing else.
 *
 * <p>A command is sent at most once: when the connection breaks, or an answer takes longer than {@link #PATIENCE}, all that
 * are under way fail, and a new connection is made for those that come later. Bounded in number and bytes: what would be
 * too much is refused at once.
 *
 * <p>Threading: {@link #ask} may be called by anyone and waits for nobody. Whoever finds that no one is writing writes what
 * there is, once, as long as so little is under way that the socket has room for it, whether or not Redis reads; all else is
 * written by the writer, so that nobody is kept. A thread that is {@link Gathering} leaves it until it has asked for the last one, as long
 * as Redis has something to do meanwhile and nobody else writes. The reader makes the
 * connection, reads the answers and completes the futures; what depends on these must not block. It never writes: while it
 * did, answers would not be read. {@link #dropOverdue} is called by a clock. The state is guarded by {@code this}, which is never
 * held while a socket or a future is touched. No wake-up is lost: a command is in {@link #unsent} before {@link #writing} is
 * looked at, and in {@link #sent} before its first byte leaves. A writer that is stuck in a socket is freed by breaking the connection.
 */
final class CommandLink implements AutoCloseable {
    /** Together with what a request needs besides, under 3 s. */
    static final Duration PATIENCE = Duration.ofMillis(2_500);

    private static final Logger LOG = LoggerFactory.getLogger(CommandLink.class);
    private static final Duration WRITER_IDLE = Duration.ofSeconds(10);
    private static final int MAX_COMMANDS = 4_096;
    private static final long MAX_BYTES = 8L * 1024 * 1024;

    /** That a socket takes in any case: its own buffer and that of the other side begin with more. */
    private static final long ROOM_BYTES = 64 * 1024;

    /** That may wait to leave together. */
    private static final int MAX_GATHERED = 64;

    private final Supplier<Pipe> connector;
    private final Thread reader;
    private final Backoff backoff = new Backoff();
    private final ExecutorService writer;

    // Guarded by this.
    private final Queue<Asked<?>> unsent = new ArrayDeque<>();
    private final Queue<Asked<?>> sent = new ArrayDeque<>();
    private long bytes; // of both
    private boolean writing;
    private boolean gathering; // what is unsent will be written, unless somebody writes before
    private boolean wanted;
    private boolean closed;
    private int wish; // counts what should be forgotten when it is made: connections to where Redis was
    private Pipe pipe; // null while there is none

    /** @param connector makes a connection, or throws; called on the reader */
    CommandLink(String name, Supplier<Pipe> connector) {
        this.connector = connector;
        this.reader = daemon(this::run, "redis-" + name);
        this.writer = new ThreadPoolExecutor(
                0,
                1,
                WRITER_IDLE.toMillis(),
                TimeUnit.MILLISECONDS,
                new LinkedBlockingQueue<>(), // never more than one, which is what writing says
                task -> daemon(task, "redis-" + name + "-writer"),
                new ThreadPoolExecutor.DiscardPolicy()); // closed, and all has failed
    }

    /**
     * Sends a command.
     *
     * @return its answer; fails with {@link RedisAway}, or with the {@link JedisDataException} that Redis answers
     */
    <T> CompletableFuture<T> ask(CommandObject<T> command) {
        return ask(null, Asked.now(command));
    }

    /** The same right behind another command, which is of no interest itself. */
    <T> CompletableFuture<T> askBehind(CommandObject<?> first, CommandObject<T> command) {
        return ask(Asked.now(first), Asked.now(command));
    }

    /** @param first null when there is none */
    private <T> CompletableFuture<T> ask(Asked<?> first, Asked<T> asked) {
        Executor end = Gathering.current();
        boolean mine;
        boolean gathers;
        boolean mayWait;
        synchronized (this) {
            if (!wanted || isFull(asked)) {
                asked.answer()
                        .completeExceptionally(new RedisAway(
                                wanted ? "Too much waits for Redis; try again shortly." : RedisAway.USUAL));
                return asked.answer();
            }
            if (first != null) {
                add(first);
            }
            add(asked);
            mayWait = bytes > ROOM_BYTES;
            boolean isFree = !writing && pipe != null;
            boolean isGathered = isFree && end != null && !mayWait && !sent.isEmpty() && unsent.size() < MAX_GATHERED;
            gathers = isGathered && !gathering;
            mine = isFree && !isGathered;
            gathering = isGathered || (gathering && !mine);
            writing |= mine;
        }
        if (gathers) {
            end.execute(this::writeGathered);
        } else if (mine && (mayWait || Thread.currentThread() == reader)) {
            writer.execute(this::writeAll);
        } else if (mine) {
            writeOnce();
        }
        return asked.answer();
    }

    /** From now on there is to be a connection; what is asked before it stands waits for it. */
    synchronized void open() {
        if (!closed && reader.getState() == Thread.State.NEW) {
            reader.start();
        }
        wanted = true;
        notifyAll();
    }

    /** No new connection is made until it is opened again; what is under way may still be answered. */
    synchronized void shut() {
        wanted = false;
    }

    /** What is under way fails; if it is open, a new connection is made, to where Redis is now. */
    void reconnect(String why) {
        synchronized (this) {
            wish++;
        }
        fail(null, new RedisAway(why));
    }

    /**
     * Breaks the connection if an answer, or the connection itself, is overdue.
     *
     * @return whether it was
     */
    boolean dropOverdue() {
        synchronized (this) {
            Asked<?> oldest = sent.isEmpty() ? unsent.peek() : sent.peek();
            if (oldest == null || System.nanoTime() - oldest.since() <= PATIENCE.toNanos()) {
                return false;
            }
        }
        fail(null, new RedisAway("Redis does not answer in time; try again shortly."));
        return true;
    }

    @Override
    public void close() {
        synchronized (this) {
            wanted = false;
            closed = true;
            notifyAll();
        }
        backoff.close();
        reconnect(RedisAway.USUAL);
        writer.shutdown();
    }

    private boolean isFull(Asked<?> one) {
        return unsent.size() + sent.size() >= MAX_COMMANDS || bytes + one.bytes() > MAX_BYTES;
    }

    private void add(Asked<?> one) {
        unsent.add(one);
        bytes += one.bytes();
    }

    private void run() {
        while (awaitWanted()) {
            int wished = wish();
            try (Pipe opened = connector.get()) {
                opened.setSoTimeout(0); // it is read all the time: patience is for commands
                backoff.reset();
                use(opened, wished);
            } catch (RuntimeException e) {
                LOG.debug("No connection for commands", e);
                fail(null, new RedisAway(e));
            }
            backoff.pause();
        }
    }

    private void use(Pipe opened, int wished) {
        try {
            if (begin(opened, wished)) {
                readAnswers(opened);
            }
        } catch (RuntimeException e) {
            LOG.debug("A connection for commands is lost", e);
            fail(opened, new RedisAway(e));
        } catch (Error e) { // this thread must not end
            LOG.error("A connection for commands failed and is made anew", e);
            fail(opened, new RedisAway(e));
        }
    }

    /** What has been asked meanwhile goes out. */
    private boolean begin(Pipe opened, int wished) {
        synchronized (this) {
            if (!wanted || wish != wished) {
                return false;
            }
            pipe = opened;
            if (writing || unsent.isEmpty()) {
                return true;
            }
            writing = true;
        }
        writer.execute(this::writeAll);
        return true;
    }

    private void readAnswers(Pipe from) {
        while (true) {
            Object answer;
            try {
                answer = from.getUnflushedObject();
            } catch (JedisDataException refused) {
                next(from).answer().completeExceptionally(refused);
                continue;
            }
            next(from).succeed(answer);
        }
    }

    private synchronized Asked<?> next(Pipe from) {
        Asked<?> asked = from == pipe ? sent.poll() : null;
        if (asked == null) {
            throw new JedisConnectionException("Redis says what nobody has asked");
        }
        bytes -= asked.bytes();
        return asked;
    }

    private void writeOnce() {
        if (write()) {
            writer.execute(this::writeAll);
        }
    }

    private void writeGathered() {
        synchronized (this) {
            boolean isWritten = !gathering || writing || pipe == null; // or will be, by whoever writes or connects
            gathering = false;
            if (isWritten) {
                return;
            }
            writing = true;
        }
        writeOnce();
    }

    private void writeAll() {
        boolean more = true;
        while (more) {
            more = write();
        }
    }

    /** Only for whoever has set {@link #writing}; false when there is no more, and it is cleared. */
    private boolean write() {
        List<Asked<?>> batch;
        Pipe to;
        synchronized (this) {
            to = pipe;
            if (to == null || unsent.isEmpty()) {
                writing = false;
                return false;
            }
            batch = new ArrayList<>(unsent);
            unsent.clear();
            sent.addAll(batch);
        }
        try {
            batch.forEach(asked -> to.sendCommand(asked.command().getArguments()));
            to.flush();
        } catch (RuntimeException e) {
            fail(to, new RedisAway(e));
        }
        synchronized (this) {
            writing = !unsent.isEmpty() && pipe != null;
            return writing;
        }
    }

    /** @param only null, or the connection without which there is nothing to do any more */
    private void fail(Pipe only, RedisAway why) {
        List<Asked<?>> failed;
        Pipe broken;
        synchronized (this) {
            if (only != null && only != pipe) {
                return;
            }
            broken = pipe;
            pipe = null;
            failed = new ArrayList<>(sent);
            failed.addAll(unsent);
            sent.clear();
            unsent.clear();
            bytes = 0;
        }
        if (broken != null) {
            broken.breakOff();
        }
        failed.forEach(asked -> asked.answer().completeExceptionally(why));
    }

    private synchronized int wish() {
        return wish;
    }

    /** False when it is closed. */
    private synchronized boolean awaitWanted() {
        try {
            while (!wanted && !closed) {
                wait();
            }
        } catch (InterruptedException e) {
            closed = true; // and the thread ends
        }
        return !closed;
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
