package dev.parley.support;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.IntFunction;
import java.util.zip.CRC32;

/**
 * Many listeners of one channel on one thread, which keep of what they hear only its order and a checksum. Some come back when their
 * stream has ended, as browsers do, with their cursor.
 *
 * <p>Threading: one thread reads; what it found is guarded by each listener's monitor.
 */
public final class Crowd implements AutoCloseable {
    private static final long NEVER = Long.MAX_VALUE;

    private final InetSocketAddress address;
    private final String path;
    private final IntFunction<String> headers;
    private final boolean returns;
    private final Selector selector = Selector.open();
    private final List<Listener> listeners = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
    private final Thread thread = new Thread(this::read, "crowd");

    // Confined to the thread.
    private final PriorityQueue<Listener> away = new PriorityQueue<>(Comparator.comparingLong(each -> each.due));

    private Crowd(int port, String path, IntFunction<String> headers, boolean returns) throws IOException {
        this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.path = path;
        this.headers = headers;
        this.returns = returns;
    }

    public static Crowd listening(int port, String path, int count) {
        return listening(port, path, count, i -> "");
    }

    /**
     * With headers of each one's own.
     *
     * @param headers as lines that end with CRLF
     */
    public static Crowd listening(int port, String path, int count, IntFunction<String> headers) {
        return open(port, path, count, headers, false);
    }

    /** The same, and whoever's stream ends comes back when it was told to, with headers made anew. */
    public static Crowd returning(int port, String path, int count, IntFunction<String> headers) {
        return open(port, path, count, headers, true);
    }

