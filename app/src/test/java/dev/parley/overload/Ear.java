package dev.parley.overload;

import static org.awaitility.Awaitility.await;

import dev.parley.support.EventStreamReader;
import dev.parley.support.Heard;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A stream from an address of its own, of which one channel is listened to closely.
 *
 * <p>Threading: one thread reads; what it found is guarded by this object's monitor.
 */
final class Ear implements AutoCloseable, EventStreamReader.Events {
    private final String channel;
    private final Socket socket;
    private final CompletableFuture<Void> welcome = new CompletableFuture<>();
    private final Map<String, CompletableFuture<Void>> expected = new ConcurrentHashMap<>();

    // Guarded by this.
    private final List<String> ids = new ArrayList<>();
    private final List<List<String>> presences = new ArrayList<>();
    private String trouble = ""; // the first

    private volatile boolean closed;

    private Ear(String channel, Socket socket) {
        this.channel = channel;
        this.socket = socket;
    }

    /**
     * Asks for a stream, and does not wait.
     *
     * @param from an address of this machine
     * @param channel the one that matters, first in the path
     */
    static Ear open(String from, int port, String channel, String path) {
        try {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port, InetAddress.getByName(from), 0);
            String request = "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            Ear ear = new Ear(channel, socket);
            Thread thread = new Thread(ear::read, "ear");
            thread.setDaemon(true);
            thread.start();
            return ear;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Completed when the stream is open; fails when it ends. */
    CompletableFuture<Void> welcome() {
        return welcome;
    }

    /** Completed when that was heard. */
    CompletableFuture<Void> expect(String text) {
        return expected.computeIfAbsent(text, unheard -> new CompletableFuture<>());
    }

    void awaitNames(List<String> names) {
        await("who is here").until(() -> {
            synchronized (this) {
                return !presences.isEmpty()
                        && presences.get(presences.size() - 1).equals(names);
            }
        });
    }

    /** How often it was told since then that others are here than these. */
    synchronized long othersThan(List<String> names) {
        int first = presences.indexOf(names);
        return presences.stream()
                .skip(Math.max(0, first))
                .filter(told -> !told.equals(names))
                .count();
    }

    /** Of the messages, in the order in which they came. */
    synchronized List<String> ids() {
        return List.copyOf(ids);
    }

    /** What must not happen to a stream, such as its end; empty when it did not. */
    synchronized String trouble() {
        return trouble;
    }

    @Override
    public void answered(int status) {
        if (status != 200) {
            happened("answered with " + status);
        }
    }

    @Override
    public void event(String id, String type, String data) {
        if (type.equals("welcome")) {
            welcome.complete(null);
        } else if (type.equals("bye") || type.equals("status")) {
            happened("told " + type + " " + data);
        } else if (isHere(id)) {
            heard(new Heard(id, type, data));
        }
    }

    @Override
    public void retry(int millis) {}

    @Override
    public void cursor(String id) {}

    @Override
    public void ended() {
        happened("ended");
    }

    @Override
    public void close() {
        closed = true;
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isHere(String id) {
        return id.startsWith(channel + "=") || !id.contains("=");
    }

    private synchronized void heard(Heard event) {
        switch (event.type()) {
            case "presence" -> presences.add(event.names());
            case "reset" -> happened("reset " + event.data());
            case "message" -> {
                ids.add(event.ownId());
                expect(event.text()).complete(null);
            }
            default -> {
                // a heartbeat
            }
        }
    }

    private void read() {
        EventStreamReader reader = new EventStreamReader(this);
        byte[] buffer = new byte[16 * 1024];
        try {
            for (int count = socket.getInputStream().read(buffer);
                    count >= 0;
                    count = socket.getInputStream().read(buffer)) {
                reader.take(ByteBuffer.wrap(buffer, 0, count));
            }
            happened("ended");
        } catch (IOException broken) {
            happened("broke: " + broken.getMessage());
        }
    }

    private synchronized void happened(String what) {
        if (!closed && trouble.isEmpty()) {
            trouble = what;
        }
        welcome.completeExceptionally(new IOException(what));
    }
}
