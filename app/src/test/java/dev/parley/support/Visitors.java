package dev.parley.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Many streams on one thread, each of someone by name, who come and go; of what they hear only the bytes are counted.
 *
 * <p>Threading: they come and go on the test's threads, and one thread reads.
 */
public final class Visitors implements AutoCloseable {
    private static final int MAX_TRIES = 20;

    private final Map<String, SocketChannel> streams = new ConcurrentHashMap<>();
    private final LongAdder bytes = new LongAdder();
    private final Selector selector;
    private final Thread thread = new Thread(this::read, "visitors");

    public Visitors() {
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread.setDaemon(true);
        thread.start();
    }

    /** Opens a stream in the name of someone who has none; tries again when it is refused. */
    public void come(int port, String channels, String name) {
        String request = "GET /subscribe/" + channels + "?name=" + name + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
        try {
            SocketChannel stream = open(port, request);
            for (int tries = 1; stream == null && tries < MAX_TRIES; tries++) {
                stream = open(port, request);
            }
            if (stream == null) {
                throw new AssertionError("no stream for " + name);
            }
            stream.configureBlocking(false);
            streams.put(name, stream);
            selector.wakeup(); // a selection that is under way would hold the registration up
            stream.register(selector, SelectionKey.OP_READ);
            selector.wakeup();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void leave(String name) {
        try {
            streams.remove(name).close();
            selector.wakeup();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What all have heard, in bytes. */
    public long bytes() {
        return bytes.sum();
    }

    @Override
    public void close() {
        streams.keySet().forEach(this::leave);
        try {
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Null when it is refused. */
    private SocketChannel open(int port, String request) throws IOException {
        SocketChannel stream = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        stream.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
        ByteBuffer head = ByteBuffer.allocate(8 * 1024);
        bytes.add(Math.max(0, stream.read(head)));
        if (StandardCharsets.US_ASCII.decode(head.flip()).toString().contains("event: welcome")) {
            return stream;
        }
        stream.close();
        return null;
    }

    private void read() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
        try {
            while (selector.isOpen()) {
                selector.select(key -> take(key, buffer.clear()));
            }
        } catch (IOException | ClosedSelectorException ended) {
            // the test has ended
        }
    }

    private void take(SelectionKey key, ByteBuffer buffer) {
        try {
            int count = ((SocketChannel) key.channel()).read(buffer);
            if (count < 0) {
                key.cancel();
            } else {
                bytes.add(count);
            }
        } catch (IOException cut) {
            key.cancel();
        }
    }
}
