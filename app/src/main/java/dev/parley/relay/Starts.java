package dev.parley.relay;

import dev.parley.channel.Cursor;
import dev.parley.channel.EventId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Finds where a new stream starts in each of its channels.
 *
 * <p>Threading: begun on the request's thread, and finished on the one that has read the last log, so nothing here blocks.
 */
final class Starts {
    private static final Duration PATIENCE = Duration.ofMillis(2_500);

    private final BooleanSupplier redisIsDown;

    Starts(BooleanSupplier redisIsDown) {
        this.redisIsDown = redisIsDown;
    }

    /** Until when one is found that is looked for now, or not at all; as System.nanoTime. */
    static long deadline() {
        return System.nanoTime() + PATIENCE.toNanos();
    }

    /**
     * In the order of the logs.
     *
     * @param client whose turn it is to read what is not here
     * @param cursor where the client stands; a channel that it does not name begins as for a client without one
     * @param last how many past messages a channel without a position begins with
     * @param until as {@link #deadline}
     * @return fails with {@link PastUnavailable} when Redis does not answer in time and what the client asks for is not here
     */
    CompletableFuture<List<Start>> find(String client, List<ChannelLog> logs, Cursor cursor, int last, long until) {
        boolean isHopeless = logs.stream().anyMatch(log -> !log.isLoaded() && isAway(log));
        return read(logs.stream().map(log -> log.load(client)), isHopeless, until)
                // the client may have heard from another instance what is still on its way to us
                .thenCompose(loaded -> {
                    List<ChannelLog> behind =
                            logs.stream().filter(log -> isAhead(cursor, log)).toList();
                    return read(
                            behind.stream().map(ChannelLog::repair),
                            behind.stream().anyMatch(this::isAway),
                            until);
                })
                .thenApply(complete ->
                        logs.stream().map(log -> start(log, cursor, last)).toList());
    }

    private Start start(ChannelLog log, Cursor cursor, int last) {
        return cursor.in(log.channel()).map(position -> resumed(log, position)).orElseGet(() -> latest(log, last));
    }

    private static boolean isAhead(Cursor cursor, ChannelLog log) {
        return cursor.in(log.channel())
                .filter(position -> position.isAfter(log.tail().end().id()))
                .isPresent();
    }

    private Start resumed(ChannelLog log, EventId position) {
        Tail tail = log.tail();
        return tail.after(position).map(here -> Start.at(log, here)).orElseGet(() -> {
            if (isAway(log)) {
                throw new PastUnavailable(null);
            }
            boolean isNoneOfOurs = position.isAfter(tail.end().id());
            return Start.before(
                    log, position, isNoneOfOurs ? Backfill.lost(ResetReason.UNKNOWN) : Backfill.resuming(position));
        });
    }

    /** Ids are dense, so that it is known where the newest few begin though they are not in memory. */
    private Start latest(ChannelLog log, int count) {
        Tail tail = log.tail();
        return tail.beforeNewest(count).map(start -> Start.at(log, start)).orElseGet(() -> {
            EventId head = tail.end().id();
            EventId first = new EventId(head.epoch(), Math.max(0, head.n() - count + 1));
            boolean isHere =
                    tail.oldest().filter(oldest -> !oldest.isAfter(first)).isPresent();
            return isHere || head.equals(EventId.BEGINNING) || isAway(log)
                    ? Start.at(log, tail.start())
                    : Start.before(log, first.predecessor(), Backfill.latest(first));
        });
    }

    /**
     * Reads families before a stream can start.
     *
     * @param until as {@link #deadline}
     * @return fails with {@link PastUnavailable} when Redis does not answer in time
     */
    CompletableFuture<List<LiveFamily.Known>> read(String client, List<LiveFamily> families, long until) {
        List<CompletableFuture<LiveFamily.Known>> reads =
                families.stream().map(family -> family.read(client)).toList();
        boolean isHopeless = redisIsDown.getAsBoolean() || families.stream().anyMatch(LiveFamily::isAway);
        return read(reads.stream(), isHopeless, until)
                .thenApply(read -> reads.stream().map(CompletableFuture::join).toList());
    }

    /** Whether it can't be read now. */
    private boolean isAway(ChannelLog log) {
        return redisIsDown.getAsBoolean() || log.isAway();
    }

    private static CompletableFuture<Void> read(
            Stream<? extends CompletableFuture<?>> reads, boolean isHopeless, long until) {
        CompletableFuture<Void> all = CompletableFuture.allOf(reads.toArray(CompletableFuture[]::new));
        if (!all.isDone() && isHopeless) {
            return CompletableFuture.failedFuture(new PastUnavailable(null));
        }
        return all.orTimeout(until - System.nanoTime(), TimeUnit.NANOSECONDS)
                .exceptionallyCompose(unreadable -> CompletableFuture.failedFuture(new PastUnavailable(unreadable)));
    }
}
