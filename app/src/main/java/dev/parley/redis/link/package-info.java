/**
 * The link to Redis: {@link dev.parley.redis.link.Redis} is wherever it is, found by a {@link dev.parley.redis.link.RedisUrl};
 * requests ask over two {@link dev.parley.redis.link.CommandLink}s that all share, {@link dev.parley.redis.link.Listener} is
 * the one subscription, and {@link dev.parley.redis.link.Health} says whether Redis does what Parley needs. Knows not what is
 * said over it, but for the names of keys ({@link dev.parley.redis.link.Keys}).
 *
 * <p>What is heard depends on {@link dev.parley.redis.link.Hear}. Either everything ({@link dev.parley.redis.link.PatternSubscriptions}), or
 * what there is {@link dev.parley.redis.link.Interest} in ({@link dev.parley.redis.link.ShardSubscriptions}):
 *
 * <pre>
 *  a log is made ─▶ Interest.in ─▶ ShardSubscriptions ─ put down ─▶ redis-ping thread: SSUBSCRIBE, many at a time
 *        │             subject                                                │
 *        ▼                                                                  Redis
 *  Wish.heard ◀── Interest.heard ◀── redis-listener thread ◀── confirmed, in the order of the commands
 *        │                                   │
 *        ▼                                   └── messages, notices ─▶ Callbacks.heard, as from patterns
 *  the log reads what came before
 * </pre>
 *
 * <p>Threads: the listener's thread reads, the one that also pings writes, nobody else touches the socket. Whoever wishes puts that down and
 * goes on; the read waits for it in a future. Locks: the monitor of Interest, and inside it that of ShardSubscriptions; nothing blocks in
 * them.
 *
 * <p>Why nothing is lost: a message is stored and published by one script at a moment t. Its channel's subscription was confirmed at s, and
 * after that the log is read at r. With t before r it is read, with t after s it is heard, and since s comes before r there is no third
 * case; what is both is known by its id. It does not matter that the two go over different connections, since r is asked for only when s is
 * known. When the connection breaks, the next one counts as up ({@code Callbacks.connected}) only when all that was wished for is confirmed on
 * it, and then every log is read again. A subscription that is gone without that is noticed within {@code 0.8 s} by the number that Redis tells
 * with every answer, and the link is made again. Presence asks for who is here after its log was read, and so after s.
 *
 * <p>In a cluster each master is a {@link dev.parley.redis.link.Shard} with a listener of its own, and everything goes to who has the slot of its key:
 *
 * <pre>
 *  Script, commands ─▶ Redis.ask(key) ─▶ Servers ─┬─ OneServer ─────────────────────────▶ the Shard
 *                                                 └─ Cluster ─▶ Topology: slot → master ─▶ its Shard ─┐
 *                          TopologyWatch ─ CLUSTER SHARDS, each second ─▶ ▲  ▲                         │ MOVED, ASK, TRYAGAIN, …
 *                                                                            └──── Journey ◀── Redirected ◀┘
 *  a slot has moved ─▶ Interest.moved ─▶ Whereabouts: subscribe there ─▶ confirmed ─▶ Audience.missed ─▶ the log reads
 * </pre>
 *
 * <p>What was not answered is never sent again; what was answered with a redirection did not run. A slot that moves is noticed by what the shard
 * pushes ({@code sunsubscribe}), by any MOVED, and by the next look at the topology, whichever comes first; each new subscription is followed by
 * one reading. Why nothing is lost is the same as above, with the shard's own link for the link.
 */
package dev.parley.redis.link;
