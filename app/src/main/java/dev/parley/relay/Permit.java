package dev.parley.relay;

import java.util.Optional;

/** What a stream is allowed by, for as long as it is: looked at while the stream is open. None of these may block. */
public interface Permit {
    /** When it ends by itself, in ms since 1970; {@link Long#MAX_VALUE} for never. */
    long until();

    /** Why it does not hold any more, though that time has not come; empty while it does. */
    Optional<ByeReason> withdrawn();
}
