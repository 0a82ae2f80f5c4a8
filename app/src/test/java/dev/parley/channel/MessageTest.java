package dev.parley.channel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a message looks like on the wire, to the byte. */
class MessageTest {
    private static final EventId ID = new EventId(1795226995253L, 42);

    @Test
    void aMessageIsAnEventOfTheDefaultTypeWithItsTime() {
        assertFrame(
                "data: {\"sender\":\"mason\",\"message\":\"hi\",\"at\":1795226995300}\nid: 1795226995253-42\n\n",
                "{\"sender\":\"mason\",\"message\":\"hi\",\"at\":1795226995300}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"username\":\"mason\"}",
                "{\"x\":1,\"at\":2}",
                "{\"x\":1,\"at\":2,\"at\":3}",
                "{\"x\":{\"y\":0,\"at\":2}}",
                "{\"event\":\"x\",\"data\":{\"z\":[]}}",
                "{\",\\\"at\\\":\":\"\\\",\\\"data\\\":\"}",
                "{\"emoji\":\"\uD83D\uDE00\",\"line\":\"\\r\\n\u2028\"}"
            })
    void aCustomEventShowsExactlyItsDataWhateverStandsInIt(String data) {
        assertFrame(
                "event: userJoined\ndata: " + data.replace("\u2028", "\\u2028") + "\nid: 1795226995253-42\n\n",
                "{\"event\":\"userJoined\",\"data\":" + data + ",\"at\":1795226995300}");
    }

    @Test
    void aMessageThatTalksLikeACustomEventIsNone() {
        String json = Draft.message(Draft.sender("{\"event\":\"x\",\"data\":"), ",\"at\":1}")
                .json()
                .replaceFirst("}$", ",\"at\":5}");
        assertFrame("data: " + json + "\nid: 1795226995253-42\n\n", json);
    }

    @Test
    void asJsonItBeginsWithItsId() {
        assertEquals(
                "{\"id\":\"1795226995253-42\",\"sender\":\"mason\",\"message\":\"hi\",\"at\":5}",
                new Message(ID, "{\"sender\":\"mason\",\"message\":\"hi\",\"at\":5}").jsonWithId());
        assertEquals(
                "{\"id\":\"1795226995253-42\",\"event\":\"x\",\"data\":{\"id\":\"1-1\"},\"at\":5}",
                new Message(ID, "{\"event\":\"x\",\"data\":{\"id\":\"1-1\"},\"at\":5}").jsonWithId());
    }

    @Test
    void charactersAtWhichSomeReadersSplitLinesAreEscapedWhoeverWroteThem() {
        assertFrame(
                "data: {\"sender\":\"\\u0085\",\"message\":\"a\\u2028\\u2029b\",\"at\":5}\nid: 1795226995253-42\n\n",
                "{\"sender\":\"\u0085\",\"message\":\"a\u2028\u2029b\",\"at\":5}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"sender\":\"S\",\"message\":\"%s\",\"at\":5}",
                "{\"sender\":\"%s\",\"message\":\"%s\",\"at\":5}",
                "{\"event\":\"E\",\"data\":{\"x\":\"%s\"},\"at\":5}",
                "{\"no\":\"%s\",\"at\":5}",
                "{\"broken %s\",\"at\":5}"
            })
    void whateverOthersHaveStoredNoEventIsLongerThan64KiB(String form) {
        for (String piece : new String[] {"&#34;", "\uD83D\uDC22", "\\u0001", "x", "\u2028"}) {
            String json = form.replace("%s", piece.repeat(65_000 / piece.length()) + "y".repeat(1_000));
            String frame = new String(Message.read(ID, json).orElseThrow().frame(), StandardCharsets.UTF_8);
            assertTrue(frame.getBytes(StandardCharsets.UTF_8).length < 60 * 1024, frame.length() + " of " + piece);
            assertTrue(frame.contains("S\",\"message\":\"") == form.contains("\"S\""), "its sender is kept");
            assertFalse(
                    frame.contains("&#3\u2026") || frame.contains("\uFFFD") || frame.contains("?"),
                    "cut in the middle");
        }
    }

    @Test
    void anEventThatJustFitsIsWhole() {
        String json = "{\"sender\":\"s\",\"message\":\"%s\",\"at\":5}".replace("%s", "x".repeat(56 * 1024 - 40));
        assertFrame("data: " + json + "\nid: 1795226995253-42\n\n", json);
    }

    /** In a chunk of its own. */
    private static void assertFrame(String expected, String json) {
        byte[] block = expected.getBytes(StandardCharsets.UTF_8);
        String chunk = Integer.toHexString(block.length) + "\r\n" + expected + "\r\n";
        byte[] frame = new Message(ID, json).frame();
        assertEquals(chunk, new String(frame, StandardCharsets.UTF_8));
        assertArrayEquals(chunk.getBytes(StandardCharsets.UTF_8), frame);
    }
}
