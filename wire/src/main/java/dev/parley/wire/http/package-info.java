/** HTTP/1 as bytes on a socket: what a client library hides is what is looked at here. Knows nothing of hubs. */
package dev.parley.wire.http;
