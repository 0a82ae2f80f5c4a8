package dev.parley.wire.hub;

import dev.parley.wire.http.Connection;
import dev.parley.wire.http.Head;
import dev.parley.wire.http.Request;
import dev.parley.wire.sse.Block;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** The server that is looked at. Threading: may be used by anyone; what it returns belongs to the caller. */
public final class Hub {
    private static final int NARROW = 4_096;
    private static final int TRIES = 20; // of something said, each after what Retry-After asks for
    private static final int MOST_RETRY_SECONDS = 5;

    private final Setup setup;
    private final boolean isProxied;
    private final Met met;
    private final AtomicInteger channels = new AtomicInteger();
    private final String run =
            String.format(Locale.ROOT, "wire-%06x", ThreadLocalRandom.current().nextInt(1 << 24));

    public Hub(Setup setup) {
        this(setup, false, new Met());
    }

    /** The same, at addresses that are themselves a proxy's. */
    public Hub proxied() {
        return new Hub(setup, true, met);
    }

    private Hub(Setup setup, boolean isProxied, Met met) {
        this.setup = setup;
        this.isProxied = isProxied;
        this.met = met;
    }

    /** The same, through a proxy. */
    public Hub behind(URI proxy) {
        return new Hub(setup.at(List.of(proxy)), true, met);
    }

    public int size() {
        return setup.instances().size();
    }

    public Dialect dialect() {
        return setup.dialect();
    }

    public Means means() {
        return setup.means();
    }

    public Pace pace() {
        return setup.pace();
    }

    public Met met() {
        return met;
    }

    public boolean isProxied() {
        return isProxied;
    }

    public boolean isHttp10() {
        return setup.version().equals("1.0");
    }

    public URI address(int instance) {
        return setup.instances().get(instance);
    }

    /** A channel that nobody has used. */
    public String newChannel() {
        return run + (isProxied ? "-p" : "-") + channels.incrementAndGet();
    }

    public Series newSeries() {
        return new Series(newChannel());
    }

    public Request listening(String channel) {
        return common(dialect().listen(streamOf(channel)));
    }

    public Request resuming(String channel, String cursor) {
        return common(dialect().resume(streamOf(channel), cursor));
    }

    /** For what a dialect made itself. */
    public Request common(Request request) {
        Request with = request.over(setup.version());
        for (String header : setup.headers()) {
            int colon = header.indexOf(':');
            with = with.with(
                    header.substring(0, colon), header.substring(colon + 1).strip());
        }
        return with;
    }

    public Connection open(int instance, Request request) throws IOException {
        return Connection.open(address(instance), request, 0, head -> met.add(request, head));
    }

    /** One that soon has no room for more. */
    public Connection openNarrow(int instance, Request request) throws IOException {
        return Connection.open(address(instance), request, NARROW, head -> met.add(request, head));
    }

    /** A stream that has begun. */
    public Connection listen(int instance, String channel) throws IOException {
        return begun(open(instance, listening(channel)));
    }

    public Connection resume(int instance, String channel, String cursor) throws IOException {
        return begun(open(instance, resuming(channel, cursor)));
    }

    /** A stream that has heard a message: the first of the series that it hears is said here. */
    public Connection live(int instance, Series series) throws IOException, NotTried {
        return live(instance, series, 1).get(0);
    }

