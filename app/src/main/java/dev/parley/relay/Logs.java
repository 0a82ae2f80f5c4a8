package dev.parley.relay;

import dev.parley.channel.ChannelName;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * The logs of an instance: one for each channel that has a stream here, and for a moment for those that had one, so that who
 * opens and closes streams does not have everything read anew each time. Together they keep within the budget: at its limit,
 * unused logs go, then the quietest give back most of what they hold. Whoever needs that reads it from Redis.
 *
 * <p>Threading: a log is made and dropped inside {@link ConcurrentMap#compute} of its name, which also guards its count
 * of users, so nobody ever joins a log that is being dropped.
 */
final class Logs {
    private static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int QUIET_BYTES = 2 * 1024;

    private final ConcurrentMap<ChannelName, ChannelLog> logs = new ConcurrentHashMap<>();
    private final AtomicInteger used = new AtomicInteger();
    private final Function<ChannelName, ChannelLog> maker;
    private final int max;
    private final LogBudget budget;

    /** @param max how many may have streams at once */
    Logs(Function<ChannelName, ChannelLog> maker, int max, LogBudget budget) {
        this.maker = maker;
        this.max = Math.min(max, budget.maxLogs());
        this.budget = budget;
    }

    /** @throws TooManyChannels when it would be one too many */
    ChannelLog acquire(ChannelName channel) {
        ChannelLog acquired = logs.compute(channel, (name, current) -> {
            if ((current == null || current.users == 0) && used.get() >= max) {
                throw new TooManyChannels();
            }
            ChannelLog log = current != null ? current : maker.apply(name);
            if (log.users++ == 0) {
                used.incrementAndGet();
                log.forgetState();
            }
            return log;
        });
        if (acquired.isInTrouble()) { // now that it can be found by whoever tells that it is over
            acquired.showStatus();
        }
        return acquired;
    }

    /** One that nobody uses any more, and that has not been read yet, goes at once, and what waits for its turn to read it with it. */
    void release(ChannelLog log) {
        ChannelLog kept = logs.computeIfPresent(log.channel(), (name, current) -> {
            if (--current.users > 0) {
                return current;
            }
            used.decrementAndGet();
            current.unusedSince = System.nanoTime();
            return current.isLoaded() ? current : null;
        });
        if (kept == null) {
            log.close();
        }
    }

    /** Null when nobody here listens to it. */
    ChannelLog get(ChannelName channel) {
        return logs.get(channel);
    }

    Collection<ChannelLog> all() {
        return logs.values();
    }

    /** How many may have streams at once. */
    int max() {
        return max;
    }

    /** How many have streams. */
    int used() {
        return used.get();
    }

    /** Drops the logs that had no stream for a while. */
    void dropUnused() {
        long now = System.nanoTime();
        logs.values().forEach(log -> dropUnused(log, now - KEPT_NANOS));
    }

    /** Drops all logs that have no stream. */
    void dropAllUnused() {
        long now = System.nanoTime();
        logs.values().forEach(log -> dropUnused(log, now));
    }

    /** Makes room, some more than is needed, so that it is not to be done again at once. */
    void shrink() {
        if (budget.isExceeded()) {
            dropAllUnused();
            shrinkQuietest(QUIET_BYTES);
            shrinkQuietest(0);
        }
    }

    private void shrinkQuietest(int kept) {
        long goal = budget.limit() - budget.limit() / 8;
        if (!budget.isExceeded()) {
            return;
        }
        long now = System.nanoTime();
        List<Quiet> quietestFirst = logs.values().stream()
                .map(log -> new Quiet(log, now - log.heardAt()))
                .sorted(Comparator.comparingLong(Quiet::age).reversed())
                .toList();
        for (Quiet quiet : quietestFirst) {
            if (budget.used() <= goal) {
                return;
            }
            quiet.log().tail().shrinkTo(kept);
        }
    }

    /** A log, and for how long (ns) it had heard nothing: it may hear something while others are looked at. */
    private record Quiet(ChannelLog log, long age) {}

    private void dropUnused(ChannelLog candidate, long unusedSince) {
        boolean[] dropped = {false};
        logs.computeIfPresent(candidate.channel(), (name, log) -> {
            dropped[0] = log == candidate && log.users == 0 && log.unusedSince - unusedSince <= 0;
            return dropped[0] ? null : log;
        });
        if (dropped[0]) {
            candidate.close();
        }
    }
}
