package dev.parley.identity;

/**
 * A credential that can't be accepted. The message says why, for who makes tokens; whoever presents one is told less.
 *
 * <p>It carries no stack trace, nor the credential.
 */
public final class Rejected extends RuntimeException {
    /** What is wrong with it. */
    public enum Fault {
        /** Nobody who has a key has made it, or it is no token at all. */
        FORGED,
        /** It is genuine, and over. */
        EXPIRED,
        /** It is known whose it is, and they are let in nowhere. */
        BARRED,
        /** It is genuine, and says something that it must not, or not what it must. */
        UNFIT
    }

    private static final long serialVersionUID = 1;

    private final Fault fault;

    Rejected(Fault fault, String why) {
        super(why, null, false, false);
        this.fault = fault;
    }

    public Fault fault() {
        return fault;
    }
}
