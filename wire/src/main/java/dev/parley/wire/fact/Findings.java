package dev.parley.wire.fact;

import dev.parley.wire.fact.Outcome.Failure;
import dev.parley.wire.fact.Outcome.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What is found while one fact is looked at. Not thread-safe. */
public final class Findings {
    private final List<Failure> failures = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private final List<String> notTried = new ArrayList<>();
    private final List<String> notApplicable = new ArrayList<>();
    private int held;

    /** Something has to hold. */
    public boolean expect(boolean holds, String sent, Supplier<String> came) {
        if (holds) {
            held++;
        } else {
            fail(sent, came.get());
        }
        return holds;
    }

    public void fail(String sent, String came) {
        failures.add(new Failure(sent, came));
    }

    /** Something holds. */
    public void hold() {
        held++;
    }

    public void remark(String words) {
        remarks.add(words);
    }

    public void notTried(String reason) {
        notTried.add(reason);
    }

    public void notApplicable(String reason) {
        notApplicable.add(reason);
    }

    public boolean hasFailed() {
        return !failures.isEmpty();
    }

    /** Takes over what was found in another place. */
    void addAll(String where, Findings other) {
        held += other.held;
        other.failures.forEach(failure -> fail(where + failure.sent(), failure.came()));
        other.remarks.forEach(remark -> remark(where + remark));
        other.notTried.forEach(reason -> notTried(where + reason));
        other.notApplicable.forEach(reason -> notApplicable(where + reason));
    }

    Outcome outcome(Fact fact, long millis) {
        return new Outcome(fact, status(), failures, remarks, notTried, notApplicable, millis);
    }

    private Status status() {
        if (!failures.isEmpty()) {
            return Status.FAILED;
        } else if (held > 0) {
            return Status.OK;
        } else if (!notTried.isEmpty() || notApplicable.isEmpty()) {
            return Status.NOT_TRIED;
        }
        return Status.NOT_APPLICABLE;
    }
}
