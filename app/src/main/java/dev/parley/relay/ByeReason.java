package dev.parley.relay;

import java.util.Locale;

/** Why a stream ends, or can't begin, though nothing is wrong with what the client asked for. */
public enum ByeReason {
    /** The instance is going away; another may take the client. */
    DRAINING,
    /** Redis is away, and what the client asks for is not here. */
    REDIS,
    /** The instance has as many streams or channels as it may have. */
    FULL;

    /** As it is told. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
