/**
 * The ways we use Redis: {@link dev.parley.redis.Publisher} (one script), {@link dev.parley.redis.Listener} (one
 * subscription thread), {@link dev.parley.redis.History} (ranges of the stream) and {@link dev.parley.redis.Adopter} (raw
 * messages). Knows neither HTTP nor connections of clients.
 *
 * <pre>
 *  Publisher ──▶ publish.lua ─┐                              ┌─▶ genuine: Heads, and the relay
 *                             ├─▶ stream, PUBLISH ─▶ Listener ─▶ Intake
 *  Adopter ────▶ adopt.lua ───┘                              └─▶ raw: Adopter
 * </pre>
 */
package dev.parley.redis;
