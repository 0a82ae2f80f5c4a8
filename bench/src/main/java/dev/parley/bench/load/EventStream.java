package dev.parley.bench.load;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * One connection that listens. Threading: everything belongs to the thread of the {@link StreamLoop}.
 */
final class EventStream {
    /** How far a stream has come. */
    enum State {
        CLOSED,
        OPENING,
        LIVE,
        REFUSED,
        ENDED // by the server
    }

    private static final int MOST_TEXT = 4096;

    final int index;
    final int channel;
    final boolean isStalled;
    final Numbers heard = new Numbers();
    State state = State.CLOSED;
    SocketChannel socket;
    private byte[] carried = new byte[0]; // of the head, then what may be the beginning of a mark
    private Chunks chunks; // null when the body is plain
    private ByteArrayOutputStream text;

    EventStream(int index, int channel, boolean isStalled) {
        this.index = index;
        this.channel = channel;
        this.isStalled = isStalled;
    }

    void open(InetSocketAddress server, String source, boolean isTextKept) throws IOException {
        state = State.OPENING;
        carried = new byte[0];
        chunks = null;
        text = isTextKept ? new ByteArrayOutputStream(256) : null;
        socket = SocketChannel.open();
        socket.configureBlocking(false);
        // ended by a reset: thousands of ports in TIME_WAIT would be missing in the next scenario
        socket.setOption(StandardSocketOptions.SO_LINGER, 0);
        if (isStalled) {
            socket.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
        }
        if (source != null) {
            socket.bind(new InetSocketAddress(source, 0));
        }
        socket.connect(server);
    }

    void request(byte[] request) throws IOException {
        // a few hundred bytes always fit into the buffer of a new socket
        socket.write(ByteBuffer.wrap(request));
    }

    /** Puts what the last read left over in front of {@code room}; returns how many bytes that are. */
    int unload(byte[] bytes) {
        System.arraycopy(carried, 0, bytes, 0, carried.length);
        return carried.length;
    }

    /** Takes what was read, of which the first {@code old} bytes are those of {@link #unload}. */
    void received(byte[] bytes, int old, int count, MarkScanner.Sink sink) {
        int from = 0;
        int fresh = old;
        if (state == State.OPENING) {
            ResponseHead head = ResponseHead.parse(bytes, count);
            if (head == null) {
                carry(bytes, 0, count);
                return;
            }
            state = head.status() == 200 ? State.LIVE : State.REFUSED;
            chunks = head.isChunked() ? new Chunks() : null;
            from = head.length();
            fresh = from;
        }
        int end = chunks == null ? count : chunks.strip(bytes, fresh, count);
        if (text != null && text.size() < MOST_TEXT) {
            text.write(bytes, fresh, end - fresh);
        }
        carry(bytes, MarkScanner.scan(bytes, from, end, sink), end);
    }

    /** What the stream has said so far, if that is kept; its cursor is in there. */
    String text() {
        return text == null ? "" : text.toString(StandardCharsets.UTF_8);
    }

    void close(State because) {
        state = because;
        if (socket != null) {
            try {
                socket.close();
            } catch (IOException e) {
                // it is gone either way
            }
        }
    }

    private void carry(byte[] bytes, int from, int to) {
        if (carried.length != to - from) {
            carried = new byte[to - from];
        }
        System.arraycopy(bytes, from, carried, 0, carried.length);
    }
}
