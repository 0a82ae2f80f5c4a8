package dev.parley.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Makes load on one server, which runs on this machine, and says what arrived. Not thread-safe. */
public final class Load implements AutoCloseable {
    private static final double CONNECT_SECONDS = 30;
    private static final double RESUME_SECONDS = 20;
    private static final double ECHO_SECONDS = 2; // for one message

    private final List<InetSocketAddress> servers;
    private final Dialect dialect;
    private final StreamLoop loop;
    private int phases;

    /**
     * Starts the thread that reads; it has no streams yet.
     *
     * @param servers its instances; listeners and posters are spread over them
     */
    public Load(List<InetSocketAddress> servers, Dialect dialect) throws IOException {
        this.servers = servers;
        this.dialect = dialect;
        loop = new StreamLoop(servers);
    }

    public Audience gather(String name, int channels, int listenersEach) {
        return new Audience(name, channels, listenersEach);
    }

    /** Channels with names of their own; one may be that of several, with commas between. */
    public Audience gatherNamed(List<String> channels, int listenersEach) {
        return Audience.named(channels, listenersEach);
    }

    /** The same with streams on instances at random. */
    public Audience scatter(String name, int channels, int listenersEach) {
        return Audience.scattered(name, channels, listenersEach);
    }

    /** Opens all streams; returns the seconds until the last one was live. */
    public double connect(Audience audience, boolean keepText) {
        return open(audience, audience.listeners, keepText);
    }

    /** Opens more streams, which never read. */
    public void stall(Audience audience, int count) {
        audience.addStalled(count);
        open(audience, audience.stalled, false);
    }

    /** Ends all its streams with a reset. */
    public void cut(Audience audience) {
        loop.cut(audience.listeners);
        loop.cut(audience.stalled);
    }

    /** Listeners that have not heard the first message of the last phase. */
    public int notHeard(Audience audience) {
        int phase = phases;
        return loop.call(() -> (int) audience.listeners.stream()
                .filter(stream -> stream.heard.missing(phase, new long[] {1}) > 0)
                .count());
    }

    /** Streams that are open. */
    public int live() {
        return loop.live();
    }

    /** Reads so far, over all streams, that brought something. */
    public long reads() {
        return loop.reads();
    }

    /** One phase: publishes, and waits until everything has arrived, at most for so many seconds after the last POST. */
    public Outcome speak(Audience audience, Speech speech, double drainSeconds) throws InterruptedException {
        Arrivals arrivals = newPhase();
        Ledger ledger = new Ledger(audience.channels.size());
        Speakers speakers = new Speakers(speech, ledger, arrivals.phase, reversed(), dialect, audience);
        long begin = System.nanoTime();
        speakers.speak();
        double speaking = Waiting.since(begin);
        Waiting.drain(arrivals, ledger.accepted() * audience.each, drainSeconds);
        return outcome(audience, arrivals, ledger, speakers, begin, speaking);
    }

