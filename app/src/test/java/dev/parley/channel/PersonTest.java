package dev.parley.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

/** A person is whoever has that name. */
class PersonTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", " ", "<b>", "a\u2028b", "\uD83D\uDE00", "Zo\u00EB", "\u202Enosam"})
    void nearlyAnyLineIsAName(String name) {
        assertEquals(name, named(name).name());
        assertEquals(named(name), new Person(name));
    }

    @Test
    void aNameHasUpTo64Characters() {
        assertEquals(128, named("\uD83D\uDE00".repeat(64)).name().length());
        assertThrows(InvalidInput.class, () -> named("a".repeat(65)));
        assertThrows(InvalidInput.class, () -> named("\uD83D\uDE00".repeat(65)));
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"a\nb", "\r", "a\tb", "\0", "\u001B[0m", "\u007F", "\u0085", "\uD83D", "a\uDE00b"})
    void whatIsNoLineOfTextIsRefusedByTheNameOfItsField(String name) {
        String detail = assertThrows(InvalidInput.class, () -> named(name)).getMessage();
        assertTrue(detail.startsWith("Field 'x' "), detail);
    }

    @Test
    void whatIsShownIsSafeInAPage() {
        assertEquals("&lt;b title=&#34;&#39;&#34;&gt;&amp;", new Person("<b title=\"'\">&").html());
        assertEquals("\uD83D\uDE00", new Person("\uD83D\uDE00").html());
    }

    @Test
    void peopleAreListedInTheOrderOfTheirNames() {
        assertEquals(
                "[Zoe, ana, bob]",
                Stream.of("bob", "Zoe", "ana")
                        .map(Person::new)
                        .sorted()
                        .map(Person::name)
                        .toList()
                        .toString());
    }

    private static Person named(String name) {
        return Person.named("Field 'x'", name);
    }
}
