package dev.parley.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.HdrHistogram.Histogram;

/** One keep-alive connection with one POST in flight. Threading: of the thread that speaks; close() of any. */
final class Poster implements AutoCloseable {
    private static final int CONNECT_MILLIS = 2_000;
    private static final int ANSWER_MILLIS = 10_000;

    private final InetSocketAddress server;
    private final Dialect dialect;
    private final Audience audience;
    private final int size;
    private final byte[][] requests; // one for each channel, made when it is first spoken in
    private final int[] marks;
    private final Answer answer = new Answer();
    final Histogram latencies = Latencies.histogram(); // of accepted messages
    private volatile Socket socket;
    private volatile boolean isClosed;

    /** @param size characters of a message */
    Poster(InetSocketAddress server, Dialect dialect, Audience audience, int size) {
        this.server = server;
        this.dialect = dialect;
        this.audience = audience;
        this.size = size;
        requests = new byte[audience.channels.size()][];
        marks = new int[requests.length];
    }

    /** True when the server has accepted the message. */
    boolean post(int phase, int channel, int number, long due) {
        prepare(channel);
        byte[] request = requests[channel];
        Mark.write(request, marks[channel], phase, number, due);
        try {
            if (socket == null) {
                connect();
            }
            socket.getOutputStream().write(request);
            int status = answer.read(socket.getInputStream());
            if (answer.isLast()) {
                disconnect();
            }
            Latencies.record(latencies, System.nanoTime() - due);
            return status >= 200 && status < 300;
        } catch (IOException e) {
            disconnect();
            return false;
        }
    }

    boolean isClosed() {
        return isClosed;
    }

    /** Also ends a POST that is under way. */
    @Override
    public void close() {
        isClosed = true;
        disconnect();
    }

    private void prepare(int channel) {
        if (requests[channel] == null) {
            String request = dialect.publish(audience.channels.get(channel), Mark.blank(size));
            marks[channel] = Mark.find(request);
            requests[channel] = Mark.ascii(request);
        }
    }

    private void connect() throws IOException {
        Socket fresh = new Socket();
        fresh.setTcpNoDelay(true);
        fresh.setSoTimeout(ANSWER_MILLIS);
        fresh.connect(server, CONNECT_MILLIS);
        socket = fresh;
    }

    private void disconnect() {
        try {
            Socket open = socket;
            socket = null;
            if (open != null) {
                open.close();
            }
        } catch (IOException e) {
            // it is gone either way
        }
    }
}
