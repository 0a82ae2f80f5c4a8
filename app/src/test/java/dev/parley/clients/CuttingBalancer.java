package dev.parley.clients;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A balancer of TCP connections for one client, which can cut its stream at a certain byte. Each connection goes to another
 * instance than the one before, if that lives.
 */
final class CuttingBalancer implements AutoCloseable {
    /** Where a stream is cut, and how. */
    enum Cut {
        BETWEEN_BY_RESET("\n\n\r\n", 0, true),
        BETWEEN_BY_END("\n\n\r\n", 0, false),
        IN_THE_ID_BY_END("\nid: ", 6, false),
        IN_THE_DATA_BY_END("data: {\"se", 3, false),
        BEFORE_THE_BLANK_LINE_BY_END("\nid: ", -1, false),
        IN_THE_DATA_BY_RESET("data: {\"se", 3, true);

        private final String after;
        private final int more;
        private final boolean byReset;

        /** @param more bytes behind that; -1: up to the end of the line */
        Cut(String after, int more, boolean byReset) {
            this.after = after;
            this.more = more;
            this.byReset = byReset;
        }

        /** How many of these bytes still get through; -1 when the place is not among them. */
        int place(byte[] bytes, int length) {
            String text = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
            int found = text.indexOf(after);
            int end = found < 0 ? -1 : found + after.length();
            int place = more < 0 ? text.indexOf('\n', end) + 1 : end + more;
            return end < 0 || place < end || place > length ? -1 : place;
        }
    }

    private final List<Integer> instances;
    private final ServerSocket server;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicReference<Cut> due = new AtomicReference<>();
    private final AtomicInteger connections = new AtomicInteger();

    CuttingBalancer(List<Integer> instances) {
        this.instances = instances;
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** How many connections the client has made. */
    int connections() {
        return connections.get();
    }

    /** The next time that this place comes by. */
    void cutAt(Cut cut) {
        due.set(cut);
    }

    boolean hasCut() {
        return due.get() == null;
    }

    /** Cuts what is open now. */
    void cutAll() {
        sockets.forEach(socket -> close(socket, true));
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cutAll();
    }

    private void accept() {
        try {
            while (!server.isClosed()) {
                Socket client = server.accept();
                client.setTcpNoDelay(true);
                int number = connections.getAndIncrement();
                daemon(() -> connect(client, number));
            }
        } catch (IOException closed) {
            // the test has ended
        }
    }

    private void connect(Socket client, int number) {
        sockets.add(client);
        for (int i = 0; i < instances.size(); i++) {
            try {
                int port = instances.get((number + i) % instances.size());
                Socket instance = new Socket(InetAddress.getLoopbackAddress(), port);
                sockets.add(instance);
                daemon(() -> passOn(client, instance));
                stream(instance, client);
                return;
            } catch (IOException dead) {
                // the next one then
            }
        }
        close(client, true);
    }

    private void passOn(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException broken) {
            // and so is the other half
        } finally {
            close(to, false);
        }
    }

    private void stream(Socket from, Socket to) {
        boolean byReset = false;
        try (InputStream in = from.getInputStream()) {
            OutputStream out = to.getOutputStream();
            byte[] bytes = new byte[64 * 1024];
            for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
                Cut cut = due.get();
                int place = cut == null ? -1 : cut.place(bytes, length);
                out.write(bytes, 0, place < 0 ? length : place);
                if (place >= 0) {
                    byReset = cut.byReset;
                    due.set(null);
                    return;
                }
            }
        } catch (IOException broken) {
            byReset = true;
        } finally {
            close(to, byReset);
            close(from, true);
        }
    }

    private void close(Socket socket, boolean byReset) {
        sockets.remove(socket);
        try {
            if (byReset) {
                socket.setSoLinger(true, 0);
            }
            socket.close();
        } catch (IOException closedAlready) {
            // it was to be closed
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "balancer");
        thread.setDaemon(true);
        thread.start();
    }
}
