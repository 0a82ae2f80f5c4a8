/**
 * HTTP: what clients ask for and how they are answered. {@link dev.parley.http.Routes} shows everything there is;
 * {@link dev.parley.http.SseConnection} is the one place that writes to sockets. Knows no Redis keys and not how logs are
 * kept. Its rooms know each other one way:
 *
 * <pre>
 *  loop ◀── problem ◀── transfer ◀── request ◀── guard ◀── page ◀── http: the handlers, Routes, HttpServer
 * </pre>
 */
package dev.parley.http;
