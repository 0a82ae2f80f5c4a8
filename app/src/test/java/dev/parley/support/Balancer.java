package dev.parley.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A balancer: passes each connection on to the first instance that takes it, or each request to the next one. */
public final class Balancer implements AutoCloseable {
    private static final String HEAD_ENDS = "\r\n\r\n";

    private final List<Integer> instances;
    private final boolean byTurns;
    private final AtomicInteger turn = new AtomicInteger();
    private final ServerSocket server;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    public Balancer(Integer... instances) {
        this(false, instances);
    }

    /** Nobody stays at an instance: each request goes to the next one, on a connection of its own. */
    public static Balancer byTurns(Integer... instances) {
        return new Balancer(true, instances);
    }

    private Balancer(boolean byTurns, Integer... instances) {
        this.byTurns = byTurns;
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
        byte[] head = byTurns ? headOfOnlyRequest(client) : new byte[0];
        for (int port : byTurns ? nextInTurn() : instances) {
            try {
                Socket instance = new Socket(InetAddress.getLoopbackAddress(), port);
                sockets.add(instance);
                instance.getOutputStream().write(head);
                daemon(() -> pump(client, instance));
                pump(instance, client);
                return;
            } catch (IOException dead) {
                // the next one then
            }
        }
        cut(client);
    }

    private List<Integer> nextInTurn() {
        List<Integer> order = new ArrayList<>(instances);
        Collections.rotate(order, -turn.getAndIncrement());
        return order;
    }

    /** It says that no other comes; what browsers open in advance has none. */
    private static byte[] headOfOnlyRequest(Socket client) {
        StringBuilder head = new StringBuilder();
        try {
            InputStream in = client.getInputStream();
            for (int c = in.read(); c >= 0; c = in.read()) {
                head.append((char) c);
                if (c == '\n' && head.indexOf(HEAD_ENDS, head.length() - HEAD_ENDS.length()) >= 0) {
                    break;
                }
            }
        } catch (IOException cut) {
            // then this is all of it
        }
        return head.toString()
                .replaceFirst("(?i)\r\nconnection: [^\r]*", "\r\nConnection: close")
                .getBytes(StandardCharsets.ISO_8859_1);
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