    private static Crowd open(int port, String path, int count, IntFunction<String> headers, boolean returns) {
        try {
            Crowd crowd = new Crowd(port, path, headers, returns);
            for (int i = 0; i < count; i++) {
                crowd.join(i);
            }
            crowd.thread.setDaemon(true);
            crowd.thread.start();
            return crowd;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public long welcomed() {
        return listeners.stream().filter(Listener::isWelcomed).count();
    }

    /** How many have been away and are here again, and when each of them was: in ms since 1970. */
    public List<Long> returned() {
        return listeners.stream()
                .map(Listener::returnedAt)
                .filter(at -> at != NEVER)
                .toList();
    }

    /** Of those whose stream has ended, or who are told that it will: why, as {@code bye} said. */
    public List<String> byes() {
        return listeners.stream()
                .map(Listener::bye)
                .filter(why -> !why.isEmpty())
                .toList();
    }

    /** How many streams have ended, and nobody has come back for them. */
    public long ended() {
        return listeners.stream().filter(Listener::hasEnded).count();
    }

    /** How many messages every one of them has heard. */
    public int heardByAll() {
        return listeners.stream().mapToInt(Listener::heard).min().orElseThrow();
    }

    /** The newest message that all have heard. */
    public String head() {
        return listeners.get(0).last();
    }

    /** Nobody missed anything, heard anything twice or was reset. */
    public void assertDense() {
        listeners.forEach(Listener::assertDense);
    }

    /** 1 when all have heard the same, byte for byte. */
    public long differentContents() {
        return listeners.stream().map(Listener::checksum).distinct().count();
    }

    @Override
    public void close() {
        try {
            selector.close();
            for (Listener listener : listeners) {
                listener.channel.close();
            }
            thread.join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void join(int number) throws IOException {
        Listener listener = new Listener(number);
        listener.channel = SocketChannel.open(address);
        listener.channel.write(request(listener));
        listener.channel.configureBlocking(false);
        listeners.add(listener);
        listener.channel.register(selector, SelectionKey.OP_READ, listener);
    }

    private ByteBuffer request(Listener listener) {
        String cursor = listener.cursor();
        String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers.apply(listener.number)
                + (cursor.isEmpty() ? "" : "Last-Event-ID: " + cursor + "\r\n") + "\r\n";
        return ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII));
    }

    private void read() {
        try {
            while (selector.isOpen()) {
                selector.select(away.isEmpty() ? 0 : Math.max(1, away.peek().due - System.currentTimeMillis()));
                for (SelectionKey key : selector.selectedKeys()) {
                    serve(key, (Listener) key.attachment());
                }
                selector.selectedKeys().clear();
                while (!away.isEmpty() && away.peek().due <= System.currentTimeMillis()) {
                    comeBack(away.remove());
                }
            }
        } catch (IOException | java.nio.channels.ClosedSelectorException ended) {
            // the test has ended, or it finds that nothing comes any more
        }
    }

    private void serve(SelectionKey key, Listener listener) throws IOException {
        if (key.isConnectable()) {
            connected(key, listener);
            return;
        }
        int count = listener.channel.read(buffer.clear());
        listener.take(buffer.flip());
        if (count < 0) {
            key.cancel();
            listener.channel.close();
            if (listener.end(returns)) {
                away.add(listener);
            }
        }
    }

    private void connected(SelectionKey key, Listener listener) throws IOException {
        try {
            listener.channel.finishConnect();
            listener.channel.write(request(listener)); // which any socket has room for
            key.interestOps(SelectionKey.OP_READ);
        } catch (IOException refused) {
            key.cancel();
            listener.channel.close();
            listener.end(true);
            away.add(listener);
        }
    }

    private void comeBack(Listener listener) throws IOException {
        listener.channel = SocketChannel.open();
        listener.channel.configureBlocking(false);
        listener.channel.connect(address);
        listener.channel.register(selector, SelectionKey.OP_CONNECT, listener);
    }

    private static final class Listener {
        final int number;
        SocketChannel channel; // of the reading thread, but for the first and the last
        long due; // when they come back, in ms since 1970; of the reading thread

        // Guarded by this.
        private final ByteArrayOutputStream line = new ByteArrayOutputStream(512);
        private final CRC32 checksum = new CRC32();
        private boolean welcomed;
        private boolean ended;
        private boolean wasAway;
        private long returnedAt = NEVER;
        private int retry;
        private String bye = "";
        private String id = "";
        private String event = "";
        private byte[] data = {};
        private String last = "";
        private int heard;
        private String fault = "";

        Listener(int number) {
            this.number = number;
        }

        /** Says whether they come back. */
        synchronized boolean end(boolean returns) {
            due = System.currentTimeMillis() + retry;
            wasAway = true;
            ended = !returns;
            line.reset();
            event = "";
            return returns;
        }

        synchronized boolean hasEnded() {
            return ended;
        }

        synchronized long returnedAt() {
            return returnedAt;
        }

        synchronized String bye() {
            return bye;
        }

        synchronized String cursor() {
            return id;
        }

        synchronized boolean isWelcomed() {
            return welcomed;
        }

        synchronized int heard() {
            return heard;
        }

        synchronized String last() {
            return last;
        }

        synchronized long checksum() {
            return checksum.getValue();
        }

        synchronized void assertDense() {
            if (!fault.isEmpty()) {
                throw new AssertionError(fault);
            }
        }

        synchronized void take(ByteBuffer bytes) {
            while (bytes.hasRemaining()) {
                int start = bytes.position();
                int end = start;
                while (end < bytes.limit() && bytes.get(end) != '\n') {
                    end++;
                }
                byte[] piece = new byte[end - start];
                bytes.get(piece);
                line.writeBytes(piece);
                if (bytes.hasRemaining()) {
                    bytes.get();
                    takeLine(line.toByteArray());
                    line.reset();
                }
            }
        }

        /** Lines of an event end with LF, those of the chunked coding with CRLF, and a chunk holds whole events. */
        private void takeLine(byte[] bytes) {
            if (bytes.length == 0) {
                endEvent();
            } else if (bytes[bytes.length - 1] == '\r') {
                takeHead(new String(bytes, StandardCharsets.ISO_8859_1));
            } else if (bytes[0] == 'r') {
                retry = Integer.parseInt(value(bytes, "retry: "));
            } else if (bytes[0] == 'i') {
                id = value(bytes, "id: ");
            } else if (bytes[0] == 'e') {
                event = value(bytes, "event: ");
            } else if (bytes[0] == 'd') {
                data = bytes;
            }
        }

        private void takeHead(String header) {
            if (header.startsWith("HTTP/1.1 ") && !header.startsWith("HTTP/1.1 200")) {
                fault = header.strip();
            }
        }

        private void endEvent() {
            welcomed |= event.equals("welcome");
            if (event.equals("welcome") && wasAway) {
                returnedAt = System.currentTimeMillis();
            } else if (event.equals("bye")) {
                bye = new String(data, StandardCharsets.UTF_8);
            }
            if (event.isEmpty()) {
                takeMessage();
            } else if (event.equals("reset")) {
                fault = "reset at " + id;
            }
            event = "";
        }

        private void takeMessage() {
            if (!last.isEmpty() && n(id) != n(last) + 1) {
                fault = "after " + last + " came " + id;
            }
            last = id;
            heard++;
            checksum.update(data);
        }

        private static String value(byte[] line, String name) {
            return new String(line, StandardCharsets.US_ASCII).substring(name.length());
        }

        private static long n(String id) {
            return Long.parseLong(id.substring(id.indexOf('-') + 1));
        }
    }
}
