/**
 * What is said: {@link dev.parley.redis.log.Publisher} (one script), {@link dev.parley.redis.log.Intake} (what the subscription
 * hears), {@link dev.parley.redis.log.History} (ranges of the stream), {@link dev.parley.redis.log.Adopter} (raw messages), {@link
 * dev.parley.redis.log.EpochGuard} (no id twice) and {@link dev.parley.redis.log.Storage} (how much is kept).
 *
 * <pre>
 *  Publisher ──▶ publish.lua ─┐                              ┌─▶ genuine: Heads, and the relay
 *                             ├─▶ stream, PUBLISH ─▶ Listener ─▶ Intake
 *  Adopter ────▶ adopt.lua ───┘                      │       └─▶ raw: Adopter
 *  Members, Notices ─▶ PUBLISH ──────────────────────┘─▶ Notices: presence
 * </pre>
 *
 * Where instances hear by interest, it is SPUBLISH instead, but for raw messages and what became of them: these reach every instance in the
 * order in which Redis took them, and on that order adopting each once depends. Copies go both ways, so that who listens to shard channels
 * hears all there.
 *
 * <p>In a cluster a raw message is told by every shard, and counts where its channel is: see {@link dev.parley.redis.log.Echoes}.
 */
package dev.parley.redis.log;
