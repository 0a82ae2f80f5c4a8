package dev.parley.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An id is written one way only, and ids can be compared and counted. */
class EventIdTest {
    @ParameterizedTest
    @ValueSource(strings = {"0-0", "1795226995253-41", "1-0", "999999999999999999-999999999999999999"})
    void whatIsWrittenIsRead(String text) {
        assertEquals(text, EventId.parse(text).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "1",
                "1-",
                "-1",
                "1-2-3",
                "01-2",
                "1-02",
                "+1-2",
                "-1-2",
                "1--2",
                "1_2",
                " 1-2",
                "1-2 ",
                "1-2\n",
                "1.0-2",
                "0x1-2",
                "a-b",
                "\uFF11-\uFF12",
                "\u0661-\u0662",
                "0-0,0-0",
                "1-12345678901234567890",
                "12345678901234567890-1",
                "9223372036854775807-0",
                "$",
                "*",
                "(1-2"
            })
    void everythingElseIsRefusedWithAnExample(String text) {
        String detail =
                assertThrows(InvalidInput.class, () -> EventId.parse(text)).getMessage();
        assertTrue(detail.contains("1795226995253-41"), detail);
    }

    @Test
    void idsSortByEpochThenByNumberAndNotAsText() {
        List<EventId> sorted = Stream.of("10-0", "9-10", "9-9", "0-0", "9-0")
                .map(EventId::parse)
                .sorted()
                .toList();
        assertEquals("[0-0, 9-0, 9-9, 9-10, 10-0]", sorted.toString());
        assertTrue(new EventId(10, 0).isAfter(new EventId(9, 10)));
        assertFalse(new EventId(9, 10).isAfter(new EventId(9, 10)));
    }

    @Test
    void onlyTheNextNumberOfTheSameEpochComesDirectlyAfter() {
        EventId id = new EventId(9, 9);
        assertTrue(id.isDirectlyBefore(new EventId(9, 10)));
        assertFalse(id.isDirectlyBefore(new EventId(9, 9)));
        assertFalse(id.isDirectlyBefore(new EventId(9, 11)));
        assertFalse(id.isDirectlyBefore(new EventId(10, 10)));
        assertFalse(id.isDirectlyBefore(new EventId(10, 0)));
    }

    @Test
    void beforeTheFirstOfAnEpochIsTheBeginning() {
        assertEquals(new EventId(9, 8), new EventId(9, 9).predecessor());
        assertEquals(EventId.BEGINNING, new EventId(9, 0).predecessor());
        assertEquals(EventId.BEGINNING, EventId.BEGINNING.predecessor());
    }
}
