package dev.parley.relay;

import dev.parley.channel.EventId;
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

    /**
     * Why a client that comes back can't go on where it stands.
     *
     * @param oldest the id of the oldest message that is retained
     */
    static ResetReason of(EventId cursor, EventId oldest) {
        boolean onceHere =
                cursor.equals(EventId.BEGINNING) || (cursor.epoch() == oldest.epoch() && oldest.isAfter(cursor));
        return onceHere ? EXPIRED : UNKNOWN;
    }

    /** What a stream is told that goes on from the oldest message; the ids are those of the ends of what is retained. */
    String data(EventId oldest, EventId head) {
        return "{\"reason\":\"" + name().toLowerCase(Locale.ROOT) + "\",\"oldest\":\"" + oldest + "\",\"head\":\""
                + head + "\"}";
    }
}
