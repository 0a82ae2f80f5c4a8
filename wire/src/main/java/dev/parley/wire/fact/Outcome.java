package dev.parley.wire.fact;

import java.util.List;

/**
 * What came of looking at a fact.
 *
 * @param failures what did not hold; none unless the status is FAILED
 * @param remarks what is worth knowing though it holds
 * @param notTried which parts could not be looked at, and what they need
 * @param notApplicable which parts this server has no use for, and why
 * @param millis how long it took
 */
public record Outcome(
        Fact fact,
        Status status,
        List<Failure> failures,
        List<String> remarks,
        List<String> notTried,
        List<String> notApplicable,
        long millis) {
    public Outcome {
        failures = List.copyOf(failures);
        remarks = List.copyOf(remarks);
        notTried = List.copyOf(notTried);
        notApplicable = List.copyOf(notApplicable);
    }

    /** The worst that was found, and nothing only when there was nothing to look at. */
    public enum Status {
        /** Everything that could be tried holds. */
        OK("ok"),
        FAILED("failed"),
        /** Nothing could be tried. */
        NOT_TRIED("not tried"),
        NOT_APPLICABLE("not applicable");

        private final String words;

        Status(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /**
     * Something that does not hold.
     *
     * @param sent what was done
     * @param came what happened
     */
    public record Failure(String sent, String came) {}
}
