package dev.parley.relay;

import java.util.Locale;

/** Why a stream ends, or can't begin, though nothing is wrong with what the client asked for. */
public enum ByeReason {
    /** The instance is going away; another may take the client. */
    DRAINING,
    /** Redis is away, and what the client asks for is not here. */
    REDIS,
    /** Who the client is can't be known now: whoever knows it is away. */
    AUTHORITY,
    /** The instance has as many streams or channels as it may have. */
    FULL,
    /** What allowed the stream has come to its end; a new one opens it again, where it was. */
    EXPIRED,
    /** What allowed it does not hold any more. */
    REVOKED,
    /** The client is out for a moment. */
    KICKED;

    /** As it is told. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
