/**
 * On which thread a request is handled. What is posted is read, handled and answered by the selector's thread that its connection
 * belongs to: it waits for nothing, and each hand-over from thread to thread would cost it as much as all of its handling. Everything
 * else is handled by a thread of a pool.
 *
 * <pre>
 *  POST   selector: read ▶ handle ▶ ask Redis      Redis' answer ▶ the selector's next turn: answer ▶ read on
 *  GET, … selector: read ▶ a thread of the pool: handle ▶ answer ▶ another: read on
 * </pre>
 */
package dev.parley.http.loop;
