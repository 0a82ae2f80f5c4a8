package dev.parley.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AudienceTest {
    private static final int INSTANCES = 5; // of which 500 channels are a multiple: in turn, each would be on one alone

    @Test
    void scatteredListenersOfAChannelAreOnInstancesAtRandom() {
        Audience audience = Audience.scattered("room", 500, 10);
        long spread = IntStream.range(0, 500)
                .mapToLong(channel -> audience.listeners.stream()
                        .filter(stream -> stream.channel == channel)
                        .mapToInt(stream -> stream.index % INSTANCES)
                        .distinct()
                        .count())
                .sum();
        assertEquals(INSTANCES * (1 - Math.pow(1 - 1.0 / INSTANCES, 10)), spread / 500.0, 0.1);
    }

    @Test
    void eachStreamIsThereOnceAndEachInstanceHasAsMany() {
        Audience audience = Audience.scattered("room", 500, 10);
        assertEquals(
                5_000,
                audience.listeners.stream()
                        .mapToInt(stream -> stream.index)
                        .distinct()
                        .count());
        assertEquals(
                1_000,
                audience.listeners.stream()
                        .filter(stream -> stream.index % INSTANCES == 2)
                        .count());
        assertTrue(IntStream.range(0, 5_000).allMatch(i -> audience.listeners.get(i).channel == i % 500));
    }
}
