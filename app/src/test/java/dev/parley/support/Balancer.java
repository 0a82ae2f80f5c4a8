package dev.parley.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A balancer: passes each connection on to the first instance that takes it. */
public final class Balancer implements AutoCloseable {
    private final List<Integer> instances;
    private final ServerSocket server;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    public Balancer(Integer... instances) {
        this.instances = List.of(instances);
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    /** Cuts all connections. */
    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        sockets.forEach(Balancer::cut);
    }

    private void accept() {
        try {
            while (!server.isClosed()) {
                Socket client = server.accept();
                daemon(() -> connect(client));
            }
        } catch (IOException closed) {
            // the test has ended
        }
    }

    private void connect(Socket client) {
        sockets.add(client);
        for (int port : instances) {
            try {
                Socket instance = new Socket(InetAddress.getLoopbackAddress(), port);
                sockets.add(instance);
                daemon(() -> pump(client, instance));
                pump(instance, client);
                return;
            } catch (IOException dead) {
                // the next one then
            }
        }
        cut(client);
    }

    private static void pump(Socket from, Socket to) {
        try (InputStream in = from.getInputStream()) {
            in.transferTo(to.getOutputStream());
        } catch (IOException broken) {
            // and so is the other half
        } finally {
            cut(from);
            cut(to);
        }
    }

    private static void cut(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "balancer");
        thread.setDaemon(true);
        thread.start();
    }
}
