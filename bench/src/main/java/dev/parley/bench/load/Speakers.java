package dev.parley.bench.load;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Publishes a phase's messages over several connections that take turns. A message at a rate is due at its time whether
 * or not those before were answered, and its latency counts from then: a server that stalls can't hide it.
 */
final class Speakers {
    private static final double GRACE_SECONDS = 2; // for POSTs still unanswered at the end

    private final Speech speech;
    private final Ledger ledger;
    private final int phase;
    private final List<Poster> posters = new ArrayList<>();
    private final AtomicLong turn = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();

    Speakers(
            Speech speech,
            Ledger ledger,
            int phase,
            List<InetSocketAddress> servers,
            Dialect dialect,
            Audience audience) {
        this.speech = speech;
        this.ledger = ledger;
        this.phase = phase;
        for (int i = 0; i < speech.posters(); i++) {
            posters.add(new Poster(servers.get(i % servers.size()), dialect, audience, speech.size()));
        }
    }

    /** Returns when the time is over and the answers are there, or are not to be expected any more. */
    void speak() throws InterruptedException {
        long begin = System.nanoTime();
        long end = begin + nanos(speech.seconds());
        List<Thread> threads = new ArrayList<>();
        for (Poster poster : posters) {
            Thread thread = new Thread(() -> speak(poster, begin, end), "speaker");
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
        long deadline = end + nanos(GRACE_SECONDS);
        for (Thread thread : threads) {
            thread.join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
        }
        posters.forEach(Poster::close);
        for (Thread thread : threads) {
            thread.join(1_000);
        }
    }

    /** POSTs that were answered otherwise than with 2xx, or not at all. */
    long refused() {
        return refused.get();
    }

    /** Messages that were due, and for which no connection was free in time. */
    long unsent() {
        long due = speech.rate() == Speech.FLAT_OUT ? 0 : Math.round(speech.rate() * speech.seconds());
        return Math.max(0, due - ledger.accepted() - refused());
    }

    Latencies latencies() {
        Histogram all = Latencies.histogram();
        posters.forEach(poster -> all.add(poster.latencies));
        return Latencies.of(all);
    }

    private void speak(Poster poster, long begin, long end) {
        while (!poster.isClosed()) {
            long i = turn.getAndIncrement();
            long due =
                    speech.rate() == Speech.FLAT_OUT ? System.nanoTime() : begin + i * 1_000_000_000L / speech.rate();
            if (due >= end || i >= speech.most()) {
                return;
            }
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            int channel = (int) (i % ledger.channels());
            int number = ledger.nextNumber(channel);
            if (poster.post(phase, channel, number, due)) {
                ledger.accepted(channel, number);
            } else {
                refused.incrementAndGet();
                LockSupport.parkNanos(10_000_000); // no storm on a server that is away
            }
        }
    }

    private static long nanos(double seconds) {
        return (long) (seconds * 1e9);
    }
}
