package dev.parley.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A cursor says where a client stands in each of its channels, whichever of them its last event came from. */
class CursorTest {
    private static final ChannelName A = new ChannelName("a");
    private static final ChannelName INBOX = new ChannelName("user-42:\u00E9");
    private static final Channels ONE = Channels.parse("a");
    private static final Channels TWO = Channels.parse("a,user-42:\u00E9");

    @Test
    void aPlainIdIsThePositionInTheOnlyChannel() {
        assertEquals(Optional.of(new EventId(7, 3)), Cursor.parse("7-3", ONE).in(A));
        assertEquals(Optional.empty(), Cursor.parse("7-3", ONE).in(INBOX));
    }

    @Test
    void aPlainIdIsNoneOfSeveralChannelsAndTheAnswerShowsOneThatIs() {
        String detail =
                assertThrows(InvalidInput.class, () -> Cursor.parse("7-3", TWO)).getMessage();
        assertTrue(detail.contains("a=7-3"), detail);
    }

    @Test
    void aCompositeIdHoldsEachPositionInAnyOrder() {
        for (String text :
                List.of("a=7-3,user-42%3A%C3%A9=8-0", "user-42%3a%c3%a9=8-0,a=7-3", "user-42:\u00E9=8-0,a=7-3")) {
            Cursor cursor = Cursor.parse(text, TWO);
            assertEquals(Optional.of(new EventId(7, 3)), cursor.in(A));
            assertEquals(Optional.of(new EventId(8, 0)), cursor.in(INBOX));
        }
    }

    @Test
    void whatALabelBeginsIsReadBack() {
        assertEquals("user-42%3A%C3%A9=", Cursor.label(INBOX));
        for (String name : List.of("a", "A.b_c-d:e", "\u65E5\u672C", "\uD835\uDC9C", "0")) {
            ChannelName channel = new ChannelName(name);
            Cursor cursor = Cursor.parse(Cursor.label(channel) + "7-3", ONE);
            assertEquals(Optional.of(new EventId(7, 3)), cursor.in(channel));
        }
    }

    @Test
    void nobodyStandsAnywhereBeforeTheyHaveListened() {
        assertEquals(Optional.empty(), Cursor.NONE.in(A));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=",
                "a=",
                "=7-3",
                "a=7-3,",
                ",a=7-3",
                "a=7-3,,b=7-3",
                "a=7-3,b",
                "a=7-3,a=7-3",
                "a=7-3,%61=7-4",
                "a=x",
                "a=7-3=7-3",
                "a==7-3",
                "%=7-3",
                "%zz=7-3",
                "a b=7-3",
                "a+b=7-3",
                "-=7-3",
                "a=7-3;b=7-3",
                "a=7-3 ,b=7-3"
            })
    void everythingElseIsRefused(String text) {
        assertThrows(InvalidInput.class, () -> Cursor.parse(text, TWO));
        assertThrows(InvalidInput.class, () -> Cursor.parse(text, ONE));
    }

    @Test
    void itNamesAsManyChannelsAsFitIntoAHeader() {
        StringBuilder text = new StringBuilder("c0=1-1");
        for (int i = 1; i < 256; i++) {
            text.append(",c").append(i).append("=1-1");
        }
        assertEquals(256, Cursor.parse(text.toString(), ONE).positions().size());
        assertThrows(InvalidInput.class, () -> Cursor.parse(text + ",more=1-1", ONE));
    }
}
