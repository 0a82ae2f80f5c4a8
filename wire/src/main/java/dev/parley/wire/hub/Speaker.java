package dev.parley.wire.hub;

import java.io.IOException;
import java.time.Duration;

/** Goes on saying things while something else happens. Threading: one thread of its own; {@link #close} waits for it. */
public final class Speaker implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(40);
    private static final Duration AFTER_FAULT = Duration.ofMillis(200);

    private final Hub hub;
    private final Series series;
    private final Thread thread = new Thread(this::run, "speaker");
    private volatile boolean isEnding;

    private Speaker(Hub hub, Series series) {
        this.hub = hub;
        this.series = series;
        thread.setDaemon(true);
    }

    public static Speaker start(Hub hub, Series series) {
        Speaker speaker = new Speaker(hub, series);
        speaker.thread.start();
        return speaker;
    }

    /** Waits until so many more were acknowledged; returns whether they were in time. */
    public boolean awaitMore(int count) {
        int wanted = series.count() + count;
        long deadline = System.nanoTime() + hub.pace().going().toNanos();
        while (series.count() < wanted && System.nanoTime() < deadline) {
            Hub.pause(Duration.ofMillis(5));
        }
        return series.count() >= wanted;
    }

    @Override
    public void close() {
        stop();
    }

    /** Nothing is said any more when this returns. */
    public void stop() {
        isEnding = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!isEnding) {
            try {
                hub.say(series);
                Hub.pause(PAUSE);
            } catch (IOException | NotTried maybeSaid) {
                // with the next number: whether this one was said is not known
                Hub.pause(AFTER_FAULT);
            }
        }
    }
}
