package dev.parley.support;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/**
 * A listener that records every event of a stream, with a socket and a parser of its own, so that tests see exactly what
 * was on the wire. (That the wire is good SSE, a client library of others shows in {@code FramingTest}.)
 */
public final class Recorder implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    /** What tells of the stream itself rather than of the channel. */
    private static final Set<String> ABOUT_THE_STREAM =
            Set.of("welcome", "heartbeat", "status", "reset", "bye", "expiring", "presence", "typing", "omitted");

    private final Socket socket;
    private final int cutAfter;
    private final List<Heard> events = new CopyOnWriteArrayList<>();
    private volatile String statusLine = "";
    private volatile String cursor;
    private volatile String retry;
    private volatile boolean ended;

    private Recorder(Socket socket, int cutAfter) {
        this.socket = socket;
        this.cutAfter = cutAfter;
    }

    /** Opens a stream and waits for its welcome. */
    public static Recorder open(int port, String path, String... headers) {
        Recorder recorder = request(port, path, headers);
        recorder.awaitEvent("welcome");
        return recorder;
    }

    /** Continues where another storage of events stopped: with its cursor in the Last-Event-ID header. */
    public static Recorder resume(int port, String channel, String cursor) {
        return open(port, "/subscribe/" + channel, "Last-Event-ID", cursor);
    }

    /** As {@link #resume}, and breaks the connection right after so many messages, whatever else is under way. */
    public static Recorder cutAfter(int messages, int port, String channel, String cursor) {
        Recorder recorder = request(messages, port, "/subscribe/" + channel, "Last-Event-ID", cursor);
        recorder.awaitEnd();
        return recorder;
    }

    /** Sends the request and does not wait. */
    public static Recorder request(int port, String path, String... headers) {
        return request(Integer.MAX_VALUE, port, path, headers);
    }

    private static Recorder request(int cutAfter, int port, String path, String... headers) {
        try {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
            StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n");
            for (int i = 0; i < headers.length; i += 2) {
                request.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
            }
            request.append("\r\n");
            socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
            Recorder recorder = new Recorder(socket, cutAfter);
            Thread reader = new Thread(recorder::read, "recorder");
            reader.setDaemon(true);
            reader.start();
            return recorder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Messages and custom events, in order. */
    public List<Heard> messages() {
        return events.stream()
                .filter(event -> !ABOUT_THE_STREAM.contains(event.type()))
                .toList();
    }

    /** On a stream of several channels: those of one. */
    public List<Heard> messages(String channel) {
        return messages().stream()
                .filter(message -> message.channel().equals(channel))
                .toList();
    }

    /** On a stream of several channels: the events of a type of one. */
    public List<Heard> events(String type, String channel) {
        return events(type).stream()
                .filter(event -> event.channel().equals(channel))
                .toList();
    }

    public List<String> texts() {
        return messages().stream().map(Heard::text).toList();
    }

    public List<Heard> events(String type) {
        return events.stream().filter(event -> event.type().equals(type)).toList();
    }

    /** The last event id, as EventSource keeps it. */
    public String cursor() {
        return cursor;
    }

    public String retry() {
        return retry;
    }

    public String statusLine() {
        return statusLine;
    }

    public boolean hasEnded() {
        return ended;
    }

    public Heard awaitEvent(String type) {
        return awaitAny(type, event -> event.type().equals(type));
    }

    public Heard awaitText(String text) {
        return awaitAny("message " + text, event -> text.equals(event.text()));
    }

    /** Waits until the newest that the stream of a single channel was told is that exactly these are here. */
    public void awaitPresent(String... names) {
        await("waiting for " + List.of(names)).atMost(PATIENCE).until(() -> {
            List<Heard> told = events("presence");
            return !told.isEmpty() && told.get(told.size() - 1).names().equals(List.of(names));
        });
    }

    public List<Heard> awaitMessages(int count) {
        await().atMost(PATIENCE).until(() -> messages().size() >= count);
        return messages();
    }

    public void awaitEnd() {
        await().atMost(PATIENCE).until(() -> ended);
    }

    /** Exactly these, in this order, and then nothing: the marker, which must be said after them, comes next. */
    public void assertTexts(List<String> expected, String marker) {
        awaitText(marker);
        List<String> texts = texts();
        assertEquals(expected, texts.subList(0, texts.indexOf(marker)));
    }

    /** Every id follows the one before: nothing is missing and nothing came twice. */
    public void assertDense() {
        assertDense(messages());
    }

    public static void assertDense(List<Heard> messages) {
        for (int i = 1; i < messages.size(); i++) {
            Heard before = messages.get(i - 1);
            Heard message = messages.get(i);
            String expected = before.epoch() + "-" + (before.n() + 1);
            assertTrue(message.ownId().equals(expected), "after " + before.id() + " came " + message.id());
        }
    }

    /** Breaks the connection without a word, as a lost link does. */
    @Override
    public void close() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException endedAlready) {
            // by the other side, or cut
        }
        await().atMost(PATIENCE).until(() -> ended);
    }

    private Heard awaitAny(String what, Predicate<Heard> wanted) {
        await("waiting for " + what)
                .atMost(PATIENCE)
                .until(() -> events.stream().anyMatch(wanted));
        return events.stream().filter(wanted).findFirst().orElseThrow();
    }

    private void read() {
        try (InputStream in = new BufferedInputStream(socket.getInputStream())) {
            String[] head = Wire.readUpTo(in, "\r\n\r\n").split("\r\n", -1);
            statusLine = head[0];
            boolean chunked = List.of(head).contains("Transfer-Encoding: chunked");
            readEvents(new BufferedReader(
                    new InputStreamReader(chunked ? new ChunkedInput(in) : in, StandardCharsets.UTF_8)));
        } catch (IOException cut) {
            // the test cut it
        } finally {
            ended = true;
        }
    }

    private void readEvents(BufferedReader lines) throws IOException {
        String id = null;
        String type = "message";
        String data = null;
        int messages = 0;
        for (String line = lines.readLine(); line != null && messages < cutAfter; line = lines.readLine()) {
            if (line.isEmpty()) {
                if (id != null) {
                    cursor = id;
                }
                if (data != null) {
                    events.add(new Heard(id, type, data));
                    messages += ABOUT_THE_STREAM.contains(type) ? 0 : 1;
                }
                id = null;
                type = "message";
                data = null;
            } else {
                String value = line.substring(line.indexOf(": ") + 2);
                switch (line.substring(0, line.indexOf(':'))) {
                    case "id" -> id = value;
                    case "event" -> type = value;
                    case "data" -> data = value;
                    case "retry" -> retry = value;
                    default -> throw new IOException("unexpected line: " + line);
                }
            }
        }
    }
}
