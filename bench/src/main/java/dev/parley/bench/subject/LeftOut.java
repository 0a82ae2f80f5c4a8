package dev.parley.bench.subject;

/** A subject can't be measured on this machine; the message says why. */
public final class LeftOut extends Exception {
    private static final long serialVersionUID = 1;

    LeftOut(String reason) {
        super(reason);
    }
}
