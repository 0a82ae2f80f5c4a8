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
import java.util.List;
import java.util.zip.CRC32;

/**
 * Many listeners of one channel on one thread, which keep of what they hear only its order and a checksum.
 *
 * <p>Threading: one thread reads; what it found is guarded by each listener's monitor.
 */
public final class Crowd implements AutoCloseable {
    private final Selector selector = Selector.open();
    private final List<Listener> listeners = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
    private final Thread thread = new Thread(this::read, "crowd");

    private Crowd() throws IOException {}

    public static Crowd listening(int port, String path, int count) {
        try {
            Crowd crowd = new Crowd();
            for (int i = 0; i < count; i++) {
                crowd.join(port, path);
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

    private void join(int port, String path) throws IOException {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
        channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
        channel.configureBlocking(false);
        Listener listener = new Listener(channel);
        listeners.add(listener);
        channel.register(selector, SelectionKey.OP_READ, listener);
    }

    private void read() {
        try {
            while (selector.isOpen()) {
                selector.select();
                for (SelectionKey key : selector.selectedKeys()) {
                    Listener listener = (Listener) key.attachment();
                    if (listener.channel.read(buffer.clear()) < 0) {
                        key.cancel();
                    }
                    listener.take(buffer.flip());
                }
                selector.selectedKeys().clear();
            }
        } catch (IOException | java.nio.channels.ClosedSelectorException ended) {
            // the test has ended, or it finds that nothing comes any more
        }
    }

    private static final class Listener {
        final SocketChannel channel;

        // Guarded by this.
        private final ByteArrayOutputStream line = new ByteArrayOutputStream(8 * 1024);
        private final CRC32 checksum = new CRC32();
        private boolean welcomed;
        private String id = "";
        private String event = "";
        private byte[] data = {};
        private String last = "";
        private int heard;
        private String fault = "";

        Listener(SocketChannel channel) {
            this.channel = channel;
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
                return;
            } else if (bytes[0] == 'i') {
                id = value(bytes, "id: ");
            } else if (bytes[0] == 'e') {
                event = value(bytes, "event: ");
            } else if (bytes[0] == 'd') {
                data = bytes;
            }
        }

        private void endEvent() {
            welcomed |= event.equals("welcome");
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
