/** The server that is looked at: its instances, how it is spoken to, and what may be done to it. */
package dev.parley.wire.hub;
