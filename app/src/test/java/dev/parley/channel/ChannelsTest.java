package dev.parley.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The channels of a stream are few, different, and named so that their positions fit into a header. */
class ChannelsTest {
    @Test
    void theyKeepTheOrderInWhichTheyWereAskedFor() {
        assertEquals(
                "[b, a, user-42:inbox]",
                Channels.parse("b,a,user-42:inbox").names().toString());
        assertEquals("[a]", Channels.parse("a").names().toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a,a|twice",
                "a,b,a|twice",
                "a,|empty",
                "',a'|empty",
                "a,,b|empty",
                "','|empty",
                "''|1 to 64 characters",
                "a, b|starts with",
                "a,b c|letters, digits",
                "a,-b|starts with",
                "a;b|letters, digits"
            })
    void whatIsWrongIsSaid(String list, String why) {
        String detail =
                assertThrows(InvalidInput.class, () -> Channels.parse(list)).getMessage();
        assertTrue(detail.contains(why), detail);
    }

    @Test
    void thereAreUpTo32() {
        assertEquals(32, Channels.parse(list(32, "")).names().size());
        String detail = assertThrows(InvalidInput.class, () -> Channels.parse(list(33, "")))
                .getMessage();
        assertTrue(detail.contains("at most 32"), detail);
    }

    @Test
    void theirIdsFitIntoFourKilobytesWhateverTheirPositionsAre() {
        String fits = list(32, "-" + "\u00E9".repeat(14) + "xx"); // 90 + 37 + 1 bytes for each
        assertEquals(4 * 1024, Cursor.longestId(Channels.parse(fits).names(), List.of()));
        String detail = assertThrows(InvalidInput.class, () -> Channels.parse(fits + "x"))
                .getMessage();
        assertTrue(detail.contains("too long"), detail);
    }

    @Test
    void aSingleNameIsNeverTooLongForItsPlainId() {
        assertEquals(1, Channels.parse("\uD835\uDC9C".repeat(64)).names().size());
    }

    private static String list(int count, String rest) {
        return IntStream.range(10, 10 + count).mapToObj(i -> i + rest).collect(Collectors.joining(","));
    }
}
