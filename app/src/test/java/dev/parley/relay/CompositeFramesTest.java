package dev.parley.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.channel.EventId;
import dev.parley.channel.Message;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** On a stream of several channels, frames differ from the log's in their id lines only. */
class CompositeFramesTest {
    private static final int PIECE = 16 * 1024;
    private static final String BEFORE = "a=";
    private static final String AFTER = ",b%C3%A9=9-9";

    @Test
    void whateverAMessageSaysOnlyItsIdLineChanges() {
        List<Message> messages = List.of(
                message(0, "{\"sender\":\"s\",\"message\":\"id: 1-1\\n\\nid: 2-2\",\"at\":1}"),
                message(1, "{\"event\":\"joined\",\"data\":{\"id: \":\"\u65E5\uD83D\uDE00\"},\"at\":1}"),
                message(2, "{\"event\":\"empty\",\"data\":{},\"at\":1}"),
                message(3, "{\"sender\":\"\",\"message\":\"\",\"at\":1}"));
        CompositeFrames piece = new CompositeFrames(log(messages, 0), BEFORE, AFTER);
        assertEquals(text(messages, BEFORE, AFTER), content(piece.bytes));
        assertEquals(frames(messages).length, piece.taken);
        assertEquals(new EventId(7, 3), piece.cursor);
    }

    @Test
    void itBeginsWhereItIsToldToWhateverLiesBefore() {
        List<Message> messages =
                IntStream.range(0, 3).mapToObj(i -> said(i, 10)).toList();
        CompositeFrames piece =
                new CompositeFrames(log(messages, messages.get(0).frame().length), BEFORE, AFTER);
        assertEquals(text(messages.subList(1, 3), BEFORE, AFTER), content(piece.bytes));
    }

    @Test
    void piecesAreBoundedAndTogetherHoldAllOfIt() {
        List<Message> messages =
                IntStream.range(0, 2_000).mapToObj(i -> said(i, i % 300)).toList();
        StringBuilder all = new StringBuilder();
        List<EventId> cursors = new ArrayList<>();
        ByteBuffer log = log(messages, 0);
        while (log.hasRemaining()) {
            CompositeFrames piece = new CompositeFrames(log, BEFORE, AFTER);
            assertTrue(piece.bytes.remaining() <= PIECE);
            assertTrue(
                    piece.bytes.remaining() > PIECE / 2 || piece.taken == log.remaining(), "too small to be worth it");
            all.append(content(piece.bytes));
            cursors.add(piece.cursor);
            assertTrue(all.substring(all.lastIndexOf("id: ")).startsWith("id: " + BEFORE + piece.cursor + AFTER));
            log.position(log.position() + piece.taken);
        }
        assertEquals(text(messages, BEFORE, AFTER), all.toString());
        assertEquals(new EventId(7, 1_999), cursors.get(cursors.size() - 1));
    }

    @Test
    void aMessageLargerThanAPieceGoesAlone() {
        List<Message> messages = List.of(said(0, 2 * PIECE), said(1, 1), said(2, 2 * PIECE));
        ByteBuffer log = log(messages, 0);
        for (Message message : messages) {
            CompositeFrames piece = new CompositeFrames(log, BEFORE, AFTER);
            assertEquals(text(List.of(message), BEFORE, AFTER), content(piece.bytes));
            log.position(log.position() + piece.taken);
        }
    }

    @Test
    void idsAsLongAsTheyCanBeLeaveRoomForAMessageAtATime() {
        String long4k = ",x=" + "9".repeat(4_090);
        ByteBuffer log = log(IntStream.range(0, 10).mapToObj(i -> said(i, 10)).toList(), 0);
        CompositeFrames piece = new CompositeFrames(log, BEFORE, long4k);
        assertEquals(new EventId(7, 2), piece.cursor);
        assertTrue(piece.bytes.remaining() <= PIECE);
    }

    private static Message said(int n, int length) {
        return message(n, "{\"sender\":\"s\",\"message\":\"" + "x".repeat(length) + "\",\"at\":1}");
    }

    private static Message message(int n, String json) {
        return new Message(new EventId(7, n), json);
    }

    /** As a log has them: in an array that begins earlier and is longer. */
    private static ByteBuffer log(List<Message> messages, int from) {
        byte[] frames = frames(messages);
        byte[] segment = new byte[5 + frames.length + 100];
        System.arraycopy(frames, 0, segment, 5, frames.length);
        return ByteBuffer.wrap(segment).position(5).slice().limit(frames.length).position(from);
    }

    private static byte[] frames(List<Message> messages) {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        messages.forEach(message -> frames.writeBytes(message.frame()));
        return frames.toByteArray();
    }

    private static String text(List<Message> messages, String before, String after) {
        StringBuilder text = new StringBuilder();
        for (Message message : messages) {
            String frame = content(ByteBuffer.wrap(message.frame()));
            text.append(frame.replaceFirst("\nid: (\\S+)\n\n$", "\nid: " + before + "$1" + after + "\n\n"));
        }
        return text.toString();
    }

    /** What is in the one chunk that these bytes are. */
    private static String content(ByteBuffer chunk) {
        String text = StandardCharsets.UTF_8.decode(chunk.duplicate()).toString();
        int start = text.indexOf("\r\n") + 2;
        String content = text.substring(start, text.length() - 2);
        assertEquals(
                Integer.parseInt(text.substring(0, start - 2), 16), content.getBytes(StandardCharsets.UTF_8).length);
        assertTrue(text.endsWith("\n\n\r\n"));
        return content;
    }
}
