package dev.parley.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A client that sends what it is told to and reads only when it is told to, through as small a window as there is. */
public final class SlowClient implements AutoCloseable {
    private static final int WINDOW_BYTES = 4 * 1024;
    private static final int LOOK_MILLIS = 20;

    private final Socket socket = new Socket();

    public SlowClient(int port, String begins) {
        try {
            socket.setReceiveBufferSize(WINDOW_BYTES);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.setSoTimeout(LOOK_MILLIS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        send(begins);
    }

    /** Returns whether the connection took it. */
    public boolean send(String more) {
        try {
            socket.getOutputStream().write(more.getBytes(StandardCharsets.US_ASCII));
            return true;
        } catch (IOException broken) {
            return false;
        }
    }

    /** Up to so many bytes, if there are any now; empty when there are none, null when the connection has ended. */
    public byte[] read(int bytes) {
        try {
            byte[] some = new byte[bytes];
            int length = socket.getInputStream().read(some);
            return length < 0 ? null : Arrays.copyOf(some, length);
        } catch (SocketTimeoutException nothing) {
            return new byte[0];
        } catch (SocketException broken) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the other side has ended the connection; reads what has come before. */
    public boolean isCutOff() {
        byte[] some = read(WINDOW_BYTES);
        while (some != null && some.length > 0) {
            some = read(WINDOW_BYTES);
        }
        return some == null;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
