/** A small hub on raw sockets that does everything right, and anything wrong that it is told to. It speaks Parley's dialect. */
package dev.parley.wire.toy;
