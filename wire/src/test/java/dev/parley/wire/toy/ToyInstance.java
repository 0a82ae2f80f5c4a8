package dev.parley.wire.toy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** One instance. Threading: a thread accepts, each connection has one, each stream one more; the fields are volatile. */
final class ToyInstance {
    static final int ROOM = 40;
    private static final int LONGEST = 50_000;
    private static final int FEW = 10;
    private static final long HEARTBEAT_MILLIS = 100;
    private static final long DRAIN_MILLIS = 250; // between two streams, of which there may be only two
    private static final long AFTERWARDS_MILLIS = 800;
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Set<String> RESERVED = Set.of("open", "error", "message");

    private final ToyStore store;
    private final Set<Flaw> flaws;
    private final int number;
    private final List<ToyStream> streams = new CopyOnWriteArrayList<>();
    private final AtomicInteger floods = new AtomicInteger();
    private volatile ServerSocket server;
    private volatile boolean isDraining;
    private volatile int port;

    ToyInstance(ToyStore store, Set<Flaw> flaws, int number) {
        this.store = store;
        this.flaws = flaws;
        this.number = number;
    }

    ToyStore store() {
        return store;
    }

    boolean has(Flaw flaw) {
        return flaws.contains(flaw);
    }

    int number() {
        return number;
    }

    int port() {
        return port;
    }

    boolean takesStreams() {
        return server != null && !isDraining;
    }

    /** At the port of before. */
    void start() throws IOException, InterruptedException {
        ServerSocket opened = port == 0 ? Ports.listen() : Ports.listenAgain(port);
        port = opened.getLocalPort();
        server = opened;
        isDraining = false;
        Threads.start("toy-" + number, () -> accept(opened));
    }

    void kill() throws IOException {
        if (server != null) {
            server.close();
            server = null;
        }
        streams.forEach(stream -> stream.close(has(Flaw.LAST_CHUNK_WHEN_KILLED)));
        streams.clear();
    }

    void drain() throws IOException, InterruptedException {
        isDraining = true;
        for (ToyStream stream : streams) {
            if (!has(Flaw.ALL_AT_ONCE)) {
                Thread.sleep(DRAIN_MILLIS);
            }
            stream.leave();
        }
        // those who ask meanwhile are refused
        Thread.sleep(AFTERWARDS_MILLIS);
        server.close();
        server = null;
    }

    private void accept(ServerSocket from) {
        try {
            while (true) {
                Socket socket = from.accept();
                Threads.start("toy-connection", () -> serve(socket));
            }
        } catch (IOException closed) {
            // it was killed
        }
    }

    private void serve(Socket socket) {
        try {
            socket.setTcpNoDelay(true);
            ToyRequest request = ToyRequest.read(socket.getInputStream());
            if (request.path().startsWith("/subscribe/")) {
                subscribe(request, socket);
            } else {
                answer(socket, other(request));
                socket.close();
            }
        } catch (IOException gone) {
            // so is the client
        }
    }

    private String other(ToyRequest request) throws IOException {
        if (request.path().equals("/readyz")) {
            return isDraining && !has(Flaw.STILL_READY) ? ToyAnswers.refusal(503, "1") : ToyAnswers.ok("ready");
        } else if (request.path().equals("/metrics")) {
            streams.removeIf(stream -> !stream.isOpen());
            return ToyAnswers.ok("parley_streams " + streams.size() + ".0\n");
        }
        return request.method().equals("POST") ? post(request) : ToyAnswers.refusal(404, "");
    }

    private String post(ToyRequest request) throws IOException {
        if (store.isDown() || isDraining) {
            return ToyAnswers.refusal(503, "1");
        }
        JsonNode json = MAPPER.readTree(request.body());
        String text = json.path("message").asText();
        if (text.equals("a flood") && floods.incrementAndGet() > FEW) {
            return ToyAnswers.refusal(429, has(Flaw.NO_RETRY_AFTER) ? "" : "1");
        }
        String event = json.path("event").asText();
        boolean isLong = request.body().length() > LONGEST && !has(Flaw.LONG_LINES);
        if (isLong || (RESERVED.contains(event) && !has(Flaw.ANY_NAME))) {
            return ToyAnswers.refusal(isLong ? 413 : 400, "");
        }
        JsonNode data = event.isEmpty() ? MAPPER.createObjectNode().put("message", text) : json.path("data");
        String encoded = MAPPER.writeValueAsString(data);
        if (!has(Flaw.RAW_SEPARATORS)) {
            encoded = encoded.replace("\u0085", "\\u0085")
                    .replace("\u2028", "\\u2028")
                    .replace("\u2029", "\\u2029");
        }
        store.add(request.path().substring(1), new ToyStore.Message(event, encoded, number));
        return ToyAnswers.ok("{}");
    }

