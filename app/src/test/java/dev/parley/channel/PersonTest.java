package dev.parley.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

/** A person is whoever has that name. */
class PersonTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "7",
                ".",
                "<b>",
                "\uD83D\uDE00",
                "\u2764\uFE0F",
                "Zo\u00EB",
                "\u0639\u0644\u064A",
                "\u0E01\u0E34",
                "O'Brien-Smith (2)"
            })
    void nearlyAnyLineIsAName(String name) {
        assertEquals(name, named(name).name());
        assertEquals(named(name), new Person(name));
    }

    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "Zoe\u0308,Zo\u00EB",
                " ana ,ana",
                "\u3000ana\u00A0,ana",
                "Ana  B.,Ana B.",
                "Ana\u00A0\u2003B.,Ana B.",
                "\u1112\u1161\u11AB,\uD55C"
            })
    void whatLooksTheSameIsTheSame(String given, String known) {
        assertEquals(known, named(given).name());
        assertEquals(known, named(known).name());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u202Enosam",
                "a\u200Bb",
                "a\u200D",
                "\uFEFFa",
                "\u2066a\u2069",
                "a\u00ADb",
                "a\u180Eb",
                "a\uDB40\uDC61",
                "a\uFE00",
                "a\uDB40\uDD00",
                "a\u3164",
                "\u2800",
                "\u115F",
                "a\u034Fb",
                "\uE000",
                "\u0378"
            })
    void whatCanNotBeSeenIsNoPartOfAName(String name) {
        String detail = assertThrows(InvalidInput.class, () -> named(name)).getMessage();
        assertTrue(detail.contains("can't be seen"), detail);
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "\u3000 \u00A0", "\u0301", "\uFE0F", " \u0301\u0302"})
    void aBlankIsNoName(String name) {
        String detail = assertThrows(InvalidInput.class, () -> named(name)).getMessage();
        assertTrue(detail.contains("is blank"), detail);
    }

    @ParameterizedTest
    @ValueSource(strings = {"system", "System", " SYSTEM "})
    void theNameOfWhatIsInjectedIsNobodysOwn(String name) {
        String detail = assertThrows(InvalidInput.class, () -> Person.ofGuest("Field 'x'", name))
                .getMessage();
        assertTrue(detail.contains("choose another"), detail);
        assertEquals(name.strip(), named(name).name());
    }

    @Test
    void aNameHasUpTo64Characters() {
        assertEquals(128, named("\uD83D\uDE00".repeat(64)).name().length());
        assertThrows(InvalidInput.class, () -> named("a".repeat(65)));
        assertThrows(InvalidInput.class, () -> named("\uD83D\uDE00".repeat(65)));
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {
                "a\nb",
                "\r",
                "a\tb",
                "\0",
                "\u001B[0m",
                "\u007F",
                "\u0085",
                "a\u2028b",
                "\u2029",
                "\uD83D",
                "a\uDE00b"
            })
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

    @Test
    void twoOfOneNameAreTwoIfMoreIsKnown() {
        Person mason = new Person("Mason");
        List<Person> all = List.of(
                mason,
                mason.with(PersonId.tag("aaaaaaaa")),
                mason.with(PersonId.tag("aaaaaaab")),
                mason.with(PersonId.user("aaaaaaaa")));
        assertEquals(4, Set.copyOf(all).size());
        assertEquals(mason.with(PersonId.user("42")), new Person("Mason").with(PersonId.user("42")));
        assertEquals(all, all.stream().sorted().toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"42", "\u00FC|a b", "t", "<b>", "'\"\\"})
    void whatOneInstanceWritesOfSomeoneAnotherReads(String user) {
        for (PersonId id : List.of(PersonId.NONE, PersonId.user(user), PersonId.tag("k3f2abcd"))) {
            Person person = new Person("Ana B").with(id);
            assertEquals(person, Person.read(person.written()));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\u0001",
                "\u0001t",
                "a\u0001",
                "a\u0001t1234567",
                "a\u0001tABCDEFGH",
                "a\u0001u",
                "a\u0001x42",
                "a\u0001u4\n2",
                "a\u0001u4\u00012",
                "a\u0001uxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
            })
    void whatNoInstanceWritesIsNobody(String text) {
        assertThrows(InvalidInput.class, () -> Person.read(text));
    }

    private static Person named(String name) {
        return Person.named("Field 'x'", name);
    }
}
