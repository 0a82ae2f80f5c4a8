package dev.parley.bench.load;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.HdrHistogram.Histogram;

/** One stream after the other, each the first of its channel: how long until it is told where it stands. */
public final class Joins {
    private static final int ANSWER_MILLIS = 5_000;
    private static final byte[] WELCOME = "\nid: ".getBytes(StandardCharsets.US_ASCII);

    private Joins() {}

    /** From when the request is sent, on a connection that stands, to when the first event's id is there. */
    public static Latencies measure(InetSocketAddress server, Dialect dialect, String name, int count)
            throws IOException {
        Histogram times = Latencies.histogram();
        for (int i = 0; i < count; i++) {
            byte[] request = Mark.ascii(dialect.subscribe(name + "-" + i));
            try (Socket socket = new Socket(server.getAddress(), server.getPort())) {
                socket.setTcpNoDelay(true);
                socket.setSoTimeout(ANSWER_MILLIS);
                long begin = System.nanoTime();
                socket.getOutputStream().write(request);
                awaitWelcome(socket.getInputStream());
                Latencies.record(times, System.nanoTime() - begin);
            }
        }
        return Latencies.of(times);
    }

    private static void awaitWelcome(InputStream in) throws IOException {
        byte[] buffer = new byte[4_096];
        int found = 0;
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            for (int i = 0; i < count; i++) {
                found = buffer[i] == WELCOME[found] ? found + 1 : buffer[i] == WELCOME[0] ? 1 : 0;
                if (found == WELCOME.length) {
                    return;
                }
            }
        }
        throw new IOException("the stream ended before it began");
    }
}
