package dev.parley.redis;

import java.time.Duration;

/**
 * How much of each channel Redis keeps.
 *
 * @param messages the newest so many
 * @param ttl a channel that was silent for so long is forgotten
 */
public record HistoryLimits(int messages, Duration ttl) {}