    /** Publishes in the background, in a phase of its own of which nothing is counted. Returns the thread, which ends with it. */
    public Thread speakAside(Audience audience, Speech speech) {
        Ledger ledger = new Ledger(audience.channels.size());
        Speakers speakers = new Speakers(speech, ledger, ++phases, reversed(), dialect, audience);
        Thread thread = new Thread(
                () -> {
                    try {
                        speakers.speak();
                    } catch (InterruptedException stopped) {
                        Thread.currentThread().interrupt();
                    }
                },
                "aside");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** One message at a time: the next is sent when the last was heard by all listeners. */
    public Outcome echo(Audience audience, double seconds) throws InterruptedException {
        Arrivals arrivals = newPhase();
        Ledger ledger = new Ledger(1);
        Speakers none = new Speakers(Speech.flatOut(0, 0), ledger, arrivals.phase, servers, dialect, audience);
        long begin = System.nanoTime();
        try (Poster poster = new Poster(reversed().get(0), dialect, audience, Speech.USUAL_SIZE)) {
            boolean isWell = true;
            while (isWell && Waiting.since(begin) < seconds) {
                int number = ledger.nextNumber(0);
                long wanted = (number + 1L) * audience.each;
                isWell = poster.post(arrivals.phase, 0, number, System.nanoTime());
                if (isWell) {
                    ledger.accepted(0, number);
                    isWell = Waiting.await(() -> arrivals.distinct() >= wanted, ECHO_SECONDS);
                }
            }
        }
        return outcome(audience, arrivals, ledger, none, begin, Waiting.since(begin));
    }

    /**
     * Cuts all streams at once, publishes a message in each channel while nobody listens, and resumes them with their
     * cursors. Returns the seconds from the cut until the last stream has heard that message.
     */
    public Optional<Double> storm(Audience audience) throws InterruptedException {
        List<Optional<String>> resumptions = loop.call(() -> audience.listeners.stream()
                .map(stream -> dialect.resume(channel(audience, stream), stream.text()))
                .toList());
        if (!resumptions.stream().allMatch(Optional::isPresent)) {
            return Optional.empty();
        }
        Arrivals arrivals = newPhase();
        long begin = System.nanoTime();
        loop.cut(audience.listeners);
        if (!speakOnce(audience, arrivals.phase)) {
            return Optional.empty();
        }
        loop.open(
                audience.listeners,
                false,
                stream -> Mark.ascii(resumptions.get(stream.index).orElseThrow()));
        boolean isWhole = Waiting.await(() -> arrivals.distinct() >= audience.size(), RESUME_SECONDS);
        return isWhole ? Optional.of((arrivals.lastAt - begin) / 1e9) : Optional.empty();
    }

    @Override
    public void close() {
        loop.close();
    }

    private double open(Audience audience, Collection<EventStream> streams, boolean keepText) {
        long begin = System.nanoTime();
        int wanted = loop.live() + loop.refused() + streams.size();
        loop.open(streams, keepText, stream -> Mark.ascii(dialect.subscribe(channel(audience, stream))));
        Waiting.await(() -> loop.live() + loop.refused() >= wanted, CONNECT_SECONDS);
        return Waiting.since(begin);
    }

    private boolean speakOnce(Audience audience, int phase) {
        try (Poster poster = new Poster(servers.get(0), dialect, audience, Speech.USUAL_SIZE)) {
            for (int channel = 0; channel < audience.channels(); channel++) {
                if (!poster.post(phase, channel, 0, System.nanoTime())) {
                    return false;
                }
            }
            return true;
        }
    }

    private Arrivals newPhase() {
        Arrivals arrivals = new Arrivals(++phases);
        loop.listenTo(arrivals);
        return arrivals;
    }

    private Outcome outcome(
            Audience audience, Arrivals arrivals, Ledger ledger, Speakers speakers, long begin, double speaking) {
        return loop.call(() -> {
            long lost = 0;
            for (int channel = 0; channel < ledger.channels(); channel++) {
                lost += missing(audience, arrivals.phase, channel, ledger.acceptedBits(channel));
            }
            long expected = ledger.accepted() * audience.each;
            return new Outcome(
                    ledger.accepted(),
                    speakers.refused(),
                    speakers.unsent(),
                    expected,
                    expected - lost,
                    arrivals.doubled,
                    Latencies.of(arrivals.latencies),
                    speakers.latencies(),
                    speaking,
                    arrivals.lastAt == 0 ? 0 : (arrivals.lastAt - begin) / 1e9);
        });
    }

    private static long missing(Audience audience, int phase, int channel, long[] accepted) {
        long missing = 0;
        for (int i = channel; i < audience.size(); i += audience.channels.size()) {
            missing += audience.listeners.get(i).heard.missing(phase, accepted);
        }
        return missing;
    }

    /** Posters begin with the last instance, listeners with the first: on two instances, an echo crosses both. */
    private List<InetSocketAddress> reversed() {
        List<InetSocketAddress> reversed = new ArrayList<>(servers);
        Collections.reverse(reversed);
        return reversed;
    }

    private static String channel(Audience audience, EventStream stream) {
        return audience.channels.get(stream.channel);
    }
}
