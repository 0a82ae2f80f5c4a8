package dev.parley.wire.report;

import dev.parley.wire.fact.Fact;
import dev.parley.wire.fact.Outcome;
import dev.parley.wire.fact.Outcome.Status;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Outcomes for people. */
public final class Words {
    private Words() {}

    /** What the facts are. */
    public static void list(PrintWriter out) {
        Fact.Group group = null;
        for (Fact fact : Fact.values()) {
            if (fact.group() != group) {
                group = fact.group();
                out.println(group.title());
            }
            out.printf(Locale.ROOT, "%4d  %s%n", fact.number(), fact.what());
        }
    }

    /** One outcome in one line. */
    public static String line(Outcome outcome) {
        return String.format(
                Locale.ROOT,
                "%2d  %-14s %5d ms  %s",
                outcome.fact().number(),
                outcome.status(),
                outcome.millis(),
                outcome.fact().what());
    }

    /** All of them, and how many there were of each kind. */
    public static void tell(List<Outcome> outcomes, PrintWriter out) {
        for (Outcome outcome : outcomes) {
            out.println();
            out.printf(
                    Locale.ROOT,
                    "%2d %s: %s%n",
                    outcome.fact().number(),
                    outcome.status(),
                    outcome.fact().what());
            outcome.failures().forEach(failure -> {
                out.println("     sent: " + failure.sent());
                out.println("     came: " + failure.came());
            });
            if (outcome.status() == Status.FAILED) {
                out.println("     why it matters: " + outcome.fact().why());
                out.println("     what breaks: " + outcome.fact().breaks());
            }
            outcome.notTried().forEach(reason -> out.println("     not tried: " + reason));
            outcome.notApplicable().forEach(reason -> out.println("     not applicable: " + reason));
            outcome.remarks().forEach(remark -> out.println("     note: " + remark));
        }
        out.println();
        for (Status status : Status.values()) {
            out.print(outcomes.stream()
                            .filter(outcome -> outcome.status() == status)
                            .count() + " " + status + (status == Status.NOT_APPLICABLE ? "\n" : ", "));
        }
        long partly = outcomes.stream()
                .filter(outcome ->
                        outcome.status() == Status.OK && !outcome.notTried().isEmpty())
                .count();
        if (partly > 0) {
            out.println("of those that are ok, " + partly + " could not be tried in all parts");
        }
        out.flush();
    }
}
