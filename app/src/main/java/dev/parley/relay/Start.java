package dev.parley.relay;

import dev.parley.channel.EventId;

/**
 * Where a new stream begins in one of its channels.
 *
 * @param from where the client stands, which the stream's first events repeat: one that is cut before its reset comes back
 *     with the same, and is reset then
 * @param at where the log goes on
 * @param reset the data of the reset between the two; null when they are the same
 */
record Start(ChannelLog log, EventId from, Tail.Position at, String reset) {
    static Start at(ChannelLog log, Tail.Position position) {
        return new Start(log, position.cursor(), position, null);
    }
}
