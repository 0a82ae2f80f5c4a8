/**
 * Web Push: who has no page open is told that something was said, through the push service of their browser (RFC 8030, 8291, 8292).
 *
 * <pre>
 *  published or adopted here ─▶ Pusher ─ who wants to know: redis.PushTargets, read every 10 s ─▶ PushCipher, VapidKey ─▶ HTTPS
 * </pre>
 *
 * The instance that has published a message sends its pushes, so each is sent once. What is sent names the channel and the message,
 * and nothing that was said: a browser that may still hear it asks for that.
 */
package dev.parley.push;
