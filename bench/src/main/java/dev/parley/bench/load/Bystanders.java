package dev.parley.bench.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Connections to a Redis that are subscribed as an instance of Parley's is, commonly one that listens to other channels than those that are
 * spoken in: to the pattern of all of them, and to a shard channel. What they are told is read and forgotten.
 *
 * <p>Threading: one thread reads for all.
 */
public final class Bystanders implements AutoCloseable {
    private static final int ANSWERS = 2; // to the subscriptions of each

    private final Selector selector = Selector.open();
    private final List<SocketChannel> connections = new ArrayList<>();
    private final Thread thread = new Thread(this::read, "bystanders");
    private volatile boolean closed;

    /** @param count how many; subscribed when this returns */
    public Bystanders(int redisPort, int count) throws IOException {
        this(redisPort, count, "beside-%d");
    }

    /**
     * The same.
     *
     * @param channel that each listens to, or with {@code %d} for a channel of its own each
     */
    public Bystanders(int redisPort, int count, String channel) throws IOException {
        for (int i = 0; i < count; i++) {
            connections.add(subscribed(redisPort, channel.replace("%d", Integer.toString(i))));
        }
        for (SocketChannel connection : connections) {
            connection.configureBlocking(false);
            connection.register(selector, SelectionKey.OP_READ);
        }
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            thread.join();
            for (SocketChannel connection : connections) {
                connection.close();
            }
            selector.close();
        } catch (IOException e) {
            // they are gone either way
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static SocketChannel subscribed(int redisPort, String channel) throws IOException {
        SocketChannel connection =
                SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), redisPort));
        String commands = "PSUBSCRIBE chat:*\r\nSSUBSCRIBE chat:" + channel + "\r\n";
        connection.write(ByteBuffer.wrap(commands.getBytes(StandardCharsets.US_ASCII)));
        ByteBuffer byteOfAnswer = ByteBuffer.allocate(1);
        int numbers = 0; // each answer ends with one, behind a colon
        while (numbers < ANSWERS) {
            byteOfAnswer.clear();
            if (connection.read(byteOfAnswer) < 0) {
                throw new IOException("Redis has ended the connection of a bystander");
            }
            numbers += isEndOfNumber(byteOfAnswer.get(0), connection) ? 1 : 0;
        }
        return connection;
    }

    /** A colon at the beginning of a line: the rest of that is read, too. */
    private static boolean isEndOfNumber(byte read, SocketChannel connection) throws IOException {
        if (read != '\n') {
            return false;
        }
        ByteBuffer next = ByteBuffer.allocate(1);
        connection.read(next);
        return next.get(0) == ':';
    }

    private void read() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(256 * 1024);
        try {
            while (!closed) {
                selector.select();
                for (SelectionKey key : selector.selectedKeys()) {
                    buffer.clear();
                    if (((SocketChannel) key.channel()).read(buffer) < 0) {
                        key.cancel();
                    }
                }
                selector.selectedKeys().clear();
            }
        } catch (IOException e) {
            // Redis has ended, and with it the measurement
        }
    }
}
