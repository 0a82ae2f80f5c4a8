package dev.parley.support;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** A TCP proxy in front of a Redis: makes it far away, keeps its answers back, or breaks the connections. */
public final class RedisLine implements AutoCloseable {
    private static final int MOST_REMEMBERED = 256 * 1024;

    private final ServerSocket server;
    private final Set<Wire> wires = ConcurrentHashMap.newKeySet();
    private final ExecutorService pumps = Executors.newCachedThreadPool();
    private volatile URI target;
    private volatile Duration delay = Duration.ZERO;
    private volatile UnaryOperator<String> rewriting = UnaryOperator.identity();

    // Guarded by this.
    private Predicate<String> held; // null while nothing is
    private int waiting; // wires whose answers are kept back

    public RedisLine(TestRedis redis) {
        target = redis.uri();
        try {
            server = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        pumps.execute(this::accept);
    }

    public URI uri() {
        return URI.create("redis://127.0.0.1:" + server.getLocalPort());
    }

    /** From now on every answer takes so long. */
    public void delay(Duration time) {
        delay = time;
    }

    /**
     * From now on answers are kept back.
     *
     * @param connections whose, by what was sent over them from their beginning
     */
    public synchronized void hold(Predicate<String> connections) {
        held = connections;
    }

    /** Whether something is kept back now. */
    public synchronized boolean isHolding() {
        return waiting > 0;
    }

    /** What was kept back arrives. */
    public synchronized void release() {
        held = null;
        notifyAll();
    }

    /** New connections lead to another Redis from now on, as those to a name do after a failover; the others stay. */
    public void leadTo(TestRedis redis) {
        target = redis.uri();
    }

    /**
     * Sends a command over connections, of which their clients know nothing.
     *
     * @param connections which, by what was sent over them from their beginning
     */
    public void say(Predicate<String> connections, String command) {
        wires.stream().filter(wire -> connections.test(wire.sent())).forEach(wire -> wire.say(command));
    }

    /** From now on answers are given in other words; what comes in one piece is seen at once. */
    public void rewrite(UnaryOperator<String> rewriting) {
        this.rewriting = rewriting;
    }

    /** Breaks all connections that there are. */
    public void cut() {
        wires.forEach(Wire::cut);
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
        pumps.shutdownNow();
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

    @SuppressWarnings("resource") // the wire closes both
    private void open(Socket client) throws IOException {
        try {
            Wire wire = new Wire(client, new Socket(target.getHost(), target.getPort()));
            wires.add(wire);
            pumps.execute(wire::pumpCommands);
            pumps.execute(wire::takeAnswers);
            pumps.execute(wire::giveAnswers);
        } catch (IOException nobodyThere) {
            client.close();
        }
    }

    private synchronized void awaitRelease(Wire wire) throws InterruptedException {
        while (held != null && held.test(wire.sent())) {
            waiting++;
            wait();
            waiting--;
        }
    }

    private final class Wire {
        private record Answer(ByteArrayInputStream bytes, long due) {}

        private final Socket client;
        private final Socket redis;
        private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
        private final StringBuilder sent = new StringBuilder(); // guarded by itself

        Wire(Socket client, Socket redis) {
            this.client = client;
            this.redis = redis;
        }

        String sent() {
            synchronized (sent) {
                return sent.toString();
            }
        }

        void pumpCommands() {
            byte[] buffer = new byte[16 * 1024];
            try {
                client.setTcpNoDelay(true);
                redis.setTcpNoDelay(true);
                InputStream in = client.getInputStream();
                OutputStream out = redis.getOutputStream();
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    remember(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
                    synchronized (redis) {
                        out.write(buffer, 0, count);
                    }
                }
            } catch (IOException broken) {
                // by the other side
            }
            cut();
        }

        void say(String command) {
            try {
                synchronized (redis) {
                    redis.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
                }
            } catch (IOException broken) {
                cut();
            }
        }

        private void remember(String more) {
            synchronized (sent) {
                if (sent.length() < MOST_REMEMBERED) {
                    sent.append(more);
                }
            }
        }

        void takeAnswers() {
            byte[] buffer = new byte[16 * 1024];
            try {
                InputStream in = redis.getInputStream();
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    answers.add(new Answer(
                            new ByteArrayInputStream(rewritten(buffer, count)), System.nanoTime() + delay.toNanos()));
                }
            } catch (IOException broken) {
                // by the other side
            }
            answers.add(new Answer(new ByteArrayInputStream(new byte[0]), System.nanoTime()));
        }

        private byte[] rewritten(byte[] buffer, int count) {
            return rewriting
                    .apply(new String(buffer, 0, count, StandardCharsets.ISO_8859_1))
                    .getBytes(StandardCharsets.ISO_8859_1);
        }

        void giveAnswers() {
            try {
                OutputStream out = client.getOutputStream();
                for (Answer answer = answers.take(); answer.bytes.available() > 0; answer = answers.take()) {
                    TimeUnit.NANOSECONDS.sleep(answer.due - System.nanoTime());
                    awaitRelease(this);
                    answer.bytes.transferTo(out);
                }
            } catch (IOException broken) {
                // by the other side
            } catch (InterruptedException closing) {
                Thread.currentThread().interrupt();
            }
            cut();
        }

        void cut() {
            wires.remove(this);
            for (Socket socket : new Socket[] {client, redis}) {
                try {
                    socket.close();
                } catch (IOException closedAlready) {
                    // by another pump
                }
            }
        }
    }
}
