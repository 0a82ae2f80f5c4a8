/**
 * The words of Parley as values: what a channel may be called, how an id is written, what a message is made of and
 * how it looks as SSE bytes. Pure: no Redis, no HTTP, no threads.
 */
package dev.parley.channel;
