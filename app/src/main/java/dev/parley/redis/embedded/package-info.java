/**
 * The Redis that Parley brings along where none is running: {@link dev.parley.redis.embedded.LocalRedis} finds the one of
 * this machine or starts one, and brings it up again when the instance that had started it goes; {@link
 * dev.parley.redis.embedded.EmbeddedRedis} is its process, {@link dev.parley.redis.embedded.RedisProgram} what is run, and
 * {@link dev.parley.redis.embedded.Password} what lets Parley's instances in.
 */
package dev.parley.redis.embedded;
