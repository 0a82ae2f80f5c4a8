package dev.parley.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The one thread that opens and reads all streams. Its work for a delivery is what the benchmark costs, so it reads
 * into one direct buffer, looks for marks in one array, and allocates nothing.
 *
 * <p>Threading: streams are touched on the loop's thread only; others hand it work with {@link #call}.
 */
final class StreamLoop implements AutoCloseable {
    private static final int MOST_OPENING = 256; // at a time, so that no accept queue runs over
    private static final int CALL_SECONDS = 60; // only a loop that has died takes so long
    private static final int STREAMS_PER_ADDRESS = 20_000; // Linux has some 28,000 ephemeral ports for each

    private final List<InetSocketAddress> servers;
    private final Selector selector = Selector.open();
    private final Thread thread = new Thread(this::run, "streams");
    private final Queue<Runnable> calls = new ConcurrentLinkedQueue<>();
    private volatile boolean isClosed;

    // of the loop's thread
    private final ByteBuffer received = ByteBuffer.allocateDirect(256 * 1024);
    private final byte[] bytes = new byte[received.capacity() + 16 * 1024]; // what was left over, and what was read
    private final Queue<EventStream> unopened = new ArrayDeque<>();
    private Function<EventStream, byte[]> request;
    private boolean isTextKept;
    private int opening;
    private Arrivals arrivals = new Arrivals(0);
    private EventStream current;
    private long readAt;
    private long reads;
    private final MarkScanner.Sink sink = (phase, number, due) -> arrivals.heard(current, phase, number, due, readAt);

    // written by the loop's thread, read by others
    private final AtomicInteger live = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();

    StreamLoop(List<InetSocketAddress> servers) throws IOException {
        this.servers = servers;
        thread.setDaemon(true);
        thread.start();
    }

    /** Streams that have the head of a good response. */
    int live() {
        return live.get();
    }

    /** Streams that were answered otherwise, or not at all. */
    int refused() {
        return refused.get();
    }

    /** Reads that brought something. */
    long reads() {
        return call(() -> reads);
    }

    /** Runs it on the loop's thread, and waits for it. */
    <T> T call(Supplier<T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        calls.add(() -> {
            try {
                result.complete(task.get());
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
            }
        });
        selector.wakeup();
        return result.orTimeout(CALL_SECONDS, TimeUnit.SECONDS).join();
    }

    /** Begins to open streams; {@link #live} and {@link #refused} tell how far it is. */
    void open(Collection<EventStream> streams, boolean keepText, Function<EventStream, byte[]> withRequest) {
        call(() -> {
            request = withRequest;
            isTextKept = keepText;
            return unopened.addAll(streams);
        });
    }

    /** Ends streams with a reset, all at once. */
    void cut(Collection<EventStream> streams) {
        call(() -> {
            for (EventStream stream : streams) {
                unopened.remove(stream);
                close(stream, EventStream.State.CLOSED);
            }
            return null;
        });
    }

    /** From now on, hears this phase. */
    void listenTo(Arrivals phase) {
        call(() -> arrivals = phase);
    }

    @Override
    public void close() {
        isClosed = true;
        selector.wakeup();
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (selector) {
            while (!isClosed) {
                for (Runnable call = calls.poll(); call != null; call = calls.poll()) {
                    call.run();
                }
                while (opening < MOST_OPENING && !unopened.isEmpty()) {
                    open(unopened.remove());
                }
                selector.select(this::ready, 100);
                arrivals.readIsOver();
            }
            selector.keys().forEach(key -> close((EventStream) key.attachment(), EventStream.State.CLOSED));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void open(EventStream stream) {
        String source =
                stream.index < STREAMS_PER_ADDRESS ? null : "127.0.0." + (1 + stream.index / STREAMS_PER_ADDRESS);
        opening++;
        try {
            stream.open(servers.get(stream.index % servers.size()), source, isTextKept);
            stream.socket.register(selector, SelectionKey.OP_CONNECT, stream);
        } catch (IOException e) {
            close(stream, EventStream.State.REFUSED);
        }
    }

    private void ready(SelectionKey key) {
        EventStream stream = (EventStream) key.attachment();
        try {
            if (key.isConnectable()) {
                stream.socket.finishConnect();
                stream.request(request.apply(stream));
                key.interestOps(SelectionKey.OP_READ);
            } else {
                read(stream, key);
            }
        } catch (IOException e) {
            close(stream, stream.state == EventStream.State.LIVE ? EventStream.State.ENDED : EventStream.State.REFUSED);
        }
    }

    private void read(EventStream stream, SelectionKey key) throws IOException {
        received.clear();
        int count = stream.socket.read(received);
        readAt = System.nanoTime();
        if (count < 0) {
            throw new IOException("ended by the server");
        }
        reads++;
        int old = stream.unload(bytes);
        received.flip().get(bytes, old, count);
        current = stream;
        boolean wasOpening = stream.state == EventStream.State.OPENING;
        stream.received(bytes, old, old + count, sink);
        if (wasOpening && stream.state == EventStream.State.LIVE) {
            opening--;
            live.incrementAndGet();
            if (stream.isStalled) {
                key.interestOps(0);
            }
        } else if (stream.state == EventStream.State.REFUSED) {
            throw new IOException("refused");
        }
    }

    private void close(EventStream stream, EventStream.State because) {
        EventStream.State was = stream.state;
        boolean wasCounted = stream.socket != null && stream.socket.isOpen();
        stream.close(because);
        if (!wasCounted && was != EventStream.State.OPENING) {
            return;
        }
        if (was == EventStream.State.LIVE) {
            live.decrementAndGet();
        } else {
            opening--;
            refused.addAndGet(because == EventStream.State.REFUSED ? 1 : 0);
        }
    }
}
