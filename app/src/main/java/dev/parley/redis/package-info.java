/**
 * The ways we use Redis: {@link dev.parley.redis.Publisher} (one script), {@link dev.parley.redis.Listener} (one
 * subscription thread), {@link dev.parley.redis.History} (ranges of the stream), {@link dev.parley.redis.Adopter} (raw
 * messages), {@link dev.parley.redis.Members} (who is here, under a {@link dev.parley.redis.Lease}), {@link
 * dev.parley.redis.Notices} (who is typing) and {@link dev.parley.redis.Directory} (active channels). Knows neither HTTP nor connections of clients.
 * {@link dev.parley.redis.Redis} is where it is: requests ask over two {@link dev.parley.redis.CommandLink}s that all share, and {@link
 * dev.parley.redis.Health} says whether it does what Parley needs.
 *
 * <pre>
 *  Publisher ──▶ publish.lua ─┐                              ┌─▶ genuine: Heads, and the relay
 *                             ├─▶ stream, PUBLISH ─▶ Listener ─▶ Intake
 *  Adopter ────▶ adopt.lua ───┘                      │       └─▶ raw: Adopter
 *  Members, Notices ─▶ PUBLISH ──────────────────────┘─▶ Notices: presence
 * </pre>
 */
package dev.parley.redis;
