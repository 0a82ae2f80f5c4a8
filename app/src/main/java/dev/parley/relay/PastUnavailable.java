package dev.parley.relay;

/** What a client asks for can't be read now; another instance, or a later try, may have it. */
public final class PastUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1;

    PastUnavailable(Throwable cause) {
        super("The channel's history can't be read now.", cause);
    }
}
