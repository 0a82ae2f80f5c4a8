package dev.parley.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.channel.Person;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each stream is told every newest state once, and nothing that is old news or none of its business. */
class SlotsTest {
    private static final Person ANA = new Person("ana");
    private static final Person BOB = new Person("bob");

    private final Slots slots = new Slots();

    /** A stream's memory of what it was told. */
    private final class Stream {
        final Person listener;
        final int since = slots.newest();
        int told;
        boolean knowsPeople;

        Stream(Person listener) {
            this.listener = listener;
        }

        List<String> isTold() {
            List<String> news = new ArrayList<>();
            for (Slots.Value value = next(); value != null; value = next()) {
                told = value.number();
                knowsPeople |= value.state().isAboutPeople();
                news.add(value.state().event() + " " + value.state().data());
            }
            return news;
        }

        private Slots.Value next() {
            return slots.after(told, knowsPeople, since, listener);
        }
    }

    @Test
    void onlyTheNewestOfEachKindIsToldAndOnceInTheOrderOfTheChanges() {
        Stream stream = new Stream(null);
        assertEquals(List.of(), stream.isTold());
        slots.set(State.of("presence", "1"));
        slots.set(State.of("status", "down"));
        slots.set(State.of("presence", "2"));
        assertEquals(List.of("status down", "presence 2"), stream.isTold());
        assertEquals(List.of(), stream.isTold());
        slots.set(State.of("status", "unknown"));
        assertEquals(List.of("status unknown"), stream.isTold());
    }

    @Test
    void whatIsKnownAlreadyIsNoNews() {
        assertTrue(slots.set(State.of("presence", "1")));
        assertFalse(slots.set(State.of("presence", "1")));
        assertTrue(slots.set(State.of("presence", "2")));
        assertFalse(slots.set(State.usual("typing", "nobody")), "nobody ever thought otherwise");
        assertTrue(slots.set(State.of("typing", "ana")));
        assertTrue(slots.set(State.usual("typing", "nobody")));
        assertFalse(slots.set(State.usual("typing", "nobody")));
    }

    @Test
    void whatEveryoneTakesForGrantedIsToldToThoseWhoWereToldOtherwiseAndNotToNewcomers() {
        Stream early = new Stream(null);
        slots.set(State.of("presence", "1"));
        slots.set(State.of("typing", "ana"));
        assertEquals(List.of("presence 1", "typing ana"), early.isTold());
        assertEquals(List.of("presence 1", "typing ana"), new Stream(null).isTold());
        slots.set(State.usual("typing", "nobody"));
        assertEquals(List.of("typing nobody"), early.isTold());
        assertEquals(List.of("presence 1"), new Stream(null).isTold());
    }

    @Test
    void aNewcomerIsToldOfALapseThatComesAfterThem() {
        slots.set(State.of("typing", "ana"));
        Stream newcomer = new Stream(null);
        slots.set(State.usual("typing", "nobody"));
        assertEquals(List.of("typing nobody"), newcomer.isTold());
    }

    @Test
    void whoGaveANameIsNotToldWhoIsHereBeforeTheyAreAmongThem() {
        Stream ana = new Stream(ANA);
        Stream bob = new Stream(BOB);
        slots.set(State.about(Set.of(ANA)::contains, "presence", "ana"));
        slots.set(State.of("typing", "ana"));
        assertEquals(List.of("presence ana", "typing ana"), ana.isTold());
        assertEquals(List.of("typing ana"), bob.isTold());
        slots.set(State.about(Set.of(ANA, BOB)::contains, "presence", "ana, bob"));
        assertEquals(List.of("presence ana, bob"), bob.isTold());
    }

    @Test
    void whoTakesThePlaceOfAnotherInALongListThatIsCutIsToldToo() {
        slots.set(State.about(Set.of(ANA)::contains, "presence", "101 people: …"));
        Stream bob = new Stream(BOB);
        assertEquals(List.of(), bob.isTold());
        slots.set(State.about(Set.of(BOB)::contains, "presence", "101 people: …"));
        assertEquals(List.of("presence 101 people: …"), bob.isTold());
    }

    @Test
    void whatIsForNewcomersIsToldToThoseWhoKnowNothingYetAndToTheOthersWithTheNextChange() {
        slots.set(State.about(Set.of(ANA)::contains, "presence", "ana"));
        Stream ana = new Stream(ANA);
        Stream bob = new Stream(BOB);
        assertEquals(List.of("presence ana"), ana.isTold());
        slots.set(State.of("typing", "ana"));
        assertEquals(List.of("typing ana"), ana.isTold());
        assertEquals(List.of("typing ana"), bob.isTold());
        slots.setForNewcomers(State.about(Set.of(ANA, BOB)::contains, "presence", "ana, bob"));
        assertEquals(List.of(), ana.isTold());
        assertEquals(List.of("presence ana, bob"), bob.isTold());
        assertEquals(List.of("presence ana, bob", "typing ana"), inAnyOrder(new Stream(null).isTold()));
        slots.set(State.about(Set.of(BOB, ANA)::contains, "presence", "bob"));
        assertEquals(List.of("presence bob"), ana.isTold());
        assertEquals(List.of("presence bob"), bob.isTold());
    }

    private static List<String> inAnyOrder(List<String> news) {
        return news.stream().sorted().toList();
    }
}
