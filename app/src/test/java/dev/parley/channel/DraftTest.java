package dev.parley.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be said, and that it is safe to show before anyone hears it. */
class DraftTest {
    private static final String EMOJI = "\uD83D\uDE00";

    @Test
    void senderAndTextAreEscaped() {
        assertEquals(
                "{\"sender\":\"&lt;b&gt;&#34;m&#39;\",\"message\":\"&amp;lt; &lt;script&gt;&#34;&#39;\"}",
                message("<b>\"m'", "&lt; <script>\"'").json());
    }

    @Test
    void whatTellsThemFromOthersOfTheirNameStandsBesideTheSender() {
        assertEquals(
                "{\"sender\":\"m\",\"user\":\"&lt;4&gt;\",\"message\":\"hi\"}",
                Draft.message(new Person("m").with(PersonId.user("<4>")), "hi").json());
        assertEquals(
                "{\"sender\":\"m\",\"tag\":\"k3f2abcd\",\"message\":\"hi\"}",
                Draft.message(new Person("m").with(PersonId.tag("k3f2abcd")), "hi")
                        .json());
    }

    @Test
    void linesStayLinesAndTheDraftIsOneLine() {
        assertEquals(
                "{\"sender\":\"m\",\"message\":\"a\\r\\nb\\nc\\rd\\te\"}",
                message("m", "a\r\nb\nc\rd\te").json());
    }

    @Test
    void controlCharactersThatHtmlCannotCarryBecomeSpaces() {
        assertEquals(
                "{\"sender\":\"m\",\"message\":\" [31m \"}",
                message("m", "\u001B[31m\u0007").json());
    }

    @Test
    void lengthsCountCharactersNotChars() {
        message("a".repeat(64), "b".repeat(4_000));
        message(EMOJI.repeat(64), EMOJI.repeat(4_000));
        assertRefused("'sender' has 1 to 64", EMOJI.repeat(65), "x");
        assertRefused("'sender' has 1 to 64", "a".repeat(65), "x");
        assertRefused("'message' has 1 to 4000", "m", EMOJI.repeat(4_001));
        assertRefused("'message' has 1 to 4000", "m", "b".repeat(4_001));
    }

    @Test
    void lengthsCountWhatWasSentNotWhatItIsEscapedTo() {
        assertTrue(message("'".repeat(64), "\"".repeat(4_000)).json().contains("&#34;".repeat(4_000)));
    }

