package dev.parley.redis.log;

import java.time.Duration;

/**
 * How much of what is said Redis keeps.
 *
 * @param messages the newest so many
 * @param ttl a channel that was silent for so long is forgotten; one that never had much to say after a day at most
 * @param totalBytes of memory that the histories of all channels may take; those that were silent longest go first
 */
public record HistoryLimits(int messages, Duration ttl, long totalBytes) {
    private static final long BYTES_PER_MESSAGE = 2 * 1024;
    private static final long MIN_BYTES = 256 * 1024;

    /** In Redis' memory: the oldest messages of a channel that takes more go early. */
    long bytes() {
        return Math.max(MIN_BYTES, messages * BYTES_PER_MESSAGE);
    }
}
