package dev.parley.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A pattern means what people take it for, never more. */
class ChannelPatternTest {
    @ParameterizedTest
    @CsvSource({
        "everyone,      everyone",
        "*,             everyone",
        "*,             user-42:mail",
        "team-*,        team-7",
        "team-*,        team-7:news",
        "team-*,        team-",
        "user-42:*,     user-42:mail",
        "user-42:*,     user-42:mail:new",
        "team-*:news,   team-7:news",
        "team-*:*,      team-7:news",
        "*-*:*,         team-7:news",
        "a*a,           aaa"
    })
    void itMeans(String pattern, String name) {
        assertTrue(matches(pattern, name));
    }

    @ParameterizedTest
    @CsvSource({
        "everyone,      everyone2",
        "everyone,      Everyone",
        "team-*,        team",
        "team-*,        Team-7",
        "user-42:*,     user-42",
        "user-42:*,     user-421:mail",
        "team-*:news,   team-:news",
        "team-*:news,   team-7:a:news",
        "team-*:news,   team-7:newsletter",
        "a*a,           aa",
        "user-{sub},    user-42"
    })
    void itDoesNotMean(String pattern, String name) {
        assertFalse(matches(pattern, name));
    }

    @ParameterizedTest
    @CsvSource({
        "*,          user-42:*",
        "user-*,     user-42:*",
        "user-42:*,  user-42:*",
        "user-*:*,   user-42:*",
        "*,          *",
        "team-*,     team-7",
        "user-4*,    user-42:*"
    })
    void aWiderOneCoversANarrower(String wider, String narrower) {
        assertTrue(new ChannelPattern(wider).covers(new ChannelPattern(narrower)));
    }

    @ParameterizedTest
    @CsvSource({
        "user-42:*,     user-*",
        "user-42:*,     user-42*",
        "user-42:*,     *",
        "user-*:mail,   user-42:*",
        "user-42:mail,  user-42:*",
        "*,             user-*:mail",
        "*,             user-{sub}:*"
    })
    void aNarrowerOneDoesNotCoverAWider(String narrower, String wider) {
        assertFalse(new ChannelPattern(narrower).covers(new ChannelPattern(wider)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "**", "a**", "a*b*c*d*", "a b", "a,b", "a/b", "{", "{sub", "{name}", "a%2A", "e\u0301", "a\n"
            })
    void whatIsNoPatternIsRefused(String text) {
        String detail =
                assertThrows(InvalidInput.class, () -> new ChannelPattern(text)).getMessage();
        assertTrue(detail.contains("team-*"), detail);
    }

    @Test
    void itIsBounded() {
        assertThrows(InvalidInput.class, () -> new ChannelPattern("a".repeat(129)));
        assertFalse(matches("*a*a*", "b".repeat(64)));
    }

    @Test
    void ownChannelsAreThoseOfWhoAsks() {
        ChannelPattern own = new ChannelPattern("user-{sub}:*");
        assertEquals(Optional.of(new ChannelPattern("user-42:*")), own.of("42"));
        assertEquals(Optional.of(ChannelPattern.ALL), ChannelPattern.ALL.of("4:2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "4:2", "*", "{sub}", "a b", "a*", "e\u0301", "a/b", "a\n"})
    void whoIsWrittenWithMoreThanLettersAndDigitsOwnsNone(String sub) {
        assertEquals(Optional.empty(), new ChannelPattern("user-{sub}:*").of(sub));
    }

    /** Whoever they are, and whatever is between. */
    @Test
    void noTwoPeopleShareAChannel() {
        List<String> parts = List.of("4", "42", "2", ":", "-", ".", "user-", "*", "a", "_", "\u00E4");
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            String one = any(parts, random);
            String other = any(parts, random);
            String name = "user-" + any(parts, random);
            if (!one.equals(other) && isOf(one, name) && isOf(other, name)) {
                throw new AssertionError(one + " and " + other + " share " + name);
            }
        }
    }

    private static boolean isOf(String sub, String name) {
        return List.of("user-{sub}", "user-{sub}:*").stream()
                .flatMap(own -> new ChannelPattern(own).of(sub).stream())
                .anyMatch(own -> name.indexOf('*') < 0 && own.matches(new ChannelName(name)));
    }

    private static String any(List<String> parts, Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(3); i >= 0; i--) {
            text.append(parts.get(random.nextInt(parts.size())));
        }
        return text.toString();
    }

    private static boolean matches(String pattern, String name) {
        return new ChannelPattern(pattern).matches(new ChannelName(name));
    }
}
