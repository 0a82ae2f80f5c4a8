package dev.parley.support;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Reads an HTTP/1.1 answer that is an event stream as its bytes arrive, whether it is chunked or ends with its connection. */
public final class EventStreamReader {
    public interface Events {
        void answered(int status);

        void retry(int millis);

        /** A block without data sets the cursor only. */
        void cursor(String id);

        void event(String id, String type, String data);

        /** By a last chunk; a balancer keeps the connection open then. */
        void ended();
    }

    private enum Part {
        HEAD,
        CHUNK_SIZE,
        CHUNK,
        CHUNK_END,
        BODY,
        OVER
    }

    private static final int OK = 200;

    private final Events events;
    private final Line framing = new Line();
    private final Line line = new Line();
    private Part part = Part.HEAD;
    private boolean statusKnown;
    private boolean chunked;
    private int leftOfChunk;

    private String id = "";
    private String type = "message";
    private String data = "";

    public EventStreamReader(Events events) {
        this.events = events;
    }

    public void take(ByteBuffer in) {
        while (in.hasRemaining()) {
            byte next = in.get();
            switch (part) {
                case HEAD -> {
                    if (framing.endsWith(next)) {
                        takeHead(framing.take());
                    }
                }
                case CHUNK_SIZE -> {
                    if (framing.endsWith(next)) {
                        takeChunkSize(Integer.parseInt(framing.take(), 16));
                    }
                }
                case CHUNK -> {
                    takeBody(next);
                    if (--leftOfChunk == 0) {
                        part = Part.CHUNK_END;
                    }
                }
                case CHUNK_END -> {
                    if (framing.endsWith(next)) {
                        framing.take();
                        part = Part.CHUNK_SIZE;
                    }
                }
                case BODY -> takeBody(next);
                case OVER -> {
                    // the blank line behind the last chunk
                }
            }
        }
    }

    private void takeHead(String header) {
        if (!statusKnown) {
            statusKnown = true;
            int status = Integer.parseInt(header.split(" ", 3)[1]);
            events.answered(status);
            part = status == OK ? Part.HEAD : Part.OVER;
        } else if (header.isEmpty()) {
            part = chunked ? Part.CHUNK_SIZE : Part.BODY;
        } else if (header.toLowerCase(Locale.ROOT).equals("transfer-encoding: chunked")) {
            chunked = true;
        }
    }

    private void takeChunkSize(int size) {
        leftOfChunk = size;
        part = Part.CHUNK;
        if (size == 0) {
            part = Part.OVER;
            events.ended();
        }
    }

    private void takeBody(byte next) {
        if (!line.endsWith(next)) {
            return;
        }
        String text = line.take();
        if (text.isEmpty()) {
            endBlock();
        } else if (text.startsWith("id: ")) {
            id = text.substring("id: ".length());
        } else if (text.startsWith("event: ")) {
            type = text.substring("event: ".length());
        } else if (text.startsWith("data: ")) {
            data = text.substring("data: ".length());
        } else if (text.startsWith("retry: ")) {
            events.retry(Integer.parseInt(text.substring("retry: ".length())));
        }
    }

    private void endBlock() {
        if (!id.isEmpty()) {
            events.cursor(id);
        }
        if (!data.isEmpty()) {
            events.event(id, type, data);
        }
        id = "";
        type = "message";
        data = "";
    }

    private static final class Line {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);

        boolean endsWith(byte next) {
            if (next == '\n') {
                return true;
            }
            if (next != '\r') {
                bytes.write(next);
            }
            return false;
        }

        String take() {
            String text = bytes.toString(StandardCharsets.UTF_8);
            bytes.reset();
            return text;
        }
    }
}
