package dev.parley.wire.hub;

/** Something can't be looked at here and now; the message says what it needs. */
public final class NotTried extends Exception {
    private static final long serialVersionUID = 1;

    public NotTried(String reason) {
        super(reason);
    }
}
