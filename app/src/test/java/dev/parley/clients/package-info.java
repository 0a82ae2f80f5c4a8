/**
 * SSE libraries that others wrote, against instances that are cut, killed, drained and without Redis. Run by {@code bin/test
 * --clients}, not with the other tests: {@link dev.parley.clients.ClientLibraries} is the test, the programs are in {@code
 * clients/}.
 */
package dev.parley.clients;
