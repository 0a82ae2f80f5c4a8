package dev.parley.reliability;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** A TCP proxy that breaks connections while they are in use: in each second, each with a probability of a tenth. */
final class DroppingLink implements AutoCloseable {
    private static final int TICKS_PER_SECOND = 20;
    private static final double DROPPED_PER_TICK = 1 - Math.pow(0.9, 1.0 / TICKS_PER_SECOND);
    private static final int BACKLOG = 1_024;

    private final ServerSocket server;
    private final int target;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final ExecutorService pumps = Executors.newCachedThreadPool();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

    DroppingLink(int target) {
        this.target = target;
        try {
            server = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        pumps.execute(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    void beginToDrop() {
        long tick = TimeUnit.SECONDS.toMillis(1) / TICKS_PER_SECOND;
        clock.scheduleAtFixedRate(this::dropSome, 0, tick, TimeUnit.MILLISECONDS);
    }

    void endDropping() {
        clock.shutdown();
    }

    @Override
    public void close() {
        clock.shutdownNow();
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            links.forEach(Link::drop);
            pumps.shutdownNow();
        }
    }

    private void dropSome() {
        links.stream()
                .filter(link -> ThreadLocalRandom.current().nextDouble() < DROPPED_PER_TICK)
                .forEach(Link::drop);
    }

    private void accept() {
        try {
            while (true) {
                open(server.accept());
            }
        } catch (IOException closed) {
            // the test has ended
        }
    }

    @SuppressWarnings("resource") // the link closes both
    private void open(Socket client) throws IOException {
        try {
            Link link = new Link(client, new Socket(InetAddress.getLoopbackAddress(), target));
            links.add(link);
            pumps.execute(() -> link.pump(link.client, link.behind));
            pumps.execute(() -> link.pump(link.behind, link.client));
        } catch (IOException nobodyThere) {
            client.close();
        }
    }

    private final class Link {
        final Socket client;
        final Socket behind;

        Link(Socket client, Socket behind) {
            this.client = client;
            this.behind = behind;
        }

        void pump(Socket from, Socket to) {
            byte[] buffer = new byte[16 * 1024];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    out.write(buffer, 0, count);
                }
                to.shutdownOutput();
            } catch (IOException broken) {
                drop();
            }
        }

        /** With an RST to both sides, and whatever was under way. */
        void drop() {
            links.remove(this);
            for (Socket socket : new Socket[] {client, behind}) {
                try {
                    socket.setSoLinger(true, 0);
                    socket.close();
                } catch (IOException closedAlready) {
                    // by the other pump
                }
            }
        }
    }
}
