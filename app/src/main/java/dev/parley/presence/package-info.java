/**
 * Who is here and who is typing, over all instances: state, told to streams in slots of their channel.
 *
 * <pre>
 *  streams come and go ─▶ Presence ─ what changed in a second, all channels together ─▶ redis.Members: writes, tells
 *                             ▲                                                          all instances, counts and lists
 *                             └────────────── the answer, or, after a notice, a read ◀──────────────┘
 *                             │
 *  streams ◀─ relay: slot "presence" ◀─ Told: the more there is to tell, the less often
 *
 *  Renewals ─ every 5 s, on a thread and a connection of its own ─▶ redis.Lease: as long as it holds, what was written counts
 *  Typings  ─ on a path of its own ─▶ relay: slot "typing"
 * </pre>
 *
 * One way round, as for messages: an instance shows what Redis has, its own people included.
 */
package dev.parley.presence;
