/**
 * How requests come in and answers go out: without a thread that waits for a client, within a time, and with a bound on what
 * waits in memory. Jetty calls {@link dev.parley.http.transfer.AnswerWriter}, that
 * {@link dev.parley.http.transfer.BodyReader}, and that Javalin, whose handlers only ever see bodies that have come whole,
 * and whose answers are taken from them at once.
 */
package dev.parley.http.transfer;
