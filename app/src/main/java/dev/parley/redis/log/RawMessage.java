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
 * @param linkedAt when that was, as System.nanoTime
 * @param heardAt when it was heard, as System.nanoTime
 * @param isByTime whether what was known then says nothing, see {@link #byTime}
 */
record RawMessage(
        Draft draft, String digest, EventId known, long since, long linkedAt, long heardAt, boolean isByTime) {
    static final int DIGEST_LENGTH = 16;

    /** The same where it says nothing what was known when it was heard: any copy of the last seconds that is nobody else's is its own. */
    RawMessage byTime() {
        if (isByTime) {
            return this;
        }
        long now = since + (heardAt - linkedAt) / 1_000_000;
        return new RawMessage(draft, digest, EventId.BEGINNING, now - Echoes.LATE.toMillis(), linkedAt, heardAt, true);
    }

    static String digest(byte[] payload) {
        return Sha1.hex(payload).substring(0, DIGEST_LENGTH);
    }
}
