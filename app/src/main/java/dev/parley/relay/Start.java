package dev.parley.relay;

/**
 * Where a new stream begins in one of its channels.
 *
 * @param reset the data of the reset that it begins with; null when the client goes on where it stands
 */
record Start(ChannelLog log, Tail.Position at, String reset) {}
