package dev.parley.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A name is harmless wherever it travels, and two that look the same are the same. */
class ChannelNameTest {
    /** U+1D49C, a letter that takes two chars. */
    private static final String SCRIPT_A = "\uD835\uDC9C";

    @ParameterizedTest
    @ValueSource(
            strings = {"everyone", "7", "x", "a_b.c:d-e", "a..b", "Z\u00FCrich", "\u65E5\u672C", "\uAC00", "\u0663"})
    void lettersAndDigitsOfAnyScriptMakeAName(String name) {
        assertEquals(name, new ChannelName(name).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "..", "..x", "_x", ":x", "-x"})
    void aNameStartsWithALetterOrDigit(String name) {
        assertRefused(name, "starts with");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a/b",
                "a\\b",
                "a b",
                "a\n",
                "a\r",
                "a\0",
                "a\u2028",
                "a*",
                "a?",
                "a[b]",
                "a{b}",
                "a,b",
                "a=b",
                "a%2F",
                "a#",
                "a@b",
                "a&b",
                "a<b",
                "a>b",
                "a\"",
                "a'",
                "a\uFEFF",
                "a\u200B",
                "a\u202E",
                "a\uD83D\uDE00",
                "a\uD83D",
                "a\u00AD"
            })
    void whatMeansSomethingToUrlsRedisOrLogsIsNotInAName(String name) {
        assertRefused(name, "consists of");
    }

    @Test
    void sixtyFourCharactersAreAName() {
        assertEquals("a".repeat(64), new ChannelName("a".repeat(64)).value());
        assertEquals(128, new ChannelName(SCRIPT_A.repeat(64)).value().length());
    }

    @Test
    void noneAndSixtyFiveAreNot() {
        assertRefused("", "1 to 64");
        assertRefused("a".repeat(65), "1 to 64");
        assertRefused(SCRIPT_A.repeat(65), "1 to 64");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u1100\u1161", "\u212B", "a\u2126"})
    void aNameThatLooksLikeAnotherIsRefused(String decomposedOrCompatible) {
        assertRefused(decomposedOrCompatible, "NFC");
    }

    @Test
    void aCombiningAccentIsNoLetter() {
        assertRefused("e\u0301", "consists of");
    }

    private static void assertRefused(String name, String why) {
        String detail =
                assertThrows(InvalidInput.class, () -> new ChannelName(name)).getMessage();
        assertTrue(detail.contains(why), detail);
    }
}
