package dev.parley.reliability;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.BitSet;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * What a fleet heard, held against what was acknowledged.
 *
 * @param lost acknowledged, and not heard by some client
 * @param doubled came twice to some client, or under two ids
 * @param gaps places at which a client heard an id whose predecessor it had not heard
 * @param ends how often a client had to come back
 * @param refusals streams that were answered with anything but 200
 * @param retries posts that were made again, because they were refused or not answered
 * @param longestSilence between two messages at one client, while messages were said
 */
record Verdict(
        int acknowledged,
        int lost,
        int doubled,
        int outOfOrder,
        int gaps,
        int twoContents,
        int resets,
        int ends,
        int refusals,
        int retries,
        Duration longestSilence) {

    static Verdict of(Publisher publisher, Fleet fleet) {
        synchronized (fleet) {
            Map<String, String> acknowledged = publisher.acknowledged();
            return new Verdict(
                    acknowledged.size(),
                    lost(acknowledged, fleet),
                    sum(fleet, Transcript::doubled) + fleet.ledger().saidTwice(),
                    sum(fleet, Transcript::outOfOrder),
                    sum(fleet, Transcript::gaps),
                    fleet.ledger().twoContents(acknowledged),
                    sum(fleet, Transcript::resets),
                    fleet.ends(),
                    fleet.refusals(),
                    publisher.retries(),
                    longestSilence(fleet));
        }
    }

    void assertNothingLostOrDoubled() {
        assertAll(
                toString(),
                () -> assertTrue(acknowledged > 0, "something was said"),
                () -> assertEquals(0, lost, "lost"),
                () -> assertEquals(0, doubled, "doubled"),
                () -> assertEquals(0, outOfOrder, "out of order"),
                () -> assertEquals(0, gaps, "gaps"),
                () -> assertEquals(0, twoContents, "ids with two contents"),
                () -> assertEquals(0, resets, "resets"));
    }

    private static int lost(Map<String, String> acknowledged, Fleet fleet) {
        BitSet heard = fleet.ledger().numbersOfHeard(acknowledged.keySet());
        BitSet missed = new BitSet();
        fleet.transcripts().forEach(transcript -> missed.or(transcript.missing(heard)));
        return acknowledged.size() - heard.cardinality() + missed.cardinality();
    }

    private static int sum(Fleet fleet, ToIntFunction<Transcript> count) {
        return fleet.transcripts().stream().mapToInt(count).sum();
    }

    private static Duration longestSilence(Fleet fleet) {
        return Duration.ofNanos(fleet.transcripts().stream()
                .mapToLong(Transcript::longestSilence)
                .max()
                .orElseThrow());
    }
}