    /** So many of them. They are opened in a row, so that a proxy which takes its instances in turn spreads them. */
    public List<Connection> live(int instance, Series series, int count) throws IOException, NotTried {
        List<Connection> streams = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                streams.add(listen(instance, series.channel()));
            }
            for (Connection stream : streams) {
                awaitLive(stream, series);
            }
            return streams;
        } catch (IOException | NotTried e) {
            streams.forEach(Connection::close);
            throw e;
        }
    }

    /** It may begin to listen a moment after it was answered. */
    private void awaitLive(Connection stream, Series series) throws IOException, NotTried {
        for (int i = 0; i < 3; i++) {
            if (stream.hears(series.mark(say(series)), pace().patience())) {
                return;
            }
        }
        throw new IOException("a stream did not hear what was said, with nothing after it: " + stream.summary());
    }

    /** Asks, and reads the answer until it is whole. */
    public Connection ask(int instance, Request request) throws IOException {
        try (Connection connection = open(instance, common(request).over("1.1").with("Connection", "close"))) {
            connection.await(any -> false, pace().patience());
            return connection;
        }
    }

    /** Says the next message of a series; returns its number. */
    public int say(Series series) throws IOException, NotTried {
        return say(series, "");
    }

    public int say(Series series, String padding) throws IOException, NotTried {
        int number = series.next();
        say(size() - 1, series.channel(), series.mark(number) + padding, series.mark(number));
        series.acknowledge(number);
        return number;
    }

    /** Whether something may be said: false when it is refused for what it is. */
    public boolean offer(String channel, String text) throws IOException, NotTried {
        if (!setup.publishCommand().isEmpty()) {
            try {
                publish(channel, text);
                return true;
            } catch (NotTried refused) {
                return false;
            }
        }
        return offer(saying(channel, text).orElseThrow(() -> new NotTried(needsSpeech())));
    }

    /** The same for a request that a dialect made. */
    public boolean offer(Request request) throws IOException, NotTried {
        return isTaken(insist(size() - 1, request));
    }

    /** Says something; throws NotTried when it can't be said. */
    private void say(int instance, String channel, String text, String key) throws IOException, NotTried {
        if (!setup.publishCommand().isEmpty()) {
            publish(channel, text);
            return;
        }
        Request request = dialect().say(channel, text, key).orElseThrow(() -> new NotTried(needsSpeech()));
        Connection answer = insist(instance, request);
        if (!isTaken(answer)) {
            throw new NotTried("nothing can be said: " + request + " was answered with " + answer.summary());
        }
    }

    /** Asks, and again where that was refused for a while. */
    private Connection insist(int instance, Request request) throws IOException, NotTried {
        for (int i = 0; i < TRIES; i++) {
            Connection answer = ask(instance, request);
            int status = answer.head().map(Head::status).orElse(0);
            if (status == 0) {
                throw new IOException("no answer to " + request);
            } else if (status != 429 && status != 503) {
                return answer;
            }
            pause(retryAfter(answer));
        }
        throw new NotTried("nothing can be said: refused " + TRIES + " times");
    }

    private static boolean isTaken(Connection answer) {
        return answer.head().map(head -> head.status() / 100 == 2).orElse(false);
    }

    /** Whether anything can be said at all. */
    public void requireSpeech() throws NotTried {
        if (setup.publishCommand().isEmpty()
                && dialect().say("any", "any", "any").isEmpty()) {
            throw new NotTried(needsSpeech());
        }
    }

    /** The request that says it once, where that is one. */
    public Optional<Request> saying(String channel, String text) {
        return setup.publishCommand().isEmpty() ? dialect().say(channel, text, key()) : Optional.empty();
    }

    /** All that was said and is in these events. */
    public List<String> texts(List<Block> blocks) {
        return blocks.stream().flatMap(block -> dialect().texts(block).stream()).toList();
    }

    /** Gives a proxy time to see that an instance is there again, or all streams would be on the other one. */
    public void awaitProxy() {
        if (isProxied) {
            pause(pace().quiet().multipliedBy(8));
        }
    }

    public static void pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The channels of a stream: this one first. */
    public List<String> streamOf(String channel) {
        List<String> all = new ArrayList<>(List.of(channel));
        for (int i = 2; i <= setup.channels(); i++) {
            all.add(channel + "-" + i);
        }
        return all;
    }

    private Connection begun(Connection stream) throws IOException {
        Optional<Head> head = stream.head(pace().patience());
        if (head.isEmpty() || head.get().status() != 200) {
            String came = stream.summary();
            stream.close();
            throw new IOException(stream.request() + " was answered with " + came);
        }
        return stream;
    }

    private void publish(String channel, String text) throws IOException, NotTried {
        try {
            Action.publish(setup.publishCommand(), channel, text);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotTried("interrupted");
        }
    }

    private static Duration retryAfter(Connection answer) {
        String seconds = answer.head().map(head -> head.header("Retry-After")).orElse("");
        return seconds.matches("\\d{1,4}")
                ? Duration.ofSeconds(Math.min(MOST_RETRY_SECONDS, Long.parseLong(seconds)))
                : Duration.ofMillis(200);
    }

    private static String key() {
        return String.format(Locale.ROOT, "%016x", ThreadLocalRandom.current().nextLong());
    }

    private static String needsSpeech() {
        return "needs something to be said: --publish CMD (the text is its standard input, WIRE_CHANNEL names the channel)";
    }
}
