package dev.parley.relay;

/**
 * How much of a channel a log keeps.
 *
 * @param messages as many as the stream's history does
 * @param bytes of frames, whatever the number of messages: bounds the memory that one channel can take
 */
public record Retention(int messages, long bytes) {}
