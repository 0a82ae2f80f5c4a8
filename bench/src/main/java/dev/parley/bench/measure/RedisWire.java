package dev.parley.bench.measure;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A connection to Redis, one command after the other or many at a time (RESP2, redis.io/docs/reference/protocol-spec). */
public final class RedisWire implements AutoCloseable {
    private static final int ANSWER_MILLIS = 10_000;

    private final Socket socket;
    private final OutputStream out;
    private final InputStream in;

    public RedisWire(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(ANSWER_MILLIS);
        socket.setTcpNoDelay(true);
        out = new BufferedOutputStream(socket.getOutputStream());
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** Asks, and waits for the answer: a text, a number, null, or a list of these. */
    public Object ask(String... command) throws IOException {
        send(command);
        out.flush();
        return read();
    }

    /** All commands at once; their answers are read and forgotten. */
    public void askAll(List<String[]> commands) throws IOException {
        for (String[] command : commands) {
            send(command);
        }
        out.flush();
        for (int i = 0; i < commands.size(); i++) {
            read();
        }
    }

    /** A figure of INFO. */
    public double info(String section, String name) throws IOException {
        String all = (String) ask("INFO", section);
        return all.lines()
                .filter(line -> line.startsWith(name + ":"))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new IOException("Redis tells no " + name));
    }

    /** {@code calls} and {@code usec} of a command; 0 where it was never run. */
    public double command(String command, String figure) throws IOException {
        String all = (String) ask("INFO", "commandstats");
        return all.lines()
                .filter(line -> line.startsWith("cmdstat_" + command + ":"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll(".*[:,]" + figure + "=([0-9.]+).*", "$1")))
                .findFirst()
                .orElse(0);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void send(String... command) throws IOException {
        out.write(("*" + command.length + "\r\n").getBytes(StandardCharsets.UTF_8));
        for (String part : command) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            out.write(("$" + bytes.length + "\r\n").getBytes(StandardCharsets.UTF_8));
            out.write(bytes);
            out.write('\r');
            out.write('\n');
        }
    }

    private Object read() throws IOException {
        String line = line();
        String rest = line.substring(1);
        return switch (line.charAt(0)) {
            case '+' -> rest;
            case ':' -> Long.parseLong(rest);
            case '$' -> text(Integer.parseInt(rest));
            case '*' -> list(Integer.parseInt(rest));
            default -> throw new IOException("Redis says " + line);
        };
    }

    private String text(int length) throws IOException {
        if (length < 0) {
            return null;
        }
        String text = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        line();
        return text;
    }

    private List<Object> list(int length) throws IOException {
        List<Object> list = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            list.add(read());
        }
        return list;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("Redis has ended the connection");
            }
            line.append((char) next);
        }
        return line.substring(0, line.length() - 1);
    }
}
