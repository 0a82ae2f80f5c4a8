/**
 * The ways we use Redis. {@link dev.parley.redis.Backbone} wires them; what each of them is about lives in a room of its own,
 * and the rooms know each other one way:
 *
 * <pre>
 *  link ◀── shared ◀── log ◀── Backbone
 *
 *  link    where Redis is, the connections to it, whether it does what Parley needs; scripts, names of keys
 *  shared  what all instances know together: who is here, who is typing, which channels are active
 *  log     what is said: published, heard, kept, adopted
 * </pre>
 *
 * Knows neither HTTP nor connections of clients.
 */
package dev.parley.redis;
