package dev.parley.relay;

import dev.parley.channel.EventId;

/**
 * Where a new stream begins in one of its channels.
 *
 * @param cursor where the client stands, which the stream's first events repeat: one that is cut before a reset comes back with
 *     the same, and is reset then
 * @param offset where the log goes on, if there is no backfill
 * @param backfill what comes before that; null when the log is enough
 */
record Start(ChannelLog log, EventId cursor, long offset, Backfill backfill) {
    static Start at(ChannelLog log, Tail.Position position) {
        return new Start(log, position.cursor(), position.offset(), null);
    }

    static Start before(ChannelLog log, EventId cursor, Backfill backfill) {
        return new Start(log, cursor, 0, backfill);
    }
}
