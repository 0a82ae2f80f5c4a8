package dev.parley.identity;

/** Who someone is can't be known now, because whoever knows it is away; that says nothing about what they showed. */
public final class CannotTell extends RuntimeException {
    private static final long serialVersionUID = 1;

    public CannotTell(Throwable cause) {
        super("It can't be known now who that is; try again in a moment.", cause);
    }
}