    private void subscribe(ToyRequest request, Socket socket) throws IOException {
        List<String> channels =
                List.of(request.path().substring("/subscribe/".length()).split(",", -1));
        if (request.method().equals("OPTIONS")) {
            answer(socket, ToyAnswers.preflight(request, has(Flaw.NO_ALLOWED_HEADER)));
            socket.close();
            return;
        }
        Optional<String> refusal = refusal(request);
        if (refusal.isPresent()) {
            answer(socket, refusal.get());
            socket.close();
            return;
        }
        ToyBeginning beginning = ToyBeginning.of(request, channels, this);
        if (beginning.refusal() > 0) {
            answer(socket, ToyAnswers.refusal(beginning.refusal(), ""));
            socket.close();
            return;
        }
        stream(request, socket, channels, beginning);
    }

    /** What is answered instead of a stream; an empty text is the end without an answer. */
    private Optional<String> refusal(ToyRequest request) {
        streams.removeIf(stream -> !stream.isOpen());
        if (request.path().endsWith("/")) {
            return Optional.of(ToyAnswers.refusal(404, ""));
        } else if (has(Flaw.REDIRECTS_WITHOUT_QUERY) && request.query().containsKey("lastEventId")) {
            return Optional.of(ToyAnswers.redirect(request.path()));
        } else if (has(Flaw.NO_STREAM_WITHOUT_ACCEPT) && !request.headers().containsKey("accept")) {
            return Optional.of(ToyAnswers.refusal(406, ""));
        } else if (isDraining) {
            return Optional.of(has(Flaw.REFUSES_WITH_503) ? ToyAnswers.refusal(503, "1") : "");
        } else if (store.isDown()) {
            return Optional.of(has(Flaw.STORELESS_503) ? ToyAnswers.refusal(503, "1") : ToyAnswers.bye("redis"));
        } else if (streams.size() >= ROOM) {
            return Optional.of(has(Flaw.FULL_503) ? ToyAnswers.refusal(503, "1") : ToyAnswers.bye("full"));
        }
        return Optional.empty();
    }

    private void stream(ToyRequest request, Socket socket, List<String> channels, ToyBeginning beginning)
            throws IOException {
        boolean is10 = request.version().equals("HTTP/1.0");
        boolean isChunked = !has(Flaw.UNTIL_CLOSE) && (!is10 || has(Flaw.CHUNKS_OVER_10));
        if (has(Flaw.LATE_HEAD)) {
            awaitMessage(channels.get(0));
        }
        String seconds = request.query().getOrDefault("heartbeat", "");
        long millis = seconds.isEmpty() ? HEARTBEAT_MILLIS : Long.parseLong(seconds) * 1_000;
        // who has its head hears all that is said from then on
        ToyStream stream = new ToyStream(this, socket, channels, isChunked, millis);
        answer(socket, ToyAnswers.head(request, isChunked, flaws));
        if (request.method().equals("HEAD") && !has(Flaw.STREAM_FOR_HEAD)) {
            socket.close();
            return;
        }
        streams.add(stream);
        Threads.start("toy-stream", () -> stream.run(beginning.cursor(), beginning.isTold()));
        watch(socket, stream);
    }

    /** Reads until the client has left; what it sends is none of a stream's business. */
    private void watch(Socket socket, ToyStream stream) {
        try {
            byte[] more = new byte[4_096];
            for (int count = socket.getInputStream().read(more);
                    count >= 0;
                    count = socket.getInputStream().read(more)) {
                if (has(Flaw.SECOND_ANSWER)) {
                    answer(socket, ToyAnswers.ok("second"));
                }
            }
        } catch (IOException gone) {
            // with a reset
        }
        stream.close(false);
        streams.remove(stream);
    }

    private void awaitMessage(String channel) {
        try {
            while (store.size(channel) == 0) {
                store.await(100);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    static Map<String, String> cors(ToyRequest request) {
        String origin = request.headers().getOrDefault("origin", "");
        return origin.isEmpty() ? Map.of() : Map.of("Access-Control-Allow-Origin", origin);
    }
}
