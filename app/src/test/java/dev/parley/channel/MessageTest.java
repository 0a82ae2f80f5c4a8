package dev.parley.channel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

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
                "id: 1795226995253-42\ndata: {\"sender\":\"mason\",\"message\":\"hi\",\"at\":1795226995300}\n\n",
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
                "id: 1795226995253-42\nevent: userJoined\ndata: " + data + "\n\n",
                "{\"event\":\"userJoined\",\"data\":" + data + ",\"at\":1795226995300}");
    }

    @Test
    void aMessageThatTalksLikeACustomEventIsNone() {
        String json = Draft.message("{\"event\":\"x\",\"data\":", ",\"at\":1}").json();
        assertFrame("id: 1795226995253-42\ndata: " + json + "\n\n", json);
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

    private static void assertFrame(String expected, String json) {
        byte[] frame = new Message(ID, json).frame();
        assertEquals(expected, new String(frame, StandardCharsets.UTF_8));
        assertArrayEquals(expected.getBytes(StandardCharsets.UTF_8), frame);
    }
}
