import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Puts load on a running Parley and says what arrived, how late and at what cost; {@link #USAGE} is the manual.
 *
 * <p>Threading: each {@link Reader} owns its {@link SseStream}s, each {@link Poster} its connection; they share only
 * {@link Count}s. The main thread measures, and reads a histogram when the counts say that its thread is done.
 */
public final class Load {
    private static final String USAGE = """
        java bench/Load.java <scenario> [options]   against a Parley that runs on this machine

        crowd    many listeners, few messages      (--listeners 1000 --rate 50 --seconds 10 --posters 8)
        flood    many listeners, flat out          (--listeners 1000 --seconds 5 --posters 8)
        idle     many listeners, heartbeats only   (--listeners 10000 --seconds 30)
        publish  no listeners, flat out            (--seconds 5 --posters 16)
        echo     one listener, one at a time       (--messages 500)

        --url http://127.0.0.1:7070[,...]  instances: listeners and posters are spread over them
        --channel NAME                     default: a new one
        --size 100                         bytes of a message
        --warmup 3                         seconds of load before: checked too, but not in the figures
        --readers 2                        threads that read the streams
        --pids 123,456                     the servers' processes: reports their CPU time and RSS

        Exits with 1 if anything was lost, doubled or refused; with 2 on wrong usage.\
        """;

    /** Their options, with defaults; a scenario without `posters` is silent, one without `rate` doesn't pause. */
    private static final Map<String, String> SCENARIOS = Map.of(
            "crowd", "--listeners 1000 --rate 50 --seconds 10 --posters 8 --warmup 3",
            "flood", "--listeners 1000 --seconds 5 --posters 8 --warmup 3",
            "idle", "--listeners 10000 --seconds 30",
            "publish", "--seconds 5 --posters 16 --warmup 3",
            "echo", "--listeners 1 --messages 500 --seconds 60 --posters 1 --warmup 3");

    private static final String COMMON =
            " --url http://127.0.0.1:7070 --channel load-%s --size 100 --readers 2 --pids none";
    private static final Set<String> TEXTS = Set.of("url", "channel", "pids");
    private static final Map<String, Integer> MOST =
            Map.of("seconds", 600, "warmup", 60, "posters", 256, "size", 4_000, "readers", 8);
    private static final int MOST_OPENING = 256; // streams still without their welcome, over all readers
    private static final int STREAMS_PER_ADDRESS = 20_000; // Linux has some 28,000 ephemeral ports per address
    private static final long SECOND = 1_000_000_000L;
    private static final long DEADLINE = 10 * SECOND; // for the answer to a POST, and for the last deliveries
    private static final long START = System.nanoTime();

    /** Precedes the stamp in the messages of this run: tells them from what others say in the channel. */
    private static final String MARK = "@" + Long.toString(System.currentTimeMillis(), 36) + "@";

    private static final byte[] MARK_BYTES = MARK.getBytes(UTF_8);
    private static final int STAMP_DIGITS = 16;
    private static final Set<String> STATE_EVENTS = Set.of("heartbeat", "presence", "status", "bye");
    private static final Pattern CONTENT_LENGTH = Pattern.compile("\r\ncontent-length: *(\\d+)");

    /** Over all streams and the whole run, warm-up included. Those from LOST on should be 0. */
    private enum Count {
        WELCOMED,
        HEARTBEATS,
        DELIVERED,
        LOST, // skipped in the ids
        DOUBLED, // not above the id before
        RESETS,
        MALFORMED,
        REFUSED, // no stream, or none with a welcome
        CLOSED; // by the server, after the welcome

        final AtomicLong value = new AtomicLong();

        long get() {
            return value.get();
        }

        void fault(long times, String details, Object... args) {
            if (value.getAndAdd(times) < 5) { // the first ones tell enough
                report("fault", this + " " + details, args);
            }
        }
    }

    private final Map<String, String> options = new HashMap<>();
    private final List<URI> urls;
    private final List<String> pids;
    private final String path;
    private final int listeners;
    private final List<Reader> readers = new ArrayList<>();
    private final Map<Integer, Long> answers = new ConcurrentSkipListMap<>(); // POSTs by status; 0: no answer
    private long unsent;

    public static void main(String[] args) throws InterruptedException {
        try {
            System.exit(new Load(args).run() ? 0 : 1);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n\n" + USAGE);
            System.exit(2);
        } catch (IOException e) {
            System.err.println(e);
            System.exit(1);
        }
    }

    private Load(String[] args) throws IOException {
        String defaults = args.length == 0 ? null : SCENARIOS.get(args[0]);
        check(defaults != null, "Which scenario?");
        parse((defaults + COMMON.formatted(MARK.replace("@", ""))).split(" "), 0, true);
        parse(args, 1, false);
        options.keySet().stream().filter(name -> !TEXTS.contains(name)).forEach(this::number); // checks them all
        urls = Stream.of(options.get("url").split(",")).map(URI::create).toList();
        for (URI url : urls) {
            check("http".equals(url.getScheme()) && url.getHost() != null, "Not an http:// address: " + url);
            InetSocketAddress address = address(url);
            boolean isHere = !address.isUnresolved() && address.getAddress().isLoopbackAddress();
            check(isHere, "Load goes to this machine only, such as to 127.0.0.1, not to " + url.getHost());
        }
        pids = Stream.of((options.get("pids") + ",self").split(","))
                .filter(pid -> !pid.equals("none"))
                .toList();
        path = "/" + URLEncoder.encode(options.get("channel"), UTF_8).replace("+", "%20");
        listeners = number("listeners");
        long files =
                ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getMaxFileDescriptorCount();
        check(listeners + number("posters") + 100 <= files, "Too many listeners for `ulimit -n`, which is " + files);
        int count = Math.max(1, number("readers"));
        for (int i = 0; i < count; i++) {
            readers.add(new Reader(listeners * i / count, listeners * (i + 1) / count, MOST_OPENING / count));
        }
        report("scenario", "%s %s", args[0], new TreeMap<>(options));
    }

    private boolean run() throws IOException, InterruptedException {
        for (URI url : urls) { // is there a server, and does it take what we send? Nobody counts this message
            Poster poster = new Poster(url, "@preflight@");
            if (poster.exchange() != 201) {
                throw new IOException(url + " answered a POST with " + poster.response);
            }
        }
        long[] memoryBefore = reportMemory("before");
        if (listeners > 0) {
            connect();
            reportMemory("with idle listeners");
        }
        if (number("posters") == 0) {
            idle(memoryBefore);
        } else {
            load(number("warmup"), false);
            load(number("seconds"), true);
            reportMemory("after the load");
        }
        return verdict();
    }

    private void connect() throws InterruptedException {
        long begin = now();
        readers.forEach(Thread::start);
        await(() -> Count.WELCOMED.get() + Count.REFUSED.get() == listeners, begin + 6 * DEADLINE);
        double took = (now() - begin) / 1e6;
        report("connected", "%d in %.0f ms, at most %d at a time", Count.WELCOMED.get(), took, MOST_OPENING);
        Thread.sleep(1_000); // what connecting set off, such as presence, comes to rest
    }

    private void idle(long[] memoryBefore) throws IOException, InterruptedException {
        long heartbeats = Count.HEARTBEATS.get();
        double[] cpuBefore = cpuSeconds();
        Thread.sleep(number("seconds") * 1_000L);
        double cpu = reportCpu(cpuBefore);
        long[] memory = reportMemory("after " + number("seconds") + " s");
        for (int i = 0; i < memory.length; i++) {
            report("RSS per stream " + name(i), "%.2f KiB", (double) (memory[i] - memoryBefore[i]) / listeners);
        }
        double streamHours = listeners * number("seconds") / 3_600.0;
        report("server CPU per stream-hour", cpu > 0 ? "%.3f s" : "see --pids", cpu / streamHours);
        report("heartbeats per stream", "%.2f", (double) (Count.HEARTBEATS.get() - heartbeats) / listeners);
    }

    /** Load for some seconds, until everything has arrived. */
    private void load(int seconds, boolean isMeasured) throws IOException, InterruptedException {
        List<Poster> posters = new ArrayList<>();
        for (int i = 0; i < number("posters"); i++) {
            posters.add(new Poster(urls.get((urls.size() - 1 + i) % urls.size()), MARK)); // echo: from last to first
        }
        readers.forEach(reader -> reader.latencies = new Histogram());
        long acceptedBefore = answers.getOrDefault(201, 0L);
        long deliveredBefore = Count.DELIVERED.get();
        double[] cpuBefore = cpuSeconds();
        long begin = now();
        speak(posters, begin, seconds);
        double posting = (double) (now() - begin) / SECOND;
        await(() -> Count.DELIVERED.get() >= expected(), now() + DEADLINE);
        Thread.sleep(200); // if the last message comes twice, that should be seen too
        if (!isMeasured) {
            return;
        }
        double cpu = reportCpu(cpuBefore);
        long accepted = answers.getOrDefault(201, 0L) - acceptedBefore;
        report("published", "%d in %.2f s: %.0f/s", accepted, posting, accepted / posting);
        report("POST latency", "%s", Histogram.merge(posters.stream().map(poster -> poster.latencies)));
        if (listeners > 0) {
            long delivered = Count.DELIVERED.get() - deliveredBefore;
            long last = readers.stream()
                    .mapToLong(reader -> reader.lastDelivery)
                    .max()
                    .orElseThrow();
            double delivering = (double) (last - begin) / SECOND;
            report("deliveries", "%d in %.2f s: %.0f/s", delivered, delivering, delivered / delivering);
            report("deliveries per server CPU-second", cpu > 0 ? "%.0f" : "see --pids", delivered / cpu);
            report("latency", "%s", Histogram.merge(readers.stream().map(reader -> reader.latencies)));
        }
    }

    private void speak(List<Poster> posters, long begin, int seconds) throws InterruptedException {
        long postedBefore = posted();
        AtomicLong turn = new AtomicLong();
        List<Thread> threads = new ArrayList<>();
        for (Poster poster : posters) {
            threads.add(new Thread(() -> poster.speak(turn, begin, begin + seconds * SECOND)));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        unsent += Math.max(0, (long) number("rate") * seconds - (posted() - postedBefore));
    }

    private boolean verdict() {
        report("POSTs by status", "%s, not sent %d", answers, unsent);
        report("expected", "%d", expected());
        report("missing", "%d", expected() - Count.DELIVERED.get());
        boolean isWell = unsent == 0 && answers.keySet().stream().allMatch(status -> status == 201);
        for (Count count : Count.values()) {
            report(count.toString().toLowerCase(Locale.ROOT), "%d", count.get());
            isWell &= count.compareTo(Count.LOST) < 0 || count.get() == 0;
        }
        return isWell && Count.WELCOMED.get() == listeners && Count.DELIVERED.get() == expected();
    }

    private long posted() {
        return answers.values().stream().mapToLong(count -> count).sum();
    }

    private long expected() {
        return answers.getOrDefault(201, 0L) * Count.WELCOMED.get();
    }

    /** A thread that opens its share of the streams, a few at a time, and reads them. */
    private final class Reader extends Thread {
        final int end;
        final int mostOpening;
        final Selector selector = Selector.open();
        final ByteBuffer received = ByteBuffer.allocateDirect(256 * 1024);
        final byte[] bytes = new byte[2 * received.capacity()]; // what a stream carried over, and what it received
        int next;
        int opening;
        volatile long lastDelivery;
        volatile Histogram latencies = new Histogram();

        Reader(int begin, int end, int mostOpening) throws IOException {
            next = begin;
            this.end = end;
            this.mostOpening = mostOpening;
            setDaemon(true);
        }

        @Override
        public void run() {
            try {
                while (true) {
                    for (; next < end && opening < mostOpening; next++) {
                        open(new SseStream(this, next, urls.get(next % urls.size())));
                    }
                    selector.select(key -> ready(key, (SseStream) key.attachment()));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void open(SseStream stream) throws IOException {
            opening++;
            stream.channel.configureBlocking(false);
            SelectionKey key = stream.channel.register(selector, SelectionKey.OP_CONNECT, stream);
            try {
                if (stream.index >= STREAMS_PER_ADDRESS) {
                    String source = "127.0.0." + (1 + stream.index / STREAMS_PER_ADDRESS);
                    stream.channel.bind(new InetSocketAddress(source, 0));
                }
                if (stream.channel.connect(address(stream.url))) {
                    subscribe(key, stream);
                }
            } catch (IOException e) {
                close(stream, e);
            }
        }

        void ready(SelectionKey key, SseStream stream) {
            try {
                if (key.isReadable()) {
                    read(stream);
                } else if (stream.channel.finishConnect()) {
                    subscribe(key, stream);
                }
            } catch (IOException | IndexOutOfBoundsException e) { // the latter: not what Parley writes
                close(stream, e);
            }
        }

        void subscribe(SelectionKey key, SseStream stream) throws IOException {
            String request = "GET /subscribe%s HTTP/1.1\r\nHost: %s\r\nAccept: text/event-stream\r\n\r\n"
                    .formatted(path, stream.url.getAuthority());
            stream.channel.write(ByteBuffer.wrap(request.getBytes(UTF_8))); // a fresh socket's buffer takes it all
            key.interestOps(SelectionKey.OP_READ);
        }

        void read(SseStream stream) throws IOException {
            int count = stream.channel.read(received.clear());
            long at = now();
            if (count < 0) {
                throw new EOFException("end of the stream");
            }
            int carried = stream.carried.length;
            System.arraycopy(stream.carried, 0, bytes, 0, carried);
            received.flip().get(bytes, carried, count);
            long before = stream.delivered;
            stream.take(bytes, carried, carried + count, at);
            lastDelivery = stream.delivered > before ? at : lastDelivery;
            Count.DELIVERED.value.addAndGet(stream.delivered - before); // at last: the main thread waits for it
        }

        void close(SseStream stream, Exception why) {
            closeQuietly(stream.channel);
            opening -= stream.isWelcome ? 0 : 1;
            (stream.isWelcome ? Count.CLOSED : Count.REFUSED).fault(1, "stream %d: %s", stream.index, why);
        }
    }

    /** One subscription: takes its bytes in any portions and checks the ids. Belongs to its reader's thread. */
    private static final class SseStream {
        final Reader reader;
        final int index;
        final URI url;
        final SocketChannel channel = SocketChannel.open();
        byte[] carried = {}; // the beginning of the head or of an event whose end has not arrived
        boolean isInHead = true;
        boolean isChunked;
        boolean isInChunkSize;
        long chunkLeft;
        boolean isWelcome;
        long epoch = -1; // with n, the position: the id of the last message
        long n = -1;
        long delivered;

        SseStream(Reader reader, int index, URI url) throws IOException {
            this.reader = reader;
            this.index = index;
            this.url = url;
        }

        /** Takes {@code bytes[0, to)}, of which those before {@code from} were carried over. */
        void take(byte[] bytes, int from, int to, long at) throws IOException {
            int begin = isInHead ? head(bytes, to) : 0;
            int end = isChunked ? dechunk(bytes, Math.max(begin, from), to) : to;
            int line = begin;
            for (int lf = find('\n', bytes, line, end); lf >= 0 && !isInHead; lf = find('\n', bytes, line, end)) {
                if (lf == line) {
                    event(bytes, begin, lf, at);
                    begin = lf + 1;
                }
                line = lf + 1;
            }
            carried = Arrays.copyOfRange(bytes, begin, end);
            if (carried.length > reader.received.capacity()) {
                throw new IOException("an endless event");
            }
        }

        /** Returns where the response's head ends: 0 as long as it doesn't. */
        int head(byte[] bytes, int to) throws IOException {
            String text = new String(bytes, 0, to, ISO_8859_1);
            int end = text.indexOf("\r\n\r\n") + 4;
            isInHead = end < 4;
            if (isInHead) {
                return 0;
            }
            if (!text.startsWith("HTTP/1.1 200 ")) {
                throw new IOException(text.lines().findFirst().orElseThrow());
            }
            isChunked = text.substring(0, end).toLowerCase(Locale.ROOT).contains("\r\ntransfer-encoding: chunked");
            return end;
        }

        /** Moves the contents of HTTP chunks together, and returns their end. Parley sends none, a proxy may. */
        int dechunk(byte[] bytes, int from, int to) {
            int end = from;
            for (int i = from; i < to; ) {
                if (chunkLeft > 0 && !isInChunkSize) {
                    int count = (int) Math.min(chunkLeft, to - i);
                    System.arraycopy(bytes, i, bytes, end, count);
                    chunkLeft -= count;
                    end += count;
                    i += count;
                } else {
                    int digit = Character.digit(bytes[i], 16);
                    isInChunkSize = digit >= 0 || isInChunkSize && bytes[i] != '\n';
                    chunkLeft = digit >= 0 ? chunkLeft * 16 + digit : chunkLeft;
                    i++;
                }
            }
            return end;
        }

        /** Takes {@code [retry: ms\n]id: E-N\n[event: x\n]data: {...}\n}; or a block without data, or a comment. */
        void event(byte[] bytes, int from, int to, long at) {
            int id = bytes[from] == 'r' ? find('\n', bytes, from, to) + 1 : from;
            if (id == to || bytes[id] == ':') {
                return;
            }
            int dash = find('-', bytes, id, to);
            int next = find('\n', bytes, id, to) + 1;
            long eventEpoch = number(bytes, id + "id: ".length(), dash);
            long eventN = number(bytes, dash + 1, next - 1);
            if (bytes[id] != 'i' || eventEpoch < 0 || eventN < 0) {
                Count.MALFORMED.fault(1, "stream %d: no id: %s", index, new String(bytes, from, to - from, UTF_8));
            } else if (next < to && bytes[next] == 'e') {
                int name = next + "event: ".length();
                named(new String(bytes, name, find('\n', bytes, name, to) - name, UTF_8), eventEpoch, eventN);
            } else if (next < to) {
                message(eventEpoch, eventN, stamp(bytes, next, to), at);
            }
        }

        void named(String name, long eventEpoch, long eventN) {
            if (name.equals("reset") || name.equals("welcome") && !isWelcome) {
                epoch = eventEpoch;
                n = eventN;
            }
            if (name.equals("reset")) {
                Count.RESETS.fault(1, "stream %d: to %d-%d", index, epoch, n);
            } else if (name.equals("welcome")) {
                reader.opening -= isWelcome ? 0 : 1;
                Count.WELCOMED.value.addAndGet(isWelcome ? 0 : 1);
                isWelcome = true;
            } else if (!STATE_EVENTS.contains(name)) {
                message(eventEpoch, eventN, -1, 0);
            } else if (eventEpoch != epoch || eventN != n) { // who reconnects with this loses or repeats messages
                Count.MALFORMED.fault(
                        1, "stream %d: %s at %d-%d, not at %d-%d", index, name, eventEpoch, eventN, epoch, n);
            }
            Count.HEARTBEATS.value.addAndGet(name.equals("heartbeat") ? 1 : 0);
        }

        void message(long eventEpoch, long eventN, long stamp, long at) {
            if (eventEpoch < epoch || eventEpoch == epoch && eventN <= n) {
                Count.DOUBLED.fault(1, "stream %d: %d-%d after %d-%d", index, eventEpoch, eventN, epoch, n);
                return;
            }
            if (eventEpoch == epoch && eventN > n + 1) {
                Count.LOST.fault(eventN - n - 1, "stream %d: between %d-%d and %d", index, epoch, n, eventN);
            }
            epoch = eventEpoch;
            n = eventN;
            if (stamp >= 0) {
                delivered++;
                reader.latencies.record(at - stamp);
            }
        }

        /** The time in a message of this run; -1 in others. */
        static long stamp(byte[] bytes, int from, int to) {
            int mark = find(MARK.charAt(0), bytes, from, to);
            int digits = mark + MARK_BYTES.length;
            boolean isOurs = mark >= 0
                    && digits + STAMP_DIGITS <= to
                    && Arrays.equals(bytes, mark, digits, MARK_BYTES, 0, MARK_BYTES.length);
            return isOurs ? number(bytes, digits, digits + STAMP_DIGITS) : -1;
        }
    }

    /** One keep-alive connection with one request in flight. */
    private final class Poster {
        final URI url;
        final byte[] request;
        final int stampAt;
        final byte[] received = new byte[64 * 1024];
        final Histogram latencies = new Histogram();
        String response;
        Socket socket;

        Poster(URI url, String mark) throws IOException {
            this.url = url;
            String message = mark + "0".repeat(STAMP_DIGITS);
            String text = message + "x".repeat(Math.max(0, number("size") - message.length()));
            String json = "{\"sender\":\"load\",\"message\":\"" + text + "\"}";
            String head = "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                    .formatted(path, url.getAuthority(), json.length());
            request = (head + json).getBytes(UTF_8);
            stampAt = (head + json).indexOf(message) + mark.length();
            connect();
        }

        /** Takes turns with the others. A late message keeps the time when it was due, so that no delay is hidden. */
        void speak(AtomicLong turn, long begin, long end) {
            int rate = number("rate");
            boolean isEcho = options.containsKey("messages");
            for (long i = turn.getAndIncrement(); !isEcho || i < number("messages"); i = turn.getAndIncrement()) {
                long due = rate == 0 ? now() : begin + i * SECOND / rate;
                if (due >= end || now() > end + DEADLINE) {
                    return;
                }
                for (long wait = due - now(); wait > 0; wait = due - now()) {
                    LockSupport.parkNanos(wait);
                }
                post(due);
                if (isEcho && !await(() -> Count.DELIVERED.get() >= expected(), now() + DEADLINE)) {
                    return; // one failure is a result; to wait for every other one could take hours
                }
            }
        }

        void post(long due) {
            long rest = due;
            for (int i = stampAt + STAMP_DIGITS - 1; i >= stampAt; i--, rest /= 10) {
                request[i] = (byte) ('0' + rest % 10);
            }
            int status = 0;
            try {
                status = exchange();
                latencies.record(now() - due);
            } catch (IOException e) {
                disconnect();
                LockSupport.parkNanos(SECOND / 100); // no storm on a server that is away
            }
            answers.merge(status, 1L, Long::sum);
        }

        int exchange() throws IOException {
            if (socket == null) {
                connect();
            }
            socket.getOutputStream().write(request);
            int length = 0;
            do {
                int count = socket.getInputStream().read(received, length, received.length - length);
                if (count <= 0) {
                    throw new EOFException("The answer to a POST ended early, or is endless");
                }
                length += count;
                response = new String(received, 0, length, ISO_8859_1);
            } while (!isComplete());
            if (response.toLowerCase(Locale.ROOT).contains("\r\nconnection: close")) {
                disconnect();
            }
            return Integer.parseInt(response.substring("HTTP/1.1 ".length(), "HTTP/1.1 201".length()));
        }

        boolean isComplete() {
            int body = response.indexOf("\r\n\r\n") + 4;
            String head = response.substring(0, Math.max(0, body)).toLowerCase(Locale.ROOT);
            Matcher length = CONTENT_LENGTH.matcher(head);
            if (length.find()) {
                return response.length() >= body + Integer.parseInt(length.group(1));
            }
            return body >= 4
                    && (!head.contains("\r\ntransfer-encoding: chunked") || response.endsWith("\r\n0\r\n\r\n"));
        }

        void connect() throws IOException {
            socket = new Socket(address(url).getAddress(), address(url).getPort());
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) (DEADLINE / 1_000_000));
        }

        void disconnect() {
            closeQuietly(socket);
            socket = null;
        }
    }

    /** Log-linear: 128 steps per power of two, so a reported time is less than 1 % too long. */
    private static final class Histogram {
        final long[] counts = new long[57 * 256];
        long max;

        void record(long nanos) {
            long time = Math.max(0, nanos);
            int shift = Math.max(0, 56 - Long.numberOfLeadingZeros(time));
            counts[shift * 256 + (int) (time >>> shift)]++;
            max = Math.max(max, time);
        }

        static Histogram merge(Stream<Histogram> parts) {
            Histogram all = new Histogram();
            parts.forEach(part -> {
                Arrays.setAll(all.counts, i -> all.counts[i] + part.counts[i]);
                all.max = Math.max(all.max, part.max);
            });
            return all;
        }

        double millis(double share) {
            long left = (long) Math.ceil(share * Arrays.stream(counts).sum());
            int i = 0;
            while (left > counts[i]) {
                left -= counts[i++];
            }
            return Math.min(max, ((i % 256 + 1L) << i / 256) - 1) / 1e6;
        }

        @Override
        public String toString() {
            String format = "p50 %.3f ms, p99 %.3f ms, p99.9 %.3f ms, max %.3f ms";
            return String.format(Locale.ROOT, format, millis(0.5), millis(0.99), millis(0.999), max / 1e6);
        }
    }

    private double[] cpuSeconds() throws IOException {
        double[] seconds = new double[pids.size()];
        for (int i = 0; i < seconds.length; i++) {
            String stat = Files.readString(Path.of("/proc/" + pids.get(i) + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" "); // the name may hold blanks
            seconds[i] = (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0; // utime, stime: 10 ms each
        }
        return seconds;
    }

    /** Returns the CPU seconds of the servers since then. */
    private double reportCpu(double[] before) throws IOException {
        double[] now = cpuSeconds();
        double servers = 0;
        for (int i = 0; i < now.length; i++) {
            servers += pids.get(i).equals("self") ? 0 : now[i] - before[i];
            report("CPU " + name(i), "%.2f s", now[i] - before[i]);
        }
        return servers;
    }

    /** Returns the resident KiB of each server process. */
    private long[] reportMemory(String when) throws IOException {
        long[] memory = new long[pids.size() - 1]; // not our own
        for (int i = 0; i < memory.length; i++) {
            String status = Files.readString(Path.of("/proc/" + pids.get(i) + "/status"));
            memory[i] = Long.parseLong(status.replaceFirst("(?s).*VmRSS:\\s+(\\d+) kB.*", "$1"));
            report("RSS " + name(i) + " " + when, "%.1f MiB", memory[i] / 1024.0);
        }
        return memory;
    }

    private String name(int i) throws IOException {
        String pid = pids.get(i);
        String command = Files.readString(Path.of("/proc/" + pid + "/comm")).strip();
        return pid.equals("self") ? "(this load generator)" : command + " " + pid;
    }

    private void parse(String[] args, int begin, boolean isStandard) {
        for (int i = begin; i < args.length; i += 2) {
            String name = args[i].replaceFirst("^--", "");
            check(isStandard || options.containsKey(name), args[0] + " has no option " + args[i]);
            check(i + 1 < args.length, args[i] + " needs a value");
            options.put(name, args[i + 1]);
        }
    }

    /** The value of an option; 0 where the scenario has none of that name. */
    private int number(String name) {
        String value = options.getOrDefault(name, "0");
        int most = MOST.getOrDefault(name, 60_000);
        check(value.matches("\\d{1,5}") && Integer.parseInt(value) <= most, "--" + name + " goes up to " + most);
        return Integer.parseInt(value);
    }

    private static void check(boolean isGood, String otherwise) {
        if (!isGood) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    private static InetSocketAddress address(URI url) {
        return new InetSocketAddress(url.getHost(), url.getPort() < 0 ? 80 : url.getPort());
    }

    private static boolean await(BooleanSupplier condition, long deadline) {
        while (!condition.getAsBoolean() && now() < deadline) {
            LockSupport.parkNanos(SECOND / 1_000);
        }
        return condition.getAsBoolean();
    }

    private static void closeQuietly(AutoCloseable connection) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (Exception e) {
            // It is gone either way.
        }
    }

    /** The first such byte in {@code bytes[from, to)}, or -1. */
    private static int find(char wanted, byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && bytes[i] != wanted) {
            i++;
        }
        return i < to ? i : -1;
    }

    /** The decimal number in {@code bytes[from, to)}, or -1 if there is none. */
    private static long number(byte[] bytes, int from, int to) {
        long number = from < to ? 0 : -1;
        for (int i = from; i < to; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                return -1;
            }
            number = number * 10 + bytes[i] - '0';
        }
        return number;
    }

    private static long now() {
        return System.nanoTime() - START;
    }

    private static void report(String key, String value, Object... args) {
        System.out.printf(Locale.ROOT, key + ": " + value + "%n", args);
    }
}
