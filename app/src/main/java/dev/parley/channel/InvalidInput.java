package dev.parley.channel;

/**
 * Something a client sent can't be taken. The message says what to change and is shown to the client as it is.
 *
 * <p>It carries no stack trace: it is an answer, not a fault.
 */
public final class InvalidInput extends RuntimeException {
    private static final long serialVersionUID = 1;

    public InvalidInput(String whatToChange) {
        super(whatToChange, null, false, false);
    }
}
