package dev.parley.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class ChoiceTest {
    private static final List<String> ALL = List.of("echo", "crowd-20", "crowd-flood", "nchan-redis", "nchan");

    @Test
    void withoutNamesAllAreMeant() {
        assertEquals(ALL, choose());
    }

    @Test
    void aGroupIsMeantAsAWhole() {
        assertEquals(List.of("crowd-20", "crowd-flood"), choose("crowd"));
        assertEquals(List.of("nchan"), choose("nchan"));
    }

    /** Of whom others are variants. */
    @Test
    void whatHasThatNameIsMeantAlone() {
        List<String> variants = List.of("parley-1", "parley-2", "parley-1-hs256");
        assertEquals(List.of("parley-1"), Choice.of("subject", variants, List.of("parley-1"), name -> name));
        assertEquals(variants, Choice.of("subject", variants, List.of("parley"), name -> name));
    }

    @Test
    void whatIsNotThereIsRefusedWithWhatIs() {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> choose("crow"));
        assertEquals("no scenario 'crow'; there are echo, crowd-20, crowd-flood, nchan-redis, nchan", e.getMessage());
    }

    private static List<String> choose(String... names) {
        return Choice.of("scenario", ALL, List.of(names), name -> name);
    }
}
