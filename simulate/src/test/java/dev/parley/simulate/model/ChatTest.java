package dev.parley.simulate.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ChatTest {
    @Test
    void channelsOfOneSizeHaveAllListenersTogether() {
        assertArrayEquals(new int[] {3, 3, 3}, Chat.of("", 3, 9, 1).sizes());
        assertEquals(10, Arrays.stream(Chat.of("", 3, 10, 1).sizes()).sum());
    }

    @Test
    void byZipfTheSecondHasHalfOfTheFirstAndNobodyIsLost() {
        int[] sizes = Chat.of("", 1_000, 100_000, 1).byZipf(1).sizes();
        assertEquals(100_000, Arrays.stream(sizes).sum());
        assertEquals(sizes[0] / 2.0, sizes[1], 1);
        assertEquals(sizes[0] / 10.0, sizes[9], 1);
    }

    @Test
    void aChatWithoutChannelsIsNone() {
        assertThrows(IllegalArgumentException.class, () -> Chat.of("", 0, 1, 1));
    }
}
