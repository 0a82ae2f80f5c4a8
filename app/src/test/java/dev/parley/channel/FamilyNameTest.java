package dev.parley.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which channels a family is, and how it stands in ids. */
class FamilyNameTest {
    private static final Family MAIL = new Family("user-42:*");

    @Test
    void aChannelBelongsToAFamilyForEachColon() {
        assertEquals(List.of(), of("everyone"));
        assertEquals(List.of("user-42:*"), of("user-42:mail"));
        assertEquals(List.of("a:*", "a::*", "a::b:*"), of("a::b:"));
        for (String name : List.of("user-42:mail", "a::b:", "a:b:c")) {
            ChannelName channel = new ChannelName(name);
            Family.of(channel).forEach(family -> {
                assertTrue(family.has(channel));
                assertTrue(family.pattern().matches(channel) && family.pattern().isFamily());
            });
        }
    }

    @Test
    void othersDoNotBelongToIt() {
        for (String other : List.of("user-42", "user-421:mail", "user-4:2", "User-42:mail", "x:user-42:mail")) {
            assertFalse(MAIL.has(new ChannelName(other)), other);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", ":*", "a", "a:", "a*", "user-*", "a:*:*", "-a:*", "a b:*", "a:**", "e\u0301:*"})
    void whatIsNoFamilyIsRefused(String text) {
        assertThrows(InvalidInput.class, () -> new Family(text));
    }

    @Test
    void itStandsInACursorWithItsMark() {
        Channels channels = Channels.parse("user-42:*");
        assertEquals("user-42%3A*=7-0", Cursor.part(MAIL, 7));
        for (String text : List.of("user-42%3A*=7-0", "user-42:*=7-0", "user-42%3a%2A=7-0")) {
            Cursor cursor = Cursor.parse("user-42%3Amail=8-1," + text, channels);
            assertEquals(Optional.of(7L), cursor.mark(MAIL));
            assertEquals(Optional.of(new EventId(8, 1)), cursor.in(new ChannelName("user-42:mail")));
        }
        assertThrows(InvalidInput.class, () -> Cursor.parse("a:*=7-0,a%3A*=8-0", channels));
        String detail = assertThrows(InvalidInput.class, () -> Cursor.parse("7-3", channels))
                .getMessage();
        assertTrue(detail.contains("user-42%3A*=7-0"), detail);
    }

    @Test
    void whoStandsNobodyKnowsWhereStandsSoInEveryChannel() {
        assertEquals(Optional.of(EventId.NEVER), Cursor.UNKNOWN.in(new ChannelName("user-42:new")));
        assertEquals(Optional.empty(), Cursor.UNKNOWN.mark(MAIL));
    }

    @Test
    void familiesCountAmongThe32() {
        Channels channels = Channels.parse("a,b:*,c");
        assertEquals(List.of(MAIL), Channels.parse("user-42:*").families());
        assertEquals(3, channels.size());
        assertFalse(channels.isOne() || Channels.parse("b:*").isOne());
        assertThrows(InvalidInput.class, () -> Channels.parse("a:*,".repeat(32) + "b"));
    }

    private static List<String> of(String channel) {
        return Family.of(new ChannelName(channel)).stream().map(Family::value).toList();
    }
}