    @Test
    void senderAndTextAreNeeded() {
        assertRefused("'sender' is missing", null, "x");
        assertRefused("'message' is missing", "m", null);
        assertRefused("'sender' has 1", "", "x");
        assertRefused("'message' has 1", "m", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0", "a\0b", "\uD83D", "\uDE00", "\uDE00\uD83D", "a\uD83Db"})
    void nulAndHalvesOfSurrogatePairsAreNoText(String text) {
        assertRefused("'message' contains", "m", text);
        assertRefused("'sender' contains", text, "x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\r", "\t", "\u001B[31m", "\u0085", "\u007F"})
    void aSenderIsOneLine(String sender) {
        assertRefused("one line", sender, "x");
    }

    @Test
    void everyStringInsideDataIsEscapedAndKeysAreToo() {
        assertEquals(
                "{\"&lt;k&gt;\":[\"&amp;\",{\"&#34;\":[[\"&#39;\"]]}],\"b\":true,\"n\":null}",
                data("{\"<k>\":[\"&\",{\"\\\"\":[[\"'\"]]}],\"b\":true,\"n\":null}"));
    }

    @ParameterizedTest
    @CsvSource({
        "1.50, 1.50",
        "-0.10, -0.10",
        "12345678901234567890, 12345678901234567890",
        "0.1234567890123456789012345, 0.1234567890123456789012345",
        "1e400, 1E+400",
        "1E-400, 1E-400",
        "0, 0"
    })
    void numbersKeepEveryDigit(String sent, String shown) {
        assertEquals("{\"n\":" + shown + "}", data("{\"n\":" + sent + "}"));
    }

    @Test
    void whatIsNoTextInDataBecomesSpace() {
        assertEquals("{\" \":\"  \"}", data("{\"\\u0000\":\"\\u0000\\ud83d\"}"));
    }

    @Test
    void dataHasAtMostEightKibibytesAsSent() {
        String frame = "{\"x\":\"\"}";
        String largest = "x".repeat(8 * 1024 - frame.length());
        assertTrue(data("{\"x\":\"" + largest + "\"}").contains(largest));
        assertRefusedEvent("at most 8 KiB", "ev", Json.object("{\"x\":\"" + largest + "x\"}"));
        assertRefusedEvent("at most 8 KiB", "ev", Json.object("{\"x\":\"" + EMOJI.repeat(2_050) + "\"}"));
    }

    @Test
    void dataHasAtMostSixteenKibibytesAsStored() {
        String frame = "{\"x\":\"\"}";
        String largest = "'".repeat((16 * 1024 - frame.length()) / "&#39;".length());
        assertTrue(data("{\"x\":\"" + largest + "\"}").contains("&#39;".repeat(largest.length())));
        assertRefusedEvent("16 KiB when it is HTML-escaped", "ev", Json.object("{\"x\":\"" + largest + "'\"}"));
    }

    @Test
    void dataNestsAtMostSixtyFourLevels() {
        data("{\"a\":".repeat(64) + "1" + "}".repeat(64));
        String deeper = "{\"a\":".repeat(65) + "1" + "}".repeat(65);
        assertDetail("deeper than 64 levels", assertThrows(InvalidInput.class, () -> Json.object(deeper)));
    }

    @Test
    void fieldNamesThatCollideInAHashTableAreReadAsAllOthers() {
        StringBuilder members = new StringBuilder();
        for (int i = 0; i < 256; i++) {
            StringBuilder name = new StringBuilder();
            for (int bit = 0; bit < 8; bit++) {
                name.append((i >> bit & 1) == 0 ? "Ab" : "BA");
            }
            members.append(i == 0 ? "" : ",").append('"').append(name).append("\":1");
        }
        assertEquals(256, Json.object("{" + members + "}").size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"message", "welcome", "reset", "heartbeat", "presence", "status", "bye", "open", "error"})
    void parleysOwnEventNamesAreTaken(String name) {
        assertRefusedEvent("choose another", name, Json.object("{}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1a", "_a", "a b", "a\n", "a\ndata: x", "\u00E9", "a:b", "a\"b", "<a>", "\uD83D\uDE00"})
    void anEventNameIsPlain(String name) {
        assertRefusedEvent("'event'", name, Json.object("{}"));
    }

    @Test
    void anEventNameHasAtMostSixtyFourCharacters() {
        Draft.event("a".repeat(64), Json.object("{}"));
        assertRefusedEvent("'event'", "a".repeat(65), Json.object("{}"));
        assertEquals(
                "{\"event\":\"Message.a_b-2\",\"data\":{}}",
                Draft.event("Message.a_b-2", Json.object("{}")).json());
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "1", "\"x\"", "null", "true"})
    @NullSource
    void dataIsAnObject(String value) {
        JsonNode data =
                value == null ? null : Json.object("{\"data\":" + value + "}").get("data");
        assertRefusedEvent("'data' is a JSON object", "ev", data);
    }

    private static Draft message(String sender, String text) {
        return Draft.message(Draft.sender(sender), text);
    }

    private static String data(String json) {
        String draft = Draft.event("ev", Json.object(json)).json();
        String start = "{\"event\":\"ev\",\"data\":";
        assertTrue(draft.startsWith(start), draft);
        return draft.substring(start.length(), draft.length() - 1);
    }

    private static void assertRefused(String why, String sender, String text) {
        assertDetail(why, assertThrows(InvalidInput.class, () -> message(sender, text)));
    }

    private static void assertRefusedEvent(String why, String name, JsonNode data) {
        assertDetail(why, assertThrows(InvalidInput.class, () -> Draft.event(name, data)));
    }

    private static void assertDetail(String why, InvalidInput refusal) {
        assertTrue(refusal.getMessage().contains(why), refusal.getMessage());
    }
}
