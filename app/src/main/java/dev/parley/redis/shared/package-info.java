/**
 * What all instances know together and is no message: {@link dev.parley.redis.shared.Members}, who is here, each under the
 * {@link dev.parley.redis.shared.Lease} of an instance; {@link dev.parley.redis.shared.Notices}, who is typing and that who
 * is here has changed; {@link dev.parley.redis.shared.Directory}, which channels are active; and {@link
 * dev.parley.redis.shared.Families}, which channels each family has.
 */
package dev.parley.redis.shared;
