/** Event streams as bytes: lines, blocks, and where readers of different kinds would stand. Knows neither HTTP nor hubs. */
package dev.parley.wire.sse;
