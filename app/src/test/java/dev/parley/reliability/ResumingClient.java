package dev.parley.reliability;

import dev.parley.support.EventStreamReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * A client as a browser's is: it holds a stream, and when that ends or can't be had, it comes back with its cursor after the
 * time it was told, and up to a tenth of it more.
 *
 * <p>Threading: guarded by its fleet, on whose thread it lives.
 */
final class ResumingClient implements EventStreamReader.Events {
    private static final int UNTOLD_RETRY_MILLIS = 2_000;
    private static final int OK = 200;
    private static final String TEXT = "\"message\":\"";

    private final Fleet fleet;
    private final int port;
    private final String path;
    private final Transcript transcript = new Transcript();
    private EventStreamReader reader;
    private SocketChannel channel;
    private SelectionKey key;
    private String cursor = "";
    private int retryMillis = UNTOLD_RETRY_MILLIS;
    private boolean listening;
    private long due;

    /** @param due when it first connects, as System.nanoTime */
    ResumingClient(Fleet fleet, int port, String path, long due) {
        this.fleet = fleet;
        this.port = port;
        this.path = path;
        this.due = due;
    }

    long due() {
        return due;
    }

    boolean isListening() {
        return listening;
    }

    Transcript transcript() {
        return transcript;
    }

    void connect(Selector selector, int receiveBuffer) {
        try {
            reader = new EventStreamReader(this);
            channel = SocketChannel.open();
            channel.configureBlocking(false);
            if (receiveBuffer > 0) {
                channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBuffer);
            }
            channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            key = channel.register(selector, SelectionKey.OP_CONNECT, this);
        } catch (IOException e) {
            lost();
        }
    }

    /** Something can be done on its connection. */
    void proceed(ByteBuffer buffer) {
        try {
            if (key.isConnectable() && channel.finishConnect()) {
                fleet.requested(System.nanoTime());
                channel.write(ByteBuffer.wrap(request().getBytes(StandardCharsets.US_ASCII)));
                key.interestOps(SelectionKey.OP_READ);
            }
            if (key.isValid() && key.isReadable()) {
                if (channel.read(buffer.clear()) < 0) {
                    lost();
                } else {
                    reader.take(buffer.flip());
                }
            }
        } catch (IOException e) {
            lost();
        }
    }

    void setReading(boolean reading) {
        if (key != null && key.isValid() && listening) {
            key.interestOps(reading ? SelectionKey.OP_READ : 0);
        }
    }

    void leave() {
        listening = false;
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException gone) {
                // that is what was wanted
            }
        }
    }

    @Override
    public void answered(int status) {
        if (status != OK) {
            fleet.refused();
            lost();
        }
    }

    @Override
    public void retry(int millis) {
        retryMillis = millis;
    }

    @Override
    public void cursor(String id) {
        cursor = id;
    }

    @Override
    public void event(String id, String type, String data) {
        long now = System.nanoTime();
        switch (type) {
            case "message" -> {
                int from = data.indexOf(TEXT) + TEXT.length();
                String text = data.substring(from, data.indexOf('"', from));
                transcript.message(fleet.ledger().number(id, text), id, now);
                fleet.heard(text, now);
            }
            case "welcome" -> listening = true;
            case "reset" -> transcript.reset();
            default -> {
                // presence, status, heartbeat and bye, which the end of the connection follows
            }
        }
    }

    @Override
    public void ended() {
        lost();
    }

    private void lost() {
        if (channel.isOpen()) {
            leave();
            long pause = TimeUnit.MILLISECONDS.toNanos(retryMillis);
            due = System.nanoTime() + pause + ThreadLocalRandom.current().nextLong(pause / 10);
            fleet.comesBack(this);
        }
    }

    private String request() {
        return "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nAccept: text/event-stream\r\n"
                + (cursor.isEmpty() ? "" : "Last-Event-ID: " + cursor + "\r\n")
                + "\r\n";
    }
}
