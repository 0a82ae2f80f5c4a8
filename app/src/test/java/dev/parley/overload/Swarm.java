package dev.parley.overload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Strangers with one habit, each from an address of its own, who open connections again as they end.
 *
 * <p>Threading: one thread does everything.
 */
final class Swarm implements Strangers {
    private static final int TICK_MILLIS = 20;
    private static final long LITTLE_NANOS = 500_000_000L;

    /** Of what is owed to the rate after a pause. */
    private static final double MOST_AT_ONCE = 50;

    private final InetSocketAddress target;
    private final List<String> strangers;
    private final Habit habit;
    private final Selector selector;
    private final Deque<StrangerConnection> open = new ArrayDeque<>();
    private final int[] openOf;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
    private final Thread thread = new Thread(this::run, "swarm");
    private int opened; // or would have been
    private volatile int attempts;
    private volatile boolean closed;
    private volatile String trouble = "";

    private Swarm(int port, List<String> strangers, Habit habit) {
        this.target = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.strangers = strangers;
        this.habit = habit;
        this.openOf = new int[strangers.size()];
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param strangers addresses of this machine */
    static Swarm start(int port, List<String> strangers, Habit habit) {
        Swarm swarm = new Swarm(port, strangers, habit);
        swarm.thread.setDaemon(true);
        swarm.thread.start();
        return swarm;
    }

    @Override
    public int attempts() {
        return attempts;
    }

    /** All go, without a word. */
    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            thread.join();
            selector.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!trouble.isEmpty()) {
            throw new AssertionError("the strangers gave up: " + trouble);
        }
    }

    private void run() {
        try {
            double owed = 0;
            for (long last = System.nanoTime(); !closed; ) {
                selector.select(TICK_MILLIS);
                selector.selectedKeys().forEach(this::serve);
                selector.selectedKeys().clear();
                long now = System.nanoTime();
                owed = Math.min(MOST_AT_ONCE, owed + (now - last) / 1e9 * habit.perSecond());
                last = now;
                for (; owed >= 1; owed--) {
                    openOne();
                }
                tend(now);
            }
        } catch (IOException | RuntimeException e) {
            trouble = e.toString();
        } finally {
            open.forEach(StrangerConnection::close);
        }
    }

    /** In turn; whoever has as many as they may does not. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // by this thread only
    private void openOne() throws IOException {
        int stranger = Math.floorMod(opened, strangers.size());
        if (openOf[stranger] < habit.connections()) {
            openOf[stranger]++;
            attempts++;
            open.add(new StrangerConnection(
                    stranger,
                    strangers.get(stranger),
                    target,
                    habit,
                    habit.request().apply(opened),
                    selector));
        }
        opened++;
    }

    private void serve(SelectionKey key) {
        if (key.isValid()) {
            ((StrangerConnection) key.attachment()).serve(buffer);
        }
    }

    /** What is to be done from time to time, and what has ended. */
    private void tend(long now) {
        List<StrangerConnection> ended = new ArrayList<>();
        for (StrangerConnection each : open) {
            each.mutter(now, TimeUnit.MILLISECONDS.toNanos(habit.mutterMillis()));
            if (habit.reading() == Habit.Reading.LITTLE) {
                each.readLittle(now, LITTLE_NANOS, buffer);
            }
            if (each.hasEnded()) {
                ended.add(each);
            }
        }
        for (StrangerConnection each : ended) {
            openOf[each.stranger()]--;
        }
        open.removeAll(new HashSet<>(ended));
    }
}
