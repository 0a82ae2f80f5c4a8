package dev.parley.wire.fact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.wire.fact.Outcome.Failure;
import dev.parley.wire.fact.Outcome.Status;
import dev.parley.wire.hub.Pace;
import dev.parley.wire.toy.Flaw;
import dev.parley.wire.toy.ToyHub;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That a good hub passes every fact, and that each fact is failed by a hub that breaks it. */
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class FactsTest {
    /** Much time for what has to come, on a machine however busy. */
    private static final Pace GOOD = pace(20_000);
    /** Little, for what won't. */
    private static final Pace BAD = pace(700);

    private static Pace pace(int patienceMillis) {
        return new Pace(
                Duration.ofMillis(patienceMillis / 2),
                Duration.ofMillis(patienceMillis),
                Duration.ofMillis(100),
                Duration.ofSeconds(1),
                Duration.ofMillis(1_500),
                Duration.ofMillis(500),
                Duration.ofMillis(4L * patienceMillis));
    }

    @Test
    void aGoodHubPassesEveryFactInAllParts() throws IOException, InterruptedException {
        try (ToyHub toy = new ToyHub()) {
            List<Outcome> outcomes = new Suite(toy.hub(GOOD)).run(EnumSet.allOf(Fact.class), outcome -> {});
            assertEquals(Fact.values().length, outcomes.size());
            for (Outcome outcome : outcomes) {
                assertEquals(Status.OK, outcome.status(), outcome::toString);
                assertEquals(List.of(), outcome.notTried(), outcome::toString);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Flaw.class)
    void aHubThatBreaksAFactFailsItInWordsThatSaySo(Flaw flaw) throws IOException, InterruptedException {
        try (ToyHub toy = new ToyHub(flaw)) {
            Outcome outcome = new Suite(toy.hub(BAD))
                    .run(EnumSet.of(flaw.fact()), progress -> {})
                    .get(0);
            String words = outcome.failures().stream().map(Failure::toString).collect(Collectors.joining("\n"));
            assertEquals(Status.FAILED, outcome.status(), outcome::toString);
            assertTrue(words.contains(flaw.words()), words);
        }
    }

    @Test
    void everyFactIsBrokenByAHub() {
        Set<Fact> broken = Arrays.stream(Flaw.values())
                .map(Flaw::fact)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Fact.class)));
        assertEquals(EnumSet.allOf(Fact.class), broken);
    }
}
