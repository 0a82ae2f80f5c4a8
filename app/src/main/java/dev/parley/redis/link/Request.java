package dev.parley.redis.link;

import redis.clients.jedis.CommandObject;

/**
 * Something to be asked of whoever has a key.
 *
 * @param tells whether it publishes to shard channels of that key's slot
 * @param only the one shard that may run it; null for whichever has the key by then
 */
record Request<T>(Lane lane, String key, boolean tells, Shard only, CommandObject<T> command) {
    boolean mayRunAt(Shard shard) {
        return only == null || only == shard;
    }
}
