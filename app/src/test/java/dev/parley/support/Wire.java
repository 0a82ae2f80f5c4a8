package dev.parley.support;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Requests as bytes on a socket, for what an HTTP client would refuse to send, and answers as the bytes that came. */
public final class Wire {
    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    private static final ObjectMapper JSON = new ObjectMapper();

    private Wire() {}

    /**
     * An answer.
     *
     * @param headers by lower-case name
     */
    public record Answer(int status, Map<String, String> headers, String body) {
        public String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }

        public JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (JsonProcessingException e) {
                throw new AssertionError("not JSON: " + body, e);
            }
        }
    }

    /** Sends a request, ends its own side of the connection, and reads the answer; of a stream, only the head. */
    public static Answer exchange(int port, byte[] request) {
        try (Socket socket = connect(port)) {
            Thread writer = new Thread(() -> write(socket, request), "wire-writer");
            writer.start();
            return readAnswer(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Opens a stream and reads it up to a text in it, which ends what is returned: head, chunks and all. */
    public static String readStream(int port, String path, String upTo) {
        return readStream(port, path, "HTTP/1.1", upTo);
    }

    /** The same, in another version of HTTP. */
    public static String readStream(int port, String path, String version, String upTo) {
        try (Socket socket = connect(port)) {
            String request = "GET " + path + " " + version + "\r\nHost: localhost\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return readUpTo(socket.getInputStream(), upTo);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout((int) TIMEOUT.toMillis());
        return socket;
    }

    private static void write(Socket socket, byte[] request) {
        try {
            socket.getOutputStream().write(request);
            socket.shutdownOutput();
        } catch (IOException refusedBeforeTheEnd) {
            // the answer says why
        }
    }

    private static Answer readAnswer(InputStream in) throws IOException {
        String[] head = readUpTo(in, "\r\n\r\n").split("\r\n", -1);
        Map<String, String> headers = new TreeMap<>();
        for (String line : head) {
            int colon = line.indexOf(": ");
            if (colon > 0) {
                headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 2));
            }
        }
        int status = head[0].startsWith("HTTP/") ? Integer.parseInt(head[0].substring(9, 12)) : 0;
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        return new Answer(status, headers, new String(in.readNBytes(length), StandardCharsets.UTF_8));
    }

    /** What comes up to and with a text; less when the connection ends before. */
    public static String readUpTo(InputStream in, String end) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        byte[] wanted = end.getBytes(StandardCharsets.UTF_8);
        byte last = wanted[wanted.length - 1];
        for (int b = in.read(); b >= 0; b = in.read()) {
            read.write(b);
            if ((byte) b == last && read.toString(StandardCharsets.UTF_8).endsWith(end)) {
                break;
            }
        }
        return read.toString(StandardCharsets.UTF_8);
    }
}
