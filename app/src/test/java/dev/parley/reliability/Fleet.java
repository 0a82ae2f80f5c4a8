package dev.parley.reliability;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.ObjLongConsumer;

/**
 * Many resuming clients of one channel.
 *
 * <p>Threading: one thread does everything for all of them, holding the fleet's monitor, which also guards what it found.
 */
final class Fleet implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final long TICK_MILLIS = 5;

    /** Between two first connections, in ns: a crowd that comes all at once is none of the faults here. */
    private static final long STAGGER = 400_000;

    private final int receiveBuffer;
    private final ObjLongConsumer<String> ear;
    private final Selector selector;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
    private final Thread thread = new Thread(this::run, "fleet");

    // Guarded by this.
    private final Ledger ledger = new Ledger();
    private final List<ResumingClient> clients = new ArrayList<>();
    private final PriorityQueue<ResumingClient> waiting =
            new PriorityQueue<>(Comparator.comparingLong(ResumingClient::due));
    private final List<Long> requests = new ArrayList<>();
    private int refusals;
    private int ends;
    private boolean closed;

    private Fleet(int port, String path, int count, int receiveBuffer, ObjLongConsumer<String> ear) {
        this.receiveBuffer = receiveBuffer;
        this.ear = ear;
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        long now = System.nanoTime();
        for (int i = 0; i < count; i++) {
            clients.add(new ResumingClient(this, port, path, now + i * STAGGER));
        }
        waiting.addAll(clients);
        thread.setDaemon(true);
    }

    /** Begins to listen, and waits until every client is welcome. */
    static Fleet listening(int port, String path, int count) {
        return listening(port, path, count, 0, (text, now) -> {});
    }

    /**
     * The same.
     *
     * @param receiveBuffer in bytes; 0 for the usual one
     * @param ear told of each message that some client heard, and when, as System.nanoTime
     */
    static Fleet listening(int port, String path, int count, int receiveBuffer, ObjLongConsumer<String> ear) {
        Fleet fleet = new Fleet(port, path, count, receiveBuffer, ear);
        fleet.thread.start();
        fleet.awaitAllListen();
        return fleet;
    }

    int size() {
        return clients.size();
    }

    synchronized int listeners() {
        return (int) clients.stream().filter(ResumingClient::isListening).count();
    }

    void awaitAllListen() {
        await("all clients listen").atMost(PATIENCE).until(() -> listeners() == size());
    }

    /** Or until the time is over. */
    void awaitHeard(Collection<String> ids, Duration atMost) {
        long until = System.nanoTime() + atMost.toNanos();
        await().atMost(atMost.plus(PATIENCE)).until(() -> System.nanoTime() > until || haveHeard(ids));
    }

    synchronized boolean haveHeard(Collection<String> ids) {
        BitSet numbers = ledger.numbersOf(ids);
        return numbers.cardinality() == ids.size()
                && clients.stream().allMatch(client -> client.transcript().hasHeard(numbers));
    }

    synchronized void setReading(boolean reading) {
        clients.forEach(client -> client.setReading(reading));
        selector.wakeup();
    }

    /** When clients asked for their streams, as System.nanoTime. */
    synchronized List<Long> requests() {
        return List.copyOf(requests);
    }

    /** Streams that were answered with anything but 200. */
    synchronized int refusals() {
        return refusals;
    }

    /** How often clients had to come back. */
    synchronized int ends() {
        return ends;
    }

    synchronized Ledger ledger() {
        return ledger;
    }

    /** What was heard by anyone: as often as it has ids. */
    synchronized List<String> texts() {
        return ledger.texts();
    }

    synchronized List<Transcript> transcripts() {
        return clients.stream().map(ResumingClient::transcript).toList();
    }

    /** All clients go, and none comes back. */
    synchronized void leave() {
        closed = true;
        clients.forEach(ResumingClient::leave);
    }

    @Override
    public void close() {
        leave();
        selector.wakeup();
        try {
            thread.join();
            selector.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void heard(String text, long now) {
        ear.accept(text, now);
    }

    synchronized void requested(long now) {
        requests.add(now);
    }

    synchronized void refused() {
        refusals++;
    }

    synchronized void comesBack(ResumingClient client) {
        if (!closed) {
            ends++;
            waiting.add(client);
        }
    }

    private void run() {
        try {
            while (!isClosed()) {
                selector.select(TICK_MILLIS);
                proceed();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private synchronized void proceed() {
        for (SelectionKey key : selector.selectedKeys()) {
            if (key.isValid()) {
                ((ResumingClient) key.attachment()).proceed(buffer);
            }
        }
        selector.selectedKeys().clear();
        long now = System.nanoTime();
        while (!closed && !waiting.isEmpty() && waiting.peek().due() <= now) {
            waiting.remove().connect(selector, receiveBuffer);
        }
    }
}
