package dev.parley.presence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.channel.Json;
import dev.parley.channel.Person;
import dev.parley.channel.PersonId;
import dev.parley.redis.shared.Roll;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a listener is told of who is here is bounded, in bytes and in bytes a second. */
class ToldTest {
    @Test
    void aFewAreNamedAndAChangeIsToldAfterASecond() {
        Told told = Told.of(new Roll(2, people(2, "p%d"), Set.of("lease")));
        assertEquals("{\"count\":2,\"members\":[\"p0\",\"p1\"]}", told.data());
        assertEquals(1_100, Duration.ofNanos(told.interval()).toMillis());
    }

    @Test
    void ofACrowdOnlyTheCountIsTold() {
        Told told = Told.of(new Roll(201, people(100, "p%d"), Set.of()));
        assertEquals("{\"count\":201,\"members\":[]}", told.data());
        assertEquals(10, Duration.ofNanos(told.interval()).toSeconds());
    }

    @ParameterizedTest
    @ValueSource(strings = {"'", "\"", "&", "a", "\u20AC", "\uD83D\uDE00", "\\"})
    void longNamesAreCutOffTheListAndNotOffTheCount(String character) {
        Told told = Told.of(new Roll(200, people(100, character.repeat(61) + "%03d"), Set.of()));
        int bytes = told.data().getBytes(StandardCharsets.UTF_8).length;
        assertTrue(bytes < 9 * 1024 && bytes > 5 * 1024, bytes + " bytes");
        assertTrue(told.data().startsWith("{\"count\":200,"));
        assertTrue(!told.named().isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"1,a%d", "20,person-%d", "50,person-%d", "100,person-%d", "200,person-%d", "100,'''%062d'"})
    void aRoomInWhichSomeoneComesOrGoesAllTheTimeCostsHalfAKilobyteASecond(int count, String names) {
        Told told = Told.of(new Roll(count, people(Math.min(count, 100), names), Set.of()));
        double seconds = told.interval() / 1e9;
        int bytes = told.data().length();
        assertTrue(bytes / seconds <= 513, bytes + " bytes in " + seconds + " s");
        assertTrue(seconds < 18, seconds + " s");
    }

    @Test
    void whoIsKnownByMoreIsToldInTheOrderOfTheNames() {
        List<Person> people = List.of(
                new Person("Ana").with(PersonId.user("<42>")),
                new Person("Mason"),
                new Person("Mason").with(PersonId.tag("k3f2abcd")));
        assertEquals(
                "{\"count\":3,\"members\":[\"Ana\",\"Mason\",\"Mason\"],"
                        + "\"who\":[{\"user\":\"&lt;42&gt;\"},{},{\"tag\":\"k3f2abcd\"}]}",
                Told.of(new Roll(3, people, Set.of())).data());
    }

    @ParameterizedTest
    @ValueSource(strings = {"'", "\"", "a", "\u20AC", "\\", "\u0085", "\u2028"})
    void whatIsKnownOfPeopleCountsAgainstTheSameBytes(String character) {
        List<Person> people = people(100, "p%03d").stream()
                .map(person -> person.with(PersonId.user(character.repeat(64))))
                .toList();
        Told told = Told.of(new Roll(100, people, Set.of()));
        int bytes = Json.onOneLine(told.data()).getBytes(StandardCharsets.UTF_8).length;
        assertTrue(bytes < 9 * 1024 && bytes > 5 * 1024, bytes + " bytes");
        assertTrue(told.interval() / 1e9 < 18);
        var json = Json.object(told.data());
        assertEquals(told.named().size(), json.path("members").size());
        assertEquals(told.named().size(), json.path("who").size());
        assertTrue(told.named().contains(people.get(0)));
    }

    private static List<Person> people(int count, String name) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Person(String.format(Locale.ROOT, name, i)))
                .toList();
    }
}
