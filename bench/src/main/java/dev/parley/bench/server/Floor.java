package dev.parley.bench.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * The floor: what a delivery costs when nothing is done but one {@code write()} for it. No ids, no history, no Redis, no
 * second instance; one thread, which waits for a reader that can't take a message.
 */
public final class Floor {
    private static final int BACKLOG = 4096;
    private static final ByteBuffer STREAM = direct("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n");
    private static final ByteBuffer HEARTBEAT = direct(":\n\n");
    private static final ByteBuffer CREATED = direct("HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n");

    private final Selector selector = Selector.open();
    private final ByteBuffer received = ByteBuffer.allocateDirect(64 * 1024);
    private final Map<String, Set<SelectionKey>> listeners = new HashMap<>();
    private final long heartbeatNanos;
    private long lastHeartbeat = System.nanoTime();

    /**
     * Runs until it is killed.
     *
     * @param args the port on 127.0.0.1, and the seconds between heartbeats
     */
    public static void main(String[] args) throws IOException {
        new Floor(Integer.parseInt(args[0]), Integer.parseInt(args[1])).run();
    }

    private Floor(int port, int heartbeatSeconds) throws IOException {
        heartbeatNanos = heartbeatSeconds * 1_000_000_000L;
        ServerSocketChannel server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
    }

    private void run() throws IOException {
        while (true) {
            selector.select(this::ready, 100);
            if (System.nanoTime() - lastHeartbeat > heartbeatNanos) {
                lastHeartbeat = System.nanoTime();
                listeners.values().forEach(channel -> deliver(HEARTBEAT, channel));
            }
        }
    }

    private void ready(SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                accept((ServerSocketChannel) key.channel());
            } else {
                read(key);
            }
        } catch (IOException e) {
            end(key);
        }
    }

    private void accept(ServerSocketChannel server) throws IOException {
        for (SocketChannel socket = server.accept(); socket != null; socket = server.accept()) {
            socket.configureBlocking(false);
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
            socket.register(selector, SelectionKey.OP_READ);
        }
    }

    /** A request always comes in one piece from this machine. */
    private void read(SelectionKey key) throws IOException {
        received.clear();
        if (((SocketChannel) key.channel()).read(received) < 0) {
            throw new IOException("the client has gone");
        }
        String request = StandardCharsets.ISO_8859_1.decode(received.flip()).toString();
        String channel = request.substring(request.indexOf(' ') + 1, request.indexOf(" HTTP/"));
        if (request.startsWith("GET")) {
            write(STREAM, key);
            key.attach(channel);
            listeners.computeIfAbsent(channel, name -> new LinkedHashSet<>()).add(key);
        } else {
            String message = request.substring(request.indexOf("\r\n\r\n") + 4);
            deliver(direct("data: " + message + "\n\n"), listeners.getOrDefault(channel, Set.of()));
            write(CREATED, key);
        }
    }

    private void deliver(ByteBuffer frame, Set<SelectionKey> channel) {
        for (SelectionKey key : channel.toArray(new SelectionKey[0])) {
            try {
                write(frame, key);
            } catch (IOException e) {
                end(key);
            }
        }
    }

    private static void write(ByteBuffer frame, SelectionKey key) throws IOException {
        frame.rewind();
        ((SocketChannel) key.channel()).write(frame);
        while (frame.hasRemaining()) {
            LockSupport.parkNanos(50_000);
            ((SocketChannel) key.channel()).write(frame);
        }
    }

    private void end(SelectionKey key) {
        key.cancel();
        try {
            key.channel().close();
        } catch (IOException e) {
            // it is gone either way
        }
        if (key.attachment() != null) {
            listeners.get((String) key.attachment()).remove(key);
        }
    }

    private static ByteBuffer direct(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }
}
