package dev.parley.wire.fact;

import dev.parley.wire.hub.Hub;
import dev.parley.wire.hub.NotTried;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Looks at facts: first those that leave the hub alone, then those for which an instance has to go. */
public final class Suite {
    private static final Set<Fact> LAST = EnumSet.of(
            Fact.VISIBLE_CUT, Fact.FAREWELL, Fact.RECOVERABLE_REFUSAL, Fact.PROXIES, Fact.RETRY_AFTER, Fact.NO_CONTENT);
    private static final Set<Fact> HTTP11 = EnumSet.of(Fact.CHUNKED, Fact.CHUNK_BORDERS, Fact.VISIBLE_CUT);

    private final Hub hub;
    private final Observations observations;

    public Suite(Hub hub) {
        this.hub = hub;
        this.observations = new Observations(hub);
    }

    /**
     * Looks at all of these.
     *
     * @param progress told of each when it was looked at
     * @return in the order of their numbers
     */
    public List<Outcome> run(Set<Fact> facts, Consumer<Outcome> progress) {
        List<Outcome> outcomes = new ArrayList<>();
        List<Fact> order = new ArrayList<>(facts);
        order.sort(Comparator.comparing((Fact fact) -> LAST.contains(fact)).thenComparing(Fact::number));
        for (Fact fact : order) {
            Outcome outcome = look(fact);
            outcomes.add(outcome);
            progress.accept(outcome);
        }
        outcomes.sort(Comparator.comparing(outcome -> outcome.fact().number()));
        return outcomes;
    }

    private Outcome look(Fact fact) {
        long start = System.nanoTime();
        Findings findings = new Findings();
        if (hub.isHttp10() && HTTP11.contains(fact)) {
            findings.notApplicable("HTTP/1.0 has no chunks");
        } else {
            findings = look(checkOf(fact), hub);
        }
        return findings.outcome(fact, (System.nanoTime() - start) / 1_000_000);
    }

    static Findings look(Check check, Hub hub) {
        Findings findings = new Findings();
        try {
            check.look(hub, findings);
        } catch (NotTried e) {
            findings.notTried(e.getMessage());
        } catch (IOException e) {
            findings.fail("what this fact needs", String.valueOf(e.getMessage()));
        }
        return findings;
    }

    private Check checkOf(Fact fact) {
        return switch (fact) {
            case STATUS_AND_TYPE -> AnswerChecks::statusAndType;
            case CHUNKED -> AnswerChecks::chunked;
            case CHUNK_BORDERS -> AnswerChecks::chunkBorders;
            case HTTP10_HEAD_AND_POOL -> AnswerChecks::otherRequests;
            case NO_CODING -> AnswerChecks::noCoding;
            case VISIBLE_CUT -> GoingChecks::visibleCut;
            case LINES -> FormatChecks::lines;
            case DATA_IN_EVERY_BLOCK -> (h, f) -> FormatChecks.dataInEveryBlock(h, f, observations.silence());
            case RETRY -> CursorFormatChecks::retry;
            case ID_EVERYWHERE -> (h, f) -> CursorFormatChecks.idEverywhere(h, f, observations.silence());
            case ID_LAST -> CursorFormatChecks::idLast;
            case LINE_LENGTH -> CursorFormatChecks::lineLength;
            case LINE_BREAKS_IN_TEXT -> FormatChecks::lineBreaksInText;
            case RESERVED_NAMES -> FormatChecks::reservedNames;
            case KEEP_ALIVE -> (h, f) -> CursorFormatChecks.keepAlive(h, f, observations.silence());
            case RESUME -> ResumeChecks::resume;
            case PARAMETER -> CursorChecks::parameter;
            case BAD_CURSORS -> CursorChecks::badCursors;
            case CURSOR_FROM_THE_START -> (h, f) -> ResumeChecks.cursorFromTheStart(h, f, observations.silence());
            case CUT_ANYWHERE -> CutChecks::anywhere;
            case CUT_IN_A_BURST -> CutChecks::inABurst;
            case SEVERAL_CHANNELS -> ResumeChecks::severalChannels;
            case FAREWELL -> (h, f) -> GoingChecks.farewell(h, f, observations.departure());
            case RECOVERABLE_REFUSAL -> (h, f) -> RefusalChecks.refusals(h, f, observations);
            case RETRY_AFTER -> RefusalChecks::retryAfter;
            case NO_CONTENT -> RefusalChecks::noContent;
            case REDIRECT -> RefusalChecks::redirect;
            case PROXIES -> LoadChecks::proxies;
            case SLOW_READER -> LoadChecks::slowReader;
            case CORS -> LoadChecks::cors;
        };
    }
}
