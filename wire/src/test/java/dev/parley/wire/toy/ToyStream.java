package dev.parley.wire.toy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/** One open stream. Threading: {@link #run} is one thread; {@link #leave} and {@link #isOpen} are anyone's. */
final class ToyStream {
    private static final ReentrantLock ONE_FOR_ALL = new ReentrantLock();

    private final ToyInstance instance;
    private final Socket socket;
    private final OutputStream out;
    private final List<String> channels;
    private final boolean isChunked;
    private final long heartbeatMillis;
    private final Map<String, Integer> positions = new LinkedHashMap<>(); // how many of each have been told
    private final Map<String, Integer> before = new LinkedHashMap<>(); // how many there were of each when it began
    private String held = ""; // HELD_BACK
    private volatile boolean isLeaving;
    private volatile boolean isOpen = true;

    ToyStream(ToyInstance instance, Socket socket, List<String> channels, boolean isChunked, long heartbeatMillis)
            throws IOException {
        this.instance = instance;
        this.socket = socket;
        this.out = socket.getOutputStream();
        this.channels = channels;
        this.isChunked = isChunked;
        this.heartbeatMillis = heartbeatMillis;
        channels.forEach(channel -> positions.put(channel, instance.store().size(channel)));
        before.putAll(positions);
        if (instance.has(Flaw.ALL_WAIT_FOR_THE_SLOWEST) || instance.has(Flaw.SKIPS_FOR_THE_SLOW)) {
            socket.setSendBufferSize(8_192);
        }
    }

    boolean isOpen() {
        return isOpen && !socket.isClosed();
    }

    /** To be sent away. */
    void leave() {
        isLeaving = true;
        instance.store().wake();
    }

    /** Until it is told to leave, or its client has left. */
    void run(ToyCursor cursor, boolean isTold) {
        try {
            open(cursor, isTold);
            while (!isLeaving && !socket.isClosed()) {
                if (!tell()) {
                    instance.store().await(heartbeatMillis);
                    if (!hasNews() && !isLeaving && !isSilent()) {
                        heartbeat();
                    }
                }
            }
            if (!socket.isClosed() && isLeaving) {
                farewell();
            }
        } catch (IOException | InterruptedException gone) {
            // so is the client
        } finally {
            close(false);
        }
    }

    /** As a killed process does, unless it is told to end the body properly. */
    void close(boolean hasLastChunk) {
        isOpen = false;
        try {
            if (hasLastChunk) {
                out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            }
            socket.close();
        } catch (IOException gone) {
            // it is, either way
        }
    }

    private void open(ToyCursor cursor, boolean isTold) throws IOException {
        positions.putAll(cursor.positions());
        String retry = instance.has(Flaw.NO_RETRY)
                ? ""
                : "retry: "
                        + (instance.has(Flaw.SAME_RETRY)
                                ? 2000
                                : ThreadLocalRandom.current().nextInt(1000, 3000))
                        + "\n";
        if (instance.has(Flaw.PRIMING_BLOCK)) {
            write(retry + "id: " + id(channels.get(0)) + "\n\n");
            retry = "";
        }
        if (instance.has(Flaw.WELCOME_AHEAD)) {
            positions.computeIfPresent(channels.get(0), (channel, position) -> position + 1);
        }
        write(retry + block("welcome", "{\"channels\":[]}", channels.get(0)));
        if (instance.has(Flaw.WELCOME_AHEAD)) {
            positions.computeIfPresent(channels.get(0), (channel, position) -> position - 1);
        }
        if (isTold) {
            write(block("reset", "{\"reason\":\"unknown\"}", channels.get(0)));
        }
    }

    private boolean hasNews() {
        return channels.stream().anyMatch(channel -> instance.store().size(channel) > positions.get(channel));
    }

