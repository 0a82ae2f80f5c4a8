package dev.parley.wire.toy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Passes bytes on to the instances that take streams, in turn. */
final class ToyProxy implements AutoCloseable {
    private static final int HELD = 40;

    private final List<ToyInstance> instances;
    private final Set<Flaw> flaws;
    private final ServerSocket server;
    private final AtomicInteger turn = new AtomicInteger();
    private final Set<Socket> upstreams = ConcurrentHashMap.newKeySet(); // kept here, so that none is closed as garbage

    ToyProxy(List<ToyInstance> instances, Set<Flaw> flaws) throws IOException {
        this.instances = instances;
        this.flaws = flaws;
        server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        Threads.start("toy-proxy", this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        server.close();
        upstreams.forEach(ToyProxy::close);
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                Threads.start("toy-proxied", () -> serve(client));
            }
        } catch (IOException closed) {
            // the test has ended
        }
    }

    private void serve(Socket client) {
        List<ToyInstance> open =
                instances.stream().filter(ToyInstance::takesStreams).toList();
        try (client) {
            ToyInstance instance = open.get(turn.incrementAndGet() % open.size());
            Socket upstream = new Socket(InetAddress.getLoopbackAddress(), instance.port());
            upstreams.add(upstream);
            client.setTcpNoDelay(true);
            Threads.start("toy-proxied-up", () -> up(client, upstream));
            down(upstream, client);
        } catch (IOException | RuntimeException gone) {
            // one of them is
        }
    }

    private void up(Socket client, Socket upstream) {
        try {
            pass(client, upstream, 0);
        } finally {
            leave(upstream);
        }
    }

    private void down(Socket upstream, Socket client) {
        pass(upstream, client, flaws.contains(Flaw.PROXY_HOLDS_BACK) ? HELD : 0);
        leave(upstream);
    }

    private void leave(Socket upstream) {
        if (!flaws.contains(Flaw.PROXY_KEEPS_STREAMS)) {
            upstreams.remove(upstream);
            close(upstream);
        }
    }

    private static void pass(Socket from, Socket to, int held) {
        byte[] bytes = new byte[16 * 1024];
        int kept = 0;
        try {
            InputStream in = from.getInputStream();
            for (int count = in.read(bytes, kept, bytes.length - kept); count >= 0; ) {
                int have = kept + count;
                int now = Math.max(0, have - held);
                to.getOutputStream().write(bytes, 0, now);
                System.arraycopy(bytes, now, bytes, 0, have - now);
                kept = have - now;
                count = in.read(bytes, kept, bytes.length - kept);
            }
        } catch (IOException gone) {
            // one of them is
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException gone) {
            // it is, either way
        }
    }
}
