package dev.parley.redis.link;

import redis.clients.jedis.CommandObject;

/**
 * Something to be asked of whoever has a key.
 *
 * @param tells whether it publishes to shard channels of that key's slot
 */
record Request<T>(Lane lane, String key, boolean tells, CommandObject<T> command) {}
