package dev.parley.reliability;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A channel with its listeners and one who speaks, at a steady pace. What is said ends with the time at which it was due, as System.nanoTime. */
final class Room implements AutoCloseable {
    private static final int PER_SECOND = 7;

    private final String channel;
    private final Fleet fleet;
    private final Publisher publisher;
    private final AtomicLong latest = new AtomicLong(); // in ns

    Room(int port, String channel, int listeners) {
        this.channel = channel;
        fleet = Fleet.listening(port, "/subscribe/" + channel, listeners, 0, this::heard);
        publisher = Publisher.start(port, channel, 1, PER_SECOND, 0);
    }

    String channel() {
        return channel;
    }

    Fleet fleet() {
        return fleet;
    }

    Publisher publisher() {
        return publisher;
    }

    /** From when something was due to when the last listener had it. */
    Duration latest() {
        return Duration.ofNanos(latest.get());
    }

    Verdict verdict() {
        return Verdict.of(publisher, fleet);
    }

    @Override
    public void close() {
        publisher.close();
        fleet.close();
    }

    private void heard(String text, long now) {
        long due = Long.parseLong(text.substring(text.lastIndexOf(' ') + 1));
        latest.accumulateAndGet(now - due, Math::max);
    }
}
