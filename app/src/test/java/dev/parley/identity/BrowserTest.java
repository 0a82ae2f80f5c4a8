package dev.parley.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.channel.InvalidInput;
import dev.parley.channel.PersonId;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A browser's secret makes its tag, and nothing else does. */
class BrowserTest {
    private static final byte[] KEY = "the key of the instances".getBytes(StandardCharsets.UTF_8);
    private static final Browser BROWSER = Browser.of("Field 'x'", "0123456789abcdef");

    /** {@code printf tag:0123456789abcdef | openssl dgst -sha256 -hmac 'the key of the instances' -binary | base32} */
    @Test
    void theTagIsTheBeginningOfAnHmac() {
        assertEquals(PersonId.tag("s7cbvn7j"), BROWSER.tag(KEY));
    }

    @Test
    void anotherKeyOrSecretMakesAnotherTag() {
        assertNotEquals(BROWSER.tag(KEY), BROWSER.tag(new byte[] {1}));
        assertNotEquals(BROWSER.tag(KEY), new Browser("0123456789abcdeF").tag(KEY));
    }

    @Test
    void whoSaysNothingIsNoBrowser() {
        assertNull(Browser.of("Field 'x'", null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0123456789abcde", "0123456789abcdef+", "0123456789abcdef\n", "\u00E9123456789abcdef"})
    void aSecretIsSixteenToSixtyFourPlainCharacters(String secret) {
        assertThrows(InvalidInput.class, () -> Browser.of("Field 'x'", secret));
        assertThrows(InvalidInput.class, () -> Browser.of("Field 'x'", "a".repeat(65)));
        assertEquals("a".repeat(64), Browser.of("Field 'x'", "a".repeat(64)).secret());
    }

    @Test
    void itIsNotPrinted() {
        assertFalse(BROWSER.toString().contains(BROWSER.secret()));
    }
}
