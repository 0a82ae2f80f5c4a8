package dev.parley.support;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Answers what a test has written down, one answer for each command, in order, and the last one ever after; for what a real Redis can't be
 * brought to say when a test wants it. {@code HELLO} and {@code ASKING} it answers as Redis does.
 */
public final class FakeRedis implements Closeable {
    /** Instead of an answer: the connection ends. */
    public static final String END = "end";

    /** Instead of an answer: nothing, ever. */
    public static final String SILENCE = "silence";

    private static final String GREETING =
            "*6\r\n$6\r\nserver\r\n$5\r\nredis\r\n$7\r\nversion\r\n$6\r\n7.0.15\r\n$5\r\nproto\r\n:2";

    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Queue<String> answers = new ConcurrentLinkedQueue<>();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private volatile String lastAnswer = "-ERR nothing is written down";

    public FakeRedis() {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        SocketThread.start("fake-redis", this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    /** From the next command on: lines of RESP such as {@code +OK} or {@code -MOVED 1 127.0.0.1:7001}, or what is not an answer. */
    public void answer(String... lines) {
        answers.clear();
        answers.addAll(List.of(lines));
    }

    /** What it was told to do, word by word with blanks between. */
    public List<String> heard() {
        return List.copyOf(heard);
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = server.accept();
            open.add(client);
            SocketThread.start("fake-redis", () -> serve(client));
        }
    }

    private void serve(Socket client) throws IOException {
        try (client) {
            InputStream in = new BufferedInputStream(client.getInputStream());
            for (List<String> command = read(in); command != null; command = read(in)) {
                String answer = answerTo(command);
                if (answer.equals(END)) {
                    return;
                }
                if (!answer.equals(SILENCE)) {
                    client.getOutputStream().write((answer + "\r\n").getBytes(StandardCharsets.UTF_8));
                }
            }
        }
    }

    private String answerTo(List<String> command) {
        switch (command.get(0)) {
            case "HELLO" -> {
                return GREETING;
            }
            case "ASKING" -> {
                heard.add("ASKING");
                return "+OK";
            }
            default -> {
                heard.add(String.join(" ", command));
                String next = answers.poll();
                lastAnswer = next == null ? lastAnswer : next;
                return lastAnswer;
            }
        }
    }

    /** An array of bulk strings; null at the end. */
    private static List<String> read(InputStream in) throws IOException {
        String header = line(in);
        if (header == null) {
            return null;
        }
        List<String> words = new ArrayList<>();
        for (int i = Integer.parseInt(header.substring(1)); i > 0; i--) {
            int length = Integer.parseInt(line(in).substring(1));
            words.add(new String(in.readNBytes(length), StandardCharsets.UTF_8));
            line(in);
        }
        return words;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                return null;
            }
            line.append((char) next);
        }
        return line.toString().strip();
    }
}
