package dev.parley.relay;

import java.util.Locale;

/** Why a stream goes on from the oldest retained message instead of from where its client stands. */
public enum ResetReason {
    /** The messages after the cursor are no longer retained. */
    EXPIRED,
    /** The cursor is none that this channel's history knows: of another channel, or of a Redis that lost its data. */
    UNKNOWN,
    /** The client read so slowly that it fell off the retained tail. */
    LAGGING;

    static final String EVENT = "reset";

    /** What a stream is told that goes on from the start of what is retained. */
    String data(Tail.Bounds retained) {
        return "{\"reason\":\"" + name().toLowerCase(Locale.ROOT) + "\",\"oldest\":\"" + retained.oldest()
                + "\",\"head\":\"" + retained.head() + "\"}";
    }
}
