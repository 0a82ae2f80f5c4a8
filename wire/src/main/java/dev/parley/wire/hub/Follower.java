package dev.parley.wire.hub;

import dev.parley.wire.http.Connection;
import dev.parley.wire.http.End;
import dev.parley.wire.http.Request;
import dev.parley.wire.sse.Block;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A client that comes back: it listens on the first instance, and when that stream ends, with its cursor on the next one.
 * Threading: a thread of its own reads; what it publishes is under its monitor.
 */
public final class Follower implements AutoCloseable {
    private static final Duration SLICE = Duration.ofMillis(50);
    private static final Duration BEFORE_RETURN = Duration.ofMillis(200);

    /**
     * A stream that has ended.
     *
     * @param at of {@link System#nanoTime}
     * @param isWhole whether nothing came behind the last blank line
     * @param last its last event, if any
     */
    public record Visit(End end, long at, boolean isWhole, Optional<Block> last) {}

    private final Hub hub;
    private final String channel;
    private final Thread thread = new Thread(this::run, "follower");
    private final List<Block> heard = new ArrayList<>();
    private final List<Visit> visits = new ArrayList<>();
    private String cursor = "";
    private volatile boolean isEnding;

    private Follower(Hub hub, String channel) {
        this.hub = hub;
        this.channel = channel;
        thread.setDaemon(true);
    }

    public static Follower start(Hub hub, String channel) {
        Follower follower = new Follower(hub, channel);
        follower.thread.start();
        return follower;
    }

    /** Everything, over all streams. */
    public synchronized List<Block> heard() {
        return List.copyOf(heard);
    }

    /** The streams that have ended. */
    public synchronized List<Visit> visits() {
        return List.copyOf(visits);
    }

    /** Waits until a message of a series, or a later one, was heard. */
    public boolean awaitHeard(Series series, int number, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (series.lastHeard(heard()) < number) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            Hub.pause(Duration.ofMillis(10));
        }
        return true;
    }

    @Override
    public void close() {
        isEnding = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        for (int visit = 0; !isEnding; visit++) {
            try (Connection stream = hub.open(visit % hub.size(), request())) {
                follow(stream);
            } catch (IOException refused) {
                // comes again
            }
            Hub.pause(isEnding ? Duration.ZERO : BEFORE_RETURN);
        }
    }

    private void follow(Connection stream) throws IOException {
        int known = 0;
        while (!isEnding && stream.end() == End.OPEN) {
            int before = known;
            stream.await(connection -> connection.blocks().size() > before, SLICE);
            known = stream.blocks().size();
            hear(stream.blocks().subList(before, known));
            hub.dialect().cursor(stream.events()).ifPresent(now -> cursor = now);
        }
        if (!isEnding && stream.head().map(head -> head.status() == 200).orElse(false)) {
            ended(stream);
        }
    }

    private synchronized void hear(List<Block> blocks) {
        heard.addAll(blocks);
    }

    private synchronized void ended(Connection stream) {
        List<Block> blocks = stream.blocks();
        Optional<Block> last = blocks.isEmpty() ? Optional.empty() : Optional.of(blocks.get(blocks.size() - 1));
        visits.add(new Visit(stream.end(), System.nanoTime(), stream.events().isBetweenBlocks(), last));
    }

    private Request request() {
        return cursor.isEmpty() ? hub.listening(channel) : hub.resuming(channel, cursor);
    }
}
