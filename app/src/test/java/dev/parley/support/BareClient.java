package dev.parley.support;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** A client that is a bare socket: it reads the bytes of the answer when the test tells it to, and never by itself. */
public final class BareClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Socket socket;
    private InputStream in;

    private BareClient(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /** Sends a GET. */
    public static BareClient request(int port, String path, String... headers) {
        return request(new Socket(), port, path, headers);
    }

    /** The same, with so small a window that hardly anything is under way to it. */
    public static BareClient requestWithTinyWindow(int port, String path) {
        Socket socket = new Socket();
        try {
            socket.setReceiveBufferSize(4 * 1024);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return request(socket, port, path);
    }

    private static BareClient request(Socket socket, int port, String path, String... headers) {
        StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n");
        for (int i = 0; i < headers.length; i += 2) {
            request.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
        }
        request.append("\r\n");
        try {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.US_ASCII));
            return new BareClient(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The status line under the name "", and each header under its name in lower case. What follows is read out of its chunks. */
    public Map<String, String> readHead() {
        String[] lines =
                text(readUntil(bytes -> text(bytes).endsWith("\r\n\r\n"))).split("\r\n", 0);
        Map<String, String> head = new TreeMap<>(Map.of("", lines[0]));
        for (int i = 1; i < lines.length; i++) {
            String[] field = lines[i].split(": ", 2);
            String twice = head.put(field[0].toLowerCase(Locale.ROOT), field[1]);
            if (twice != null) {
                throw new AssertionError("header sent twice: " + lines[i]);
            }
        }
        if (head.getOrDefault("transfer-encoding", "").equals("chunked")) {
            in = new ChunkedInput(in);
        }
        return head;
    }

    /** Everything up to and with the block that contains a text. */
    public byte[] readThrough(String text) {
        return readUntil(bytes -> endsBlock(bytes) && text(bytes).contains(text));
    }

    /** The next block of the stream, up to and with its blank line. */
    public String readBlock() {
        return text(readUntil(BareClient::endsBlock));
    }

    /** Says something, whether anyone wants to hear it or not. */
    public void say(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException ended) {
            // by the other side, which had enough
        }
    }

    /** Leaves as a browser does whose tab is closed. */
    public void leaveWithFin() {
        close();
    }

    /** Leaves as a program does that crashed. */
    public void leaveWithRst() {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        close();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] readUntil(Predicate<byte[]> complete) {
        Bytes bytes = new Bytes();
        long until = System.nanoTime() + PATIENCE.toNanos();
        try {
            do {
                int next = in.read();
                if (System.nanoTime() > until) {
                    throw new IOException("but other things came"); // a stream with heartbeats is never silent
                }
                if (next < 0) {
                    throw new AssertionError("the stream ended after " + text(bytes.toByteArray()));
                }
                bytes.write(next);
            } while (!(bytes.endsLine() && complete.test(bytes.toByteArray())));
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new AssertionError("nothing came after " + text(bytes.toByteArray()), e);
        }
    }

    private static boolean endsBlock(byte[] bytes) {
        int length = bytes.length;
        return length >= 2 && bytes[length - 1] == '\n' && bytes[length - 2] == '\n';
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static final class Bytes extends ByteArrayOutputStream {
        boolean endsLine() {
            return buf[count - 1] == '\n';
        }
    }
}
