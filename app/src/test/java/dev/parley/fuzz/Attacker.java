package dev.parley.fuzz;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One client with one connection, which it keeps for as long as the instance does, and a few streams that it leaves lying
 * about. Threading: confined to one thread.
 */
final class Attacker implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 15_000;
    private static final int MAX_STREAMS = 8;
    private static final int MAX_READ = 1 << 20;
    private static final int CRLF = 2;
    private static final int REMEMBERED = 4;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})[ \\r]");

    private final int port;
    private final Random random;
    private final Consumer<String> ear;
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream(); // since the last attack began
    private final Deque<Socket> streams = new ArrayDeque<>();
    private Socket socket;
    private InputStream in;
    private final Deque<String> before = new ArrayDeque<>(); // on this connection, and how it was answered
    private final List<Integer> answers = new ArrayList<>(); // to the present attack

    Attacker(int port, Random random) {
        this(port, random, said -> {});
    }

    /** @param ear is told all that was said in answer to an attack, as Latin-1; of streams, how they begin, and the rest when it leaves them */
    Attacker(int port, Random random, Consumer<String> ear) {
        this.port = port;
        this.random = random;
        this.ear = ear;
    }

    /** How the last attack was answered. */
    List<Integer> answers() {
        return List.copyOf(answers);
    }

    /**
     * An answer's head.
     *
     * @param headers by lower-case name
     */
    private record Head(int status, Map<String, String> headers) {
        boolean isStream() {
            return headers.getOrDefault("content-type", "").startsWith("text/event-stream");
        }

        boolean isLast() {
            return headers.getOrDefault("connection", "").equalsIgnoreCase("close");
        }
    }

    /**
     * Sends it, and reads what is answered.
     *
     * @throws AssertionError when the answer is none that anyone should get
     */
    void send(Attack attack) throws IOException {
        connect();
        answers.clear();
        heard.reset();
        try {
            sendOverConnection(attack);
            ear.accept(heard.toString(StandardCharsets.ISO_8859_1));
        } catch (AssertionError e) {
            throw new AssertionError(
                    e.getMessage() + "\nto " + attack + ", answered " + answers + ", after\n"
                            + String.join("\n", before),
                    e);
        }
        before.addFirst(attack + ", answered " + answers);
        if (before.size() > REMEMBERED) {
            before.removeLast();
        }
    }

    @Override
    public void close() throws IOException {
        disconnect();
        while (!streams.isEmpty()) {
            leaveAStream();
        }
    }

    private void sendOverConnection(Attack attack) throws IOException {
        try {
            socket.getOutputStream().write(attack.bytes());
            if (attack.isWhole()) {
                readAnswers(attack);
            } else {
                socket.shutdownOutput();
                readToTheEnd();
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("nothing came for " + PATIENCE_MILLIS + " ms", e);
        } catch (IOException cutOff) {
            disconnect(); // who sends such things may be hung up on
        }
    }

    private void connect() throws IOException {
        if (socket == null) {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            before.clear();
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            in = new BufferedInputStream(new Overheard(socket.getInputStream()));
        }
    }

    private void disconnect() throws IOException {
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }

    private void readAnswers(Attack attack) throws IOException {
        for (Iterator<String> methods = attack.methods().iterator(); methods.hasNext(); ) {
            String method = methods.next();
            Head head = readHead();
            while (head.status() < 200) {
                head = readHead();
            }
            if (head.isStream()) {
                keepStream();
                return;
            }
            if (head.isLast()) {
                disconnect();
                return;
            }
            if (!method.equals("HEAD")) {
                skipBody(head);
            }
        }
    }

    private Head readHead() throws IOException {
        String[] lines = readLines();
        Matcher status = STATUS.matcher(lines[0] + "\r");
        if (!status.lookingAt()) {
            throw new AssertionError("no status line, but " + lines[0]);
        }
        Map<String, String> headers = new TreeMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.put(
                    lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                    lines[i].substring(colon + 1).strip());
        }
        answers.add(Integer.valueOf(status.group(1)));
        return new Head(checked(Integer.parseInt(status.group(1))), headers);
    }

    private String[] readLines() throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        for (int ends = 0; ends < 4; ) {
            int b = in.read();
            if (b < 0) {
                if (read.size() > 0) {
                    throw new AssertionError("half an answer: " + read.toString(StandardCharsets.ISO_8859_1));
                }
                throw new IOException("hung up");
            }
            read.write(b);
            ends = b == (ends % 2 == 0 ? '\r' : '\n') ? ends + 1 : 0;
        }
        return read.toString(StandardCharsets.ISO_8859_1).split("\r\n");
    }

    private void skipBody(Head head) throws IOException {
        if (head.status() == 204 || head.status() == 304) {
            return;
        }
        if (head.headers().getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
            for (long size = readChunkSize(); size > 0; size = readChunkSize()) {
                in.skipNBytes(size + CRLF);
            }
            in.skipNBytes(CRLF);
            return;
        }
        in.skipNBytes(Long.parseLong(head.headers().getOrDefault("content-length", "0")));
    }

    private long readChunkSize() throws IOException {
        StringBuilder size = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new AssertionError("half an answer");
            }
            size.append((char) b);
        }
        return Long.parseLong(size.toString().strip(), 16);
    }

    private void readToTheEnd() throws IOException {
        byte[] all = in.readNBytes(MAX_READ);
        Matcher statuses = STATUS.matcher(new String(all, StandardCharsets.ISO_8859_1));
        while (statuses.find()) {
            checked(Integer.parseInt(statuses.group(1)));
        }
        disconnect();
    }

    private static int checked(int status) {
        if (status >= 500) {
            throw new AssertionError("answered " + status);
        }
        return status;
    }

    private void keepStream() throws IOException {
        while (!heard.toString(StandardCharsets.ISO_8859_1).contains("\n\n") && in.read() >= 0) {
            // until it has said who listens to what
        }
        streams.add(socket);
        socket = null;
        if (streams.size() > MAX_STREAMS) {
            leaveAStream();
        }
    }

    private void leaveAStream() throws IOException {
        try (Socket left = streams.remove()) {
            InputStream rest = left.getInputStream();
            ear.accept(new String(rest.readNBytes(rest.available()), StandardCharsets.ISO_8859_1));
            if (random.nextBoolean()) {
                left.setSoLinger(true, 0);
            } else {
                left.getOutputStream().write(1); // it says something that nobody asked for, and goes
            }
        } catch (IOException gone) {
            // the instance was faster
        }
    }

    /** Keeps what is read. */
    private final class Overheard extends FilterInputStream {
        Overheard(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            if (b >= 0) {
                heard.write(b);
            }
            return b;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int count = super.read(into, offset, length);
            if (count > 0) {
                heard.write(into, offset, count);
            }
            return count;
        }
    }
}
