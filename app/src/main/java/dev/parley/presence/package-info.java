/**
 * Who is here and who is typing, over all instances: state, told to streams in slots of their channel.
 *
 * <pre>
 *  streams come and go ─▶ Presence ─▶ redis.Members (a set of each channel) ─▶ notice to all instances
 *                                                                                    │
 *  streams ◀─ relay: slot "presence" ◀─ Presence, at most once a second ◀─ redis.Members, read whole
 * </pre>
 *
 * One way round, as for messages: an instance shows what Redis has, its own people included.
 */
package dev.parley.presence;
