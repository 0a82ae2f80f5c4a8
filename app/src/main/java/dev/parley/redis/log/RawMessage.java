package dev.parley.redis.log;

import dev.parley.channel.Draft;
import dev.parley.channel.EventId;
import dev.parley.redis.link.Sha1;

/**
 * A raw message that was heard and is not known to be adopted yet.
 *
 * @param digest of its bytes; the adopted copy carries it
 * @param known the newest id of the channel that had been heard before it
 * @param since the Redis time (ms) since when this instance had been hearing without a break
 * @param heardAt when it was heard, as System.nanoTime
 */
record RawMessage(Draft draft, String digest, EventId known, long since, long heardAt) {
    static final int DIGEST_LENGTH = 16;

    static String digest(byte[] payload) {
        return Sha1.hex(payload).substring(0, DIGEST_LENGTH);
    }
}
