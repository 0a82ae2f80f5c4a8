package dev.parley.wire.http;

import dev.parley.wire.sse.Block;
import dev.parley.wire.sse.EventReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javax.net.ssl.SSLSocketFactory;

/** One connection, one request, and all that came. Threading: belongs to the thread that reads it. */
public final class Connection implements AutoCloseable {
    private static final int CONNECT_MILLIS = 5_000;
    private static final int MOST_AT_ONCE = 64 * 1024;

    private final Socket plain;
    private final Socket socket; // the same, or TLS over it
    private final Request request;
    private final String host;
    private final Consumer<Head> onHead;
    private final ByteArrayOutputStream raw = new ByteArrayOutputStream();
    private final EventReader events = new EventReader();
    private final byte[] buffer = new byte[MOST_AT_ONCE];
    private Head head;
    private Body body;
    private End end = End.OPEN;
    private long lastRead; // System.nanoTime()

    private Connection(URI server, Request request, int receiveBuffer, Consumer<Head> onHead) throws IOException {
        this.request = request;
        this.host = server.getRawAuthority();
        this.onHead = onHead;
        plain = new Socket();
        try {
            if (receiveBuffer > 0) {
                plain.setReceiveBufferSize(receiveBuffer);
            }
            plain.setTcpNoDelay(true);
            plain.connect(new InetSocketAddress(server.getHost(), port(server)), CONNECT_MILLIS);
            socket = server.getScheme().equals("https") ? secure(server) : plain;
            lastRead = System.nanoTime();
            send(request);
        } catch (IOException | RuntimeException e) {
            plain.close();
            throw e;
        }
    }

    /**
     * Connects and sends.
     *
     * @param receiveBuffer SO_RCVBUF in bytes, or 0 for the usual one
     * @param onHead told of the answer's head when it has come
     */
    public static Connection open(URI server, Request request, int receiveBuffer, Consumer<Head> onHead)
            throws IOException {
        return new Connection(server, request, receiveBuffer, onHead);
    }

    /** Another request on the same connection. */
    public void send(Request another) throws IOException {
        socket.getOutputStream().write(another.bytes(host));
        socket.getOutputStream().flush();
    }

    public Request request() {
        return request;
    }

    /** Reads until the condition holds; returns whether it does, at the latest after so long. */
    public boolean await(Predicate<Connection> condition, Duration patience) throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.test(this)) {
            long left = deadline - System.nanoTime();
            if (end != End.OPEN || left <= 0) {
                return false;
            }
            read(buffer.length, left);
        }
        return true;
    }

    /** Reads until so many bytes have come since the connection began, head and framing included, and not one more. */
    public boolean readUpTo(int bytes, Duration patience) throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (raw.size() < bytes) {
            long left = deadline - System.nanoTime();
            if (end != End.OPEN || left <= 0) {
                return false;
            }
            read(bytes - raw.size(), left);
        }
        return true;
    }

    /** Whether anything at all comes within this time, though the answer be complete. */
    public boolean bringsMore(Duration patience) throws IOException {
        int before = raw.size();
        read(buffer.length, patience.toNanos());
        return raw.size() > before;
    }

    /** Waits for the head of the answer. */
    public Optional<Head> head(Duration patience) throws IOException {
        await(connection -> connection.head != null, patience);
        return head();
    }

    public Optional<Head> head() {
        return Optional.ofNullable(head);
    }

    /** Waits for an event whose data contains this. */
    public boolean hears(String text, Duration patience) throws IOException {
        return await(connection -> connection.events.hasHeard(text), patience);
    }

    /** All that came, head and framing included. */
    public byte[] raw() {
        return raw.toByteArray();
    }

    public int rawLength() {
        return raw.size();
    }

    public byte[] body() {
        return events.bytes();
    }

    /** The blocks that are complete. */
    public List<Block> blocks() {
        return events.blocks();
    }

    public EventReader events() {
        return events;
    }

    /** Where in the body its chunks ended; empty when it is not chunked. */
    public List<Integer> borders() {
        return body == null ? List.of() : body.borders();
    }

    /** What breaks the framing, or empty. */
    public String framingFault() {
        return body == null ? "" : body.fault();
    }

    public End end() {
        return end;
    }

    /** When something came last, of {@link System#nanoTime}. */
    public long lastRead() {
        return lastRead;
    }

    /** What came, in a few words. */
    public String summary() {
        if (head == null) {
            return raw.size() == 0 ? "no answer; " + end : "no head, but " + raw.size() + " bytes; " + end;
        }
        String text = new String(body(), StandardCharsets.UTF_8);
        String start = text.length() > 200 ? text.substring(0, 200) + "…" : text;
        return "status " + head.status() + ", " + head.header("Content-Type") + ", body \""
                + start.replace("\r", "\\r").replace("\n", "\\n") + "\"; " + end;
    }

    /** Leaves with a reset. */
    public void reset() {
        try {
            plain.setSoLinger(true, 0);
        } catch (SocketException gone) {
            // then there is nothing to reset
        }
        close();
    }

    @Override
    public void close() {
        try {
            plain.close();
        } catch (IOException gone) {
            // it is, either way
        }
    }

    private void read(int most, long nanos) throws IOException {
        socket.setSoTimeout((int) Math.max(1, nanos / 1_000_000));
        try {
            int count = socket.getInputStream().read(buffer, 0, Math.min(most, buffer.length));
            if (count < 0) {
                end = End.CLOSED;
            } else {
                received(count);
            }
        } catch (SocketTimeoutException nothing) {
            // the caller looks at the time
        } catch (SocketException cut) {
            end = End.RESET;
        }
    }

    private void received(int count) {
        lastRead = System.nanoTime();
        raw.write(buffer, 0, count);
        int from = 0;
        if (head == null) {
            byte[] all = raw.toByteArray();
            head = Head.parse(all, all.length).orElse(null);
            if (head == null) {
                return;
            }
            body = new Body(head, request.method().equals("HEAD"));
            from = count - (all.length - head.length());
            onHead.accept(head);
        }
        body.feed(buffer, from, count, (bytes, start, to) -> events.feed(bytes, start, to, lastRead));
        if (body.isWhole()) {
            end = End.WHOLE;
        }
    }

    private Socket secure(URI server) throws IOException {
        SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        return factory.createSocket(plain, server.getHost(), port(server), true);
    }

    private static int port(URI server) {
        return server.getPort() > 0 ? server.getPort() : server.getScheme().equals("https") ? 443 : 80;
    }
}