    /** The next message of each channel; returns whether there was one. */
    private boolean tell() throws IOException {
        boolean hasTold = false;
        for (String channel : channels) {
            int size = instance.store().size(channel);
            int position = positions.get(channel);
            if (instance.has(Flaw.SKIPS_FOR_THE_SLOW) && size - position > 40) {
                position = size - 1;
            }
            if (position < size) {
                positions.put(channel, position + 1);
                ToyStore.Message message = instance.store().get(channel, position);
                boolean isForeign = position < before.get(channel) && message.writtenBy() != instance.number();
                if (!isForeign || !instance.has(Flaw.FORGETS_ELSEWHERE)) {
                    write(block(message.event(), message.data(), channel));
                }
                hasTold = true;
            }
        }
        return hasTold;
    }

    private void heartbeat() throws IOException {
        if (instance.has(Flaw.COMMENT_BLOCK)) {
            write(": still here\n\n");
        } else if (instance.has(Flaw.HEARTBEAT_WITHOUT_ID)) {
            write("event: heartbeat\ndata: {}\n\n");
        } else {
            write(block("heartbeat", "{}", channels.get(0)));
        }
    }

    private boolean isSilent() {
        return instance.has(Flaw.SILENT) || instance.has(Flaw.HELD_BACK);
    }

    private void farewell() throws IOException {
        if (instance.has(Flaw.HALF_AN_EVENT)) {
            write("event: bye\ndata: {\"re");
        } else if (!instance.has(Flaw.NO_BYE)) {
            String retry = instance.has(Flaw.BYE_WITHOUT_RETRY) ? "" : "retry: 1000\n";
            write(retry + block("bye", "{\"reason\":\"draining\"}", channels.get(0)));
        }
    }

    private String block(String event, String data, String channel) {
        String name = event.isEmpty() ? "" : "event: " + event + "\n";
        String body = name
                + (instance.has(Flaw.RAW_BREAKS)
                        ? "data: " + data.replace("\\n", "\n") + "\n"
                        : "data: " + data + "\n");
        String id = "id: " + id(channel) + "\n";
        boolean isIdFirst = instance.has(Flaw.ID_FIRST) || instance.has(Flaw.EARLY_ID);
        return (isIdFirst ? id + body : body + id) + "\n";
    }

    private String id(String own) {
        if (channels.size() == 1) {
            return position(own);
        }
        List<String> others = new ArrayList<>(channels);
        others.remove(own);
        others.add(0, own);
        return others.stream()
                .limit(instance.has(Flaw.OWN_CHANNEL_ONLY) ? 1 : others.size())
                .map(channel -> channel + "=" + position(channel))
                .collect(Collectors.joining(","));
    }

    private String position(String channel) {
        return ToyStore.epoch(channel) + "-" + (positions.get(channel) - 1);
    }

    private void write(String text) throws IOException {
        String now = text;
        if (instance.has(Flaw.HELD_BACK)) {
            now = held + text.substring(0, text.length() - 1);
            held = text.substring(text.length() - 1);
        }
        if (instance.has(Flaw.MIXED_LINES) && text.contains("event: welcome")) {
            now = text.replace("\n", "\r\n");
        }
        if (instance.has(Flaw.TWO_CHUNKS)) {
            chunk(now.substring(0, now.length() / 2));
            now = now.substring(now.length() / 2);
        }
        chunk(now);
    }

    private void chunk(String text) throws IOException {
        Charset charset = instance.has(Flaw.LATIN1) ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8;
        byte[] content = text.getBytes(charset);
        byte[] start = isChunked
                ? String.format(Locale.ROOT, "%x\r%n", content.length).getBytes(StandardCharsets.US_ASCII)
                : new byte[0];
        byte[] end = isChunked ? "\r\n".getBytes(StandardCharsets.US_ASCII) : new byte[0];
        byte[] all = new byte[start.length + content.length + end.length];
        System.arraycopy(start, 0, all, 0, start.length);
        System.arraycopy(content, 0, all, start.length, content.length);
        System.arraycopy(end, 0, all, start.length + content.length, end.length);
        if (instance.has(Flaw.ALL_WAIT_FOR_THE_SLOWEST)) {
            ONE_FOR_ALL.lock();
            try {
                out.write(all);
            } finally {
                ONE_FOR_ALL.unlock();
            }
        } else {
            out.write(all);
        }
    }
}
