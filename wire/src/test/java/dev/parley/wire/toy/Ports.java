package dev.parley.wire.toy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/** Ports that no client gets as its own while a server that is to come back is away: below those that are given out. */
final class Ports {
    private static final int FIRST = 28_000;
    private static final int END = 29_000;
    private static final int BACKLOG = 200;
    private static final AtomicInteger NEXT =
            new AtomicInteger(FIRST + (int) (ProcessHandle.current().pid() % (END - FIRST)));

    private Ports() {}

    static ServerSocket listen() throws IOException {
        for (int i = FIRST; i < END; i++) {
            try {
                return listenAt(FIRST + NEXT.getAndIncrement() % (END - FIRST));
            } catch (IOException taken) {
                // the next one
            }
        }
        throw new IOException("no free port from " + FIRST + " to " + END);
    }

    /** Once more, in a moment: the thread that accepted there may not have let go of it yet. */
    static ServerSocket listenAgain(int port) throws IOException, InterruptedException {
        for (int i = 0; i < 500; i++) {
            try {
                return listenAt(port);
            } catch (IOException notYet) {
                Thread.sleep(10);
            }
        }
        return listenAt(port);
    }

    private static ServerSocket listenAt(int port) throws IOException {
        ServerSocket server = new ServerSocket();
        try {
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
            return server;
        } catch (IOException e) {
            server.close();
            throw e;
        }
    }
}
