/**
 * What all instances know together and is no message: {@link dev.parley.redis.shared.Members}, who is here, each under the
 * {@link dev.parley.redis.shared.Lease} of an instance; {@link dev.parley.redis.shared.Notices}, who is typing and that who
 * is here has changed; and {@link dev.parley.redis.shared.Directory}, which channels are active.
 */
package dev.parley.redis.shared;
