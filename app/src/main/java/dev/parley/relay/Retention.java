package dev.parley.relay;

/**
 * How much of a channel a log keeps.
 *
 * @param messages as many as the stream's history does
 * @param bytes of frames, whatever the number of messages: so that one channel leaves memory to the others
 */
public record Retention(int messages, long bytes) {}
