package dev.parley.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * An instance that is far away: whatever is sent arrives half a round trip later, in both directions, and a new connection costs a round
 * trip, as by TCP's handshake. Any number of bytes may be under way.
 *
 * <p>Threading: of each direction of a connection one thread reads, which notes when each piece is due, and one writes it then.
 */
public final class FarAway implements AutoCloseable {
    private static final int PIECE = 16 * 1024;
    private static final int MAX_PIECES = 4_096; // more wait in the sockets

    private final int instance;
    private final long roundTripNanos;
    private final ServerSocket server;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    private static final class Piece {
        final byte[] bytes;
        final long due;

        Piece(byte[] bytes, long due) {
            this.bytes = bytes;
            this.due = due;
        }
    }

    public FarAway(int instance, Duration roundTrip) {
        this.instance = instance;
        this.roundTripNanos = roundTrip.toNanos();
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        SocketThread.start("far-away", this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    /** Ends all connections, as those of a browser that is not used for a while. */
    public void cutOff() {
        sockets.forEach(FarAway::cut);
        sockets.clear();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cutOff();
    }

    private void accept() throws IOException {
        while (!server.isClosed()) {
            Socket client = server.accept();
            Socket instance = new Socket(InetAddress.getLoopbackAddress(), this.instance);
            client.setTcpNoDelay(true);
            instance.setTcpNoDelay(true);
            sockets.add(client);
            sockets.add(instance);
            long connected = System.nanoTime() + roundTripNanos;
            carry(client, instance, connected);
            carry(instance, client, connected);
        }
    }

    private void carry(Socket from, Socket to, long connected) {
        BlockingQueue<Piece> underWay = new ArrayBlockingQueue<>(MAX_PIECES);
        SocketThread.start("far-away", () -> {
            InputStream in = from.getInputStream();
            byte[] buffer = new byte[PIECE];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                long sent = Math.max(System.nanoTime(), connected);
                underWay.put(new Piece(Arrays.copyOf(buffer, count), sent + roundTripNanos / 2));
            }
            underWay.put(new Piece(new byte[0], System.nanoTime() + roundTripNanos / 2));
        });
        SocketThread.start("far-away", () -> {
            for (Piece piece = underWay.take(); piece.bytes.length > 0; piece = underWay.take()) {
                TimeUnit.NANOSECONDS.sleep(piece.due - System.nanoTime());
                to.getOutputStream().write(piece.bytes);
            }
            cut(to);
        });
    }

    private static void cut(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
