/**
 * The link to Redis: {@link dev.parley.redis.link.Redis} is where it is, found by a {@link dev.parley.redis.link.RedisUrl};
 * requests ask over two {@link dev.parley.redis.link.CommandLink}s that all share, {@link dev.parley.redis.link.Listener} is
 * the one subscription, and {@link dev.parley.redis.link.Health} says whether Redis does what Parley needs. Knows not what is
 * said over it, but for the names of keys ({@link dev.parley.redis.link.Keys}).
 */
package dev.parley.redis.link;
