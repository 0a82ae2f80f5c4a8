package dev.parley.redis.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.channel.ChannelName;
import dev.parley.channel.EventId;
import dev.parley.channel.Injection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** In a cluster every shard tells of a raw message; it counts once, whoever tells first, and though its own shard never does. */
class EchoesTest {
    private static final ChannelName ROOM = new ChannelName("room");
    private static final long LATER = Duration.ofSeconds(3).toNanos();

    private final Object home = new Object();
    private final Object other = new Object();

    private boolean hasMoved;
    private final Echoes echoes = new Echoes((channel, heardAt) -> hasMoved);
    private final long now = System.nanoTime();

    @Test
    void whatItsShardTellsCountsAndTheOthersAreEchoes() {
        assertFalse(told("hi", home, true).orElseThrow().isByTime());
        assertTrue(told("hi", other, false).isEmpty());
        assertEquals(List.of(), echoes.overdue(now + LATER));
    }

    @Test
    void anEchoThatComesFirstWaits() {
        assertTrue(told("hi", other, false).isEmpty());
        assertEquals(List.of(), echoes.overdue(now));
        assertTrue(told("hi", home, true).isPresent());
        assertEquals(List.of(), echoes.overdue(now + LATER));
    }

    @Test
    void whatItsShardDoesNotTellCountsByTime() {
        told("hi", other, false);
        List<Echoes.Waiting> missed = echoes.overdue(now + LATER);
        assertEquals(1, missed.size());
        assertTrue(missed.get(0).raw().isByTime());
        assertEquals(EventId.BEGINNING, missed.get(0).raw().known());
        assertTrue(told("hi", home, true).isEmpty(), "told late, it is known");
    }

    @Test
    void equalTextsAreCounted() {
        told("hi", home, true);
        told("hi", other, false);
        told("hi", other, false);
        assertEquals(1, echoes.overdue(now + LATER).size());
        assertTrue(told("hi", home, true).isEmpty());
        assertTrue(told("hi", home, true).isPresent(), "said a third time");
    }

    @Test
    void whenTheSlotMovesTheNewShardTellsWhatIsKnown() {
        told("hi", home, true);
        hasMoved = true;
        assertTrue(told("hi", other, true).isEmpty());
        assertTrue(told("again", other, true).orElseThrow().isByTime());
    }

    /** Each of the two may have told it while the other one had the channel, as far as was known here. */
    @Test
    void whenTheSlotHasJustMovedNobodyWaitsForEitherShard() {
        assertTrue(told("hi", other, false).isEmpty());
        hasMoved = true;
        assertTrue(told("hi", home, false).orElseThrow().isByTime());
        assertTrue(told("hi", new Object(), false).isEmpty(), "once");
        assertEquals(List.of(), echoes.overdue(now + LATER));
    }

    @Test
    void whoWasAwayTellsNothingOfWhatWasSaidBefore() {
        told("hi", home, true);
        told("hi", home, true);
        echoes.linked(other, now + LATER);
        assertTrue(told("hi", other, true).isPresent(), "said a third time");
    }

    @Test
    void whatIsToldWhileALinkIsMadeIsNotTakenForAnotherOne() {
        told("hi", other, false);
        echoes.linked(home, now);
        assertTrue(told("hi", home, true).isPresent());
        assertEquals(List.of(), echoes.overdue(now + LATER));
    }

    @Test
    void whoHasMissedOneWhileALinkWasMadeTellsOfTheNext() {
        told("hi", home, true);
        told("hi", other, false);
        told("hi", other, false); // while home has no link
        echoes.linked(home, now);
        assertEquals(1, echoes.overdue(now + LATER).size());
        assertTrue(told("hi", home, true).isPresent(), "said a third time");
    }

    @Test
    void copiesBelongToWhatWasTaken() {
        RawMessage raw = told("hi", home, true).orElseThrow();
        EventId copy = EventId.parse("1-1");
        echoes.settled(ROOM, raw.digest(), copy);
        assertEquals(List.of(copy), echoes.copies(ROOM, raw.digest()));
        assertEquals(List.of(), echoes.copies(ROOM, "another"));
    }

    private Optional<RawMessage> told(String text, Object by, boolean isHome) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        RawMessage raw = new RawMessage(
                Injection.read(bytes).orElseThrow(),
                RawMessage.digest(bytes),
                EventId.parse("5-5"),
                0,
                now,
                now,
                false);
        return echoes.told(ROOM, raw, by, isHome);
    }
}
