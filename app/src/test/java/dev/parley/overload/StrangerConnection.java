package dev.parley.overload;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** One connection of a stranger. Threading: confined to its swarm's thread. */
final class StrangerConnection {
    private static final int SMALL_WINDOW_BYTES = 4 * 1024;
    private static final int LITTLE_BYTES = 512;

    private final int stranger;
    private final Habit habit;
    private final SocketChannel channel = SocketChannel.open();
    private final SelectionKey key;
    private ByteBuffer unsaid;
    private long read; // bytes
    private long muttered; // when, as System.nanoTime
    private long readAt;
    private boolean ended;

    /** @param stranger whose it is, by number */
    StrangerConnection(int stranger, String from, InetSocketAddress to, Habit habit, String request, Selector selector)
            throws IOException {
        this.stranger = stranger;
        this.habit = habit;
        this.unsaid = ByteBuffer.wrap(request.getBytes(StandardCharsets.ISO_8859_1));
        this.muttered = System.nanoTime();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.SO_LINGER, 0); // so that none of their ports stays taken
        if (habit.reading() != Habit.Reading.ALL) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, SMALL_WINDOW_BYTES);
        }
        channel.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
        channel.connect(to);
        key = channel.register(selector, SelectionKey.OP_CONNECT, this);
    }

    int stranger() {
        return stranger;
    }

    boolean hasEnded() {
        return ended;
    }

    /** Goes on, as far as the connection lets it. */
    void serve(ByteBuffer buffer) {
        try {
            if (key.isConnectable() && channel.finishConnect()) {
                key.interestOps(SelectionKey.OP_WRITE);
            } else if (key.isWritable()) {
                write();
            } else if (key.isReadable()) {
                read(buffer.clear());
            }
        } catch (IOException refusedOrCut) {
            close();
        }
    }

    /** Says its piece again when it is time, if all before was taken. */
    void mutter(long now, long interval) {
        if (!habit.mutter().isEmpty() && !ended && !unsaid.hasRemaining() && now - muttered >= interval) {
            muttered = now;
            unsaid = ByteBuffer.wrap(habit.mutter().getBytes(StandardCharsets.ISO_8859_1));
            attempt(this::write);
        }
    }

    void readLittle(long now, long interval, ByteBuffer buffer) {
        if (!ended && !unsaid.hasRemaining() && now - readAt >= interval) {
            readAt = now;
            attempt(() -> read(buffer.clear().limit(LITTLE_BYTES)));
        }
    }

    void close() {
        ended = true;
        try {
            channel.close();
        } catch (IOException goneAnyway) {
            // cut by the other side
        }
    }

    private interface Step {
        void take() throws IOException;
    }

    private void attempt(Step step) {
        try {
            step.take();
        } catch (IOException cut) {
            close();
        }
    }

    private void write() throws IOException {
        channel.write(unsaid);
        int reading = habit.reading() == Habit.Reading.ALL ? SelectionKey.OP_READ : 0;
        key.interestOps(unsaid.hasRemaining() ? SelectionKey.OP_WRITE | reading : reading);
    }

    private void read(ByteBuffer into) throws IOException {
        int count = channel.read(into);
        read += Math.max(0, count);
        if (count < 0 || read >= habit.leavesAfter()) {
            close();
        }
    }
}
