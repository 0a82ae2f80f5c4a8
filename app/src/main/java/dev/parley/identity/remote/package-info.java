/**
 * What must be asked of others: the keys of an issuer ({@link dev.parley.identity.remote.RemoteKeys}), and who someone is ({@link
 * dev.parley.identity.remote.Authorizer}). Addresses come from the settings only; redirects are not followed; every answer has a
 * bound and a deadline ({@link dev.parley.identity.remote.Fetch}).
 */
package dev.parley.identity.remote;
