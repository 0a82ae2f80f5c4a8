package dev.parley.support;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Messages posted one after the other at a steady rate: "steady 0", "steady 1", … */
public final class Steady {
    private final int count;
    private final Future<?> done;

    private Steady(int count, Future<?> done) {
        this.count = count;
        this.done = done;
    }

    public static Steady start(String channel, int perSecond, int count, Http instance) {
        return start(n -> channel, perSecond, count, instance);
    }

    /**
     * To several channels.
     *
     * @param channels where the n-th is posted
     */
    public static Steady start(IntFunction<String> channels, int perSecond, int count, Http instance) {
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        AtomicInteger next = new AtomicInteger();
        Future<?> ticking = clock.scheduleAtFixedRate(
                () -> {
                    int n = next.getAndIncrement();
                    instance.say(channels.apply(n), "poster", "steady " + n);
                    if (next.get() == count) {
                        clock.shutdownNow();
                    }
                },
                0,
                1_000_000 / perSecond,
                TimeUnit.MICROSECONDS);
        return new Steady(count, ticking);
    }

    public void awaitPosted() {
        try {
            done.get();
        } catch (java.util.concurrent.CancellationException posted) {
            // the clock was stopped
        } catch (ExecutionException e) {
            throw new AssertionError("posting failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public List<String> texts() {
        return IntStream.range(0, count).mapToObj(i -> "steady " + i).toList();
    }
}
