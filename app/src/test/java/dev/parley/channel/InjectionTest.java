package dev.parley.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is published past Parley is shown as well as it can be, or not at all; it is never a fault. */
class InjectionTest {
    private static final int MAX_BYTES = 16 * 1024;

    @Test
    void plainTextIsSaidByTheSystem() {
        assertSaid("system", "deploying", "deploying");
        assertSaid("system", "&lt;b&gt;&amp;&#34;&#39;", "<b>&\"'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"message\":\"hi\"} | system | hi",
                "{\"message\":\"hi\",\"sender\":null} | system | hi",
                "{\"message\":\"hi\",\"sender\":\"mason\"} | mason | hi",
                "{\"sender\":\"<m>\",\"message\":\"<b>\",\"extra\":[1]} | &lt;m&gt; | &lt;b&gt;",
                "{\"id\":\"1-1\",\"sig\":\"0\",\"sender\":\"m\",\"message\":\"forged\",\"at\":1} | m | forged"
            })
    void aJsonObjectWithAMessageIsThatMessage(String payload, String sender, String text) {
        assertSaid(sender, text, payload);
        assertSaid(sender, text, " \r\n" + payload + "\n");
        assertSaid(sender, text, "\uFEFF" + payload);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[1,2]",
                "42",
                "null",
                "{",
                "{}",
                "{message:1}",
                "[{\"message\":\"hi\"}]",
                "{\"message\":\"\"}",
                "{\"message\":null}",
                "{\"message\":1}",
                "{\"message\":[\"hi\"]}",
                "{\"Message\":\"hi\"}",
                "{\"message\":\"hi\"} and more",
                "{\"message\":\"hi\"}{\"message\":\"ho\"}",
                "{\"message\":\"hi\",\"sender\":\"\"}",
                "{\"message\":\"hi\",\"sender\":7}",
                "{\"message\":\"hi\",\"sender\":\"a\\nb\"}",
                "{\"message\":\"hi\",\"sender\":\"\\u0000\"}"
            })
    void jsonThatIsNoMessageIsPlainText(String payload) {
        assertSaid("system", payload.replace("\"", "&#34;"), payload);
    }

    @Test
    void aSenderOfSixtyFiveCharactersMakesItPlainText() {
        String emoji = "\uD83D\uDE00";
        assertSaid(emoji.repeat(64), "hi", "{\"sender\":\"" + emoji.repeat(64) + "\",\"message\":\"hi\"}");
        String tooLong = "{\"sender\":\"" + "a".repeat(65) + "\",\"message\":\"hi\"}";
        assertSaid("system", tooLong.replace("\"", "&#34;"), tooLong);
    }

    @Test
    void linesAndSeparatorsStay() {
        assertSaid("system", "a\rb\nc\r\nd\u2028e\u2029f\n", "a\rb\nc\r\nd\u2028e\u2029f\n");
    }

    @Test
    void nulAndHalfSurrogatePairsBecomeSpaces() {
        assertSaid("system", "a b", "a\0b");
        assertSaid("system", "a b c", "{\"message\":\"a\\u0000b\\ud83dc\"}");
    }

    @Test
    void invalidUtf8IsShownAsReplacementCharacters() {
        assertSaid("system", "a\uFFFDb", new byte[] {'a', (byte) 0xFF, 'b'});
        assertSaid("system", "\uFFFD", new byte[] {(byte) 0xE2, (byte) 0x82});
        assertSaid("system", "\uFFFD\uFFFD", new byte[] {(byte) 0xC0, (byte) 0xAF});
    }

    @Test
    void oneByteOrderMarkAtTheStartIsNotText() {
        assertSaid("system", "hi", "\uFEFFhi");
        assertSaid("system", "a\uFEFFb", "a\uFEFFb");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\uFEFF"})
    void nothingIsNotShown(String payload) {
        assertEquals(Optional.empty(), read(payload));
    }

    @Test
    void sixteenKibibytesAreShownAndOneByteMoreIsNot() {
        assertSaid("system", "x".repeat(MAX_BYTES), "x".repeat(MAX_BYTES));
        assertEquals(Optional.empty(), read("x".repeat(MAX_BYTES + 1)));
        assertEquals(Optional.empty(), read("\u00E9".repeat(MAX_BYTES / 2) + "x"));
        String message = "y".repeat(MAX_BYTES - "{\"message\":\"\"}".length());
        assertSaid("system", message, "{\"message\":\"" + message + "\"}");
    }

    @Test
    void whatIsLargerThanFortyEightKibibytesWhenEscapedIsNotShown() {
        int quotes = (48 * 1024 - "{'sender':'system','message':''}".length()) / "&#39;".length();
        assertSaid("system", "&#39;".repeat(quotes), "'".repeat(quotes));
        assertEquals(Optional.empty(), read("'".repeat(quotes + 1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"message\":", "{\"message\":[", "{\"message\":\"hi\",\"x\":["})
    void deepNestingIsPlainText(String start) {
        String payload = start + "[".repeat(10_000);
        assertSaid("system", payload.replace("\"", "&#34;"), payload);
        String closed = start + "[".repeat(5_000) + "]".repeat(5_000);
        assertSaid("system", closed.replace("\"", "&#34;"), closed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e99999999999", "-1e-99999999999"})
    void aNumberBeyondReasonMakesItPlainText(String number) {
        String payload = "{\"message\":\"hi\",\"x\":" + number + "}";
        assertSaid("system", payload.replace("\"", "&#34;"), payload);
    }

    private static Optional<Draft> read(String payload) {
        return Injection.read(payload.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertSaid(String sender, String text, String payload) {
        assertSaid(sender, text, payload.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertSaid(String sender, String text, byte[] payload) {
        Draft draft = Injection.read(payload).orElseThrow();
        assertEquals(
                Json.NODES
                        .objectNode()
                        .put("sender", sender)
                        .put("message", text)
                        .toString(),
                draft.json());
    }
}
