package dev.parley.reliability;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What all rooms heard.
 *
 * @param all each room's own
 * @param injected raw messages that a node took
 * @param neverAdopted of these, those that nobody heard; {@code adoptedTwice} those that came under two ids
 * @param silence the longest in the rooms that the fault concerned; {@code silenceElsewhere} in the others
 * @param latest delivery of all: from when it was due, over every retry
 * @param latestElsewhere of rooms that the fault did not concern
 */
record RoomsVerdict(
        List<Verdict> all,
        int injected,
        int neverAdopted,
        int adoptedTwice,
        Duration silence,
        Duration silenceElsewhere,
        Duration latest,
        Duration latestElsewhere) {

    static RoomsVerdict of(Collection<Room> rooms, Set<Room> concerned, Injector injector) {
        Map<String, Integer> heard = new HashMap<>(); // under how many ids
        rooms.forEach(room -> room.fleet().texts().forEach(text -> heard.merge(text, 1, Integer::sum)));
        Set<String> injected = injector.accepted().keySet();
        Set<String> never = new HashSet<>(injected);
        never.removeAll(heard.keySet());
        List<Room> others =
                rooms.stream().filter(room -> !concerned.contains(room)).toList();
        return new RoomsVerdict(
                rooms.stream().map(Room::verdict).toList(),
                injected.size(),
                never.size(),
                (int) heard.entrySet().stream()
                        .filter(entry -> entry.getKey().startsWith("injected-") && entry.getValue() > 1)
                        .count(),
                longest(concerned, room -> room.verdict().longestSilence()),
                longest(others, room -> room.verdict().longestSilence()),
                longest(rooms, Room::latest),
                longest(others, Room::latest));
    }

    int acknowledged() {
        return all.stream().mapToInt(Verdict::acknowledged).sum();
    }

    int lost() {
        return all.stream().mapToInt(Verdict::lost).sum();
    }

    int doubled() {
        return all.stream().mapToInt(Verdict::doubled).sum();
    }

    int disorder() {
        return all.stream()
                .mapToInt(verdict -> verdict.outOfOrder() + verdict.gaps())
                .sum();
    }

    int twoContents() {
        return all.stream().mapToInt(Verdict::twoContents).sum();
    }

    int resets() {
        return all.stream().mapToInt(Verdict::resets).sum();
    }

    int ends() {
        return all.stream().mapToInt(Verdict::ends).sum();
    }

    int retries() {
        return all.stream().mapToInt(Verdict::retries).sum();
    }

    void assertNothingLostOrDoubled() {
        assertAll(
                toString(),
                () -> assertTrue(acknowledged() > 0 && injected > 0, "something was said and injected"),
                () -> assertEquals(0, lost(), "lost"),
                () -> assertEquals(0, doubled(), "doubled"),
                () -> assertEquals(0, disorder(), "gaps or out of order"),
                () -> assertEquals(0, twoContents(), "ids with two contents"),
                () -> assertEquals(0, resets(), "resets"),
                () -> assertEquals(0, neverAdopted, "injected, and never adopted"),
                () -> assertEquals(0, adoptedTwice, "adopted twice"));
    }

    private static Duration longest(Collection<Room> rooms, Function<Room, Duration> of) {
        return rooms.stream().map(of).max(Comparator.naturalOrder()).orElse(Duration.ZERO);
    }

    @Override
    public String toString() {
        return acknowledged() + " acknowledged, " + injected + " injected; lost " + lost() + ", doubled " + doubled()
                + ", disorder " + disorder() + ", two contents " + twoContents() + ", resets " + resets()
                + ", never adopted " + neverAdopted + ", adopted twice " + adoptedTwice + ", silence "
                + silence.toMillis() + " ms, elsewhere " + silenceElsewhere.toMillis() + " ms, latest "
                + latest.toMillis() + " ms, elsewhere " + latestElsewhere.toMillis() + " ms, ends " + ends()
                + ", retries " + retries();
    }
}
