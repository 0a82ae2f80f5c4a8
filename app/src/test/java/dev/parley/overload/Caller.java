package dev.parley.overload;

import dev.parley.support.Wire;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Requests from one address, over connections that are kept for the next, as a browser does.
 *
 * <p>Threading: may be used by any number at once.
 */
final class Caller implements AutoCloseable {
    static final int TIMEOUT_MILLIS = 10_000;
    private static final long KEPT_NANOS = 10_000_000_000L; // an instance closes what is idle for longer

    private final String from;
    private final int port;
    private final Deque<Connection> idle = new ConcurrentLinkedDeque<>();

    /** @param from an address of this machine */
    Caller(String from, int port) {
        this.from = from;
        this.port = port;
    }

    record Answer(int status, String body) {}

    Answer get(String path) throws IOException {
        return ask("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
    }

    Answer say(String channel, String sender, String message) throws IOException {
        String form = "sender=" + sender + "&message=" + message;
        return ask("POST /" + channel + " HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + form.length() + "\r\n\r\n"
                + form);
    }

    @Override
    public void close() {
        for (Connection connection = idle.poll(); connection != null; connection = idle.poll()) {
            connection.close();
        }
    }

    private Answer ask(String request) throws IOException {
        Connection connection = take();
        try {
            Answer answer = connection.exchange(request);
            idle.push(connection);
            return answer;
        } catch (IOException e) {
            connection.close();
            throw e;
        }
    }

    private Connection take() throws IOException {
        Connection newest = idle.poll();
        if (newest != null && System.nanoTime() - newest.usedAt < KEPT_NANOS) {
            return newest;
        }
        if (newest != null) {
            newest.close();
        }
        return new Connection(from, port);
    }

    private static final class Connection {
        private final Socket socket;
        private final InputStream in;
        private long usedAt;

        Connection(String from, int port) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port, InetAddress.getByName(from), 0);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.setTcpNoDelay(true);
            in = new BufferedInputStream(socket.getInputStream());
        }

        Answer exchange(String request) throws IOException {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String head = Wire.readUpTo(in, "\r\n\r\n");
            if (!head.endsWith("\r\n\r\n")) {
                throw new IOException("the connection ended before the answer");
            }
            String body = new String(in.readNBytes(length(head)), StandardCharsets.UTF_8);
            usedAt = System.nanoTime();
            return new Answer(Integer.parseInt(head.split(" ", 3)[1]), body);
        }

        private static int length(String head) throws IOException {
            return head.lines()
                    .map(line -> line.toLowerCase(Locale.ROOT))
                    .filter(line -> line.startsWith("content-length: "))
                    .map(line -> Integer.parseInt(line.substring("content-length: ".length())))
                    .findFirst()
                    .orElseThrow(() -> new IOException("an answer without a length: " + head));
        }

        void close() {
            try {
                socket.close();
            } catch (IOException goneAnyway) {
                // by the other side
            }
        }
    }
}
