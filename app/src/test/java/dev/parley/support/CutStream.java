package dev.parley.support;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A stream through a link that is cut after so many bytes of its body, and what two readers have of it then: a strict one, that
 * takes an event's id as its cursor when the event is whole, and an early one, that does so when it has read the id's line. Both
 * see the bytes as they come, in whatever pieces.
 */
public final class CutStream {
    private static final int TIMEOUT_MILLIS = 15_000;

    private final List<String> heard = new ArrayList<>();
    private final StringBuilder line = new StringBuilder();
    private String strictCursor;
    private String earlyCursor;
    private String id = "";
    private String data = "";
    private String type = "";

    private CutStream(String cursor) {
        strictCursor = cursor;
        earlyCursor = cursor;
    }

    /** Opens it with a cursor, and reads it until it is cut, by an end (FIN) or a reset (RST). */
    public static CutStream read(int port, String path, String cursor, int cutAfter, boolean byReset) {
        try (ServerSocket link = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client = new Socket(link.getInetAddress(), link.getLocalPort());
                Socket near = link.accept();
                Socket server = new Socket(link.getInetAddress(), port)) {
            server.setSoTimeout(TIMEOUT_MILLIS);
            client.setSoTimeout(TIMEOUT_MILLIS);
            String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nLast-Event-ID: " + cursor + "\r\n\r\n";
            server.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            byte[] head = Wire.readUpTo(server.getInputStream(), "\r\n\r\n").getBytes(StandardCharsets.UTF_8);
            near.getOutputStream().write(head);
            near.getOutputStream().write(server.getInputStream().readNBytes(cutAfter));
            byte[] before = client.getInputStream().readNBytes(head.length + cutAfter);
            cut(near, byReset);
            requireCut(client.getInputStream(), byReset);
            CutStream stream = new CutStream(cursor);
            stream.take(before, head.length);
            return stream;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The events that were whole, as {@link #name} has them. */
    public List<String> heard() {
        return heard;
    }

    public String strictCursor() {
        return strictCursor;
    }

    public String earlyCursor() {
        return earlyCursor;
    }

    /** Whether the early reader has the cursor of an event whose blank line it lacks. */
    public boolean isBetweenIdAndBlankLine() {
        return !id.isEmpty();
    }

    /** What tells an event from any other of the test. */
    public static String name(String id, String data) {
        return id.replaceFirst(",.*", "") + " " + data;
    }

    private static void cut(Socket link, boolean byReset) throws IOException {
        link.setSoLinger(byReset, 0);
        link.close();
    }

    private static void requireCut(InputStream in, boolean byReset) throws IOException {
        try {
            if (in.read() >= 0 || byReset) {
                throw new AssertionError("it was not cut as it should be");
            }
        } catch (SocketException reset) {
            if (!byReset) {
                throw reset;
            }
        }
    }

    private void take(byte[] bytes, int from) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        InputStream rest = new java.io.ByteArrayInputStream(bytes, from, bytes.length - from);
        ChunkedInput chunks = new ChunkedInput(rest);
        for (int next = chunks.read(); next >= 0; next = chunks.read()) {
            body.write(next);
        }
        body.toString(StandardCharsets.UTF_8).chars().forEach(sign -> take((char) sign));
    }

    private void take(char sign) {
        if (sign != '\n') {
            line.append(sign);
            return;
        }
        String text = line.toString();
        line.setLength(0);
        if (text.isEmpty()) {
            endEvent();
        } else if (text.startsWith("id: ")) {
            id = text.substring("id: ".length());
            earlyCursor = id;
        } else if (text.startsWith("data: ")) {
            data = text.substring("data: ".length());
        } else if (text.startsWith("event: ")) {
            type = text.substring("event: ".length());
        }
    }

    private void endEvent() {
        strictCursor = id;
        if (type.isEmpty() || type.equals("custom")) {
            heard.add(name(id, data));
        }
        id = "";
        data = "";
        type = "";
    }
}
